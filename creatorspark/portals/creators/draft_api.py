"""The report on a clip that isn't posted yet, as JSON: what its page shows, from the same facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import MoneySerializer, money
from creatorspark.core.api.scoping import own_creator
from creatorspark.core.api.views import ApiView
from creatorspark.portals.creators.draft_page import DraftPage, draft_page
from rewards import interface as rewards
from scoring import interface as scoring

STAGES = ("received", "looked", "compared", "rated")
STATES = ("done", "working", "waiting", "failed", "skipped")
TONES = ("good", "info", "warn", "bad")
ID = OpenApiParameter("id", UUID, OpenApiParameter.PATH)


class StageSerializer(serializers.Serializer):
    """One stage of the work, from what is stored of it."""

    key = serializers.ChoiceField(STAGES)
    state = serializers.ChoiceField(STATES)
    words = serializers.CharField(help_text="What happens, for people.")
    percent = serializers.IntegerField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class DraftPartSerializer(serializers.Serializer):
    """One rating, 0 to 100; it lies from `low` to `high` nine times in ten."""

    part = serializers.ChoiceField(("visual", "audio", "text"))
    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    percentile = serializers.FloatField(
        allow_null=True, help_text="Share of rated videos, 0 to 1, that rate lower."
    )


class FixSerializer(serializers.Serializer):
    """One thing to change, the one that brings most first."""

    cause = serializers.CharField()
    part = serializers.CharField()
    name = serializers.CharField()
    measure = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    measured = serializers.CharField()
    target = serializers.CharField(source="target_text")
    fix = serializers.CharField()
    points = serializers.FloatField(help_text="Of the overall rating.")
    moments = serializers.SerializerMethodField(
        help_text="Seconds from and to; none: all through the clip."
    )

    def get_moments(self, advice: scoring.AdviceReport) -> list[list[int]]:
        """Return the stretches as pairs."""
        return [list(moment) for moment in advice.moments]


class RatingsSerializer(serializers.Serializer):
    """Predicted ratings. `state`: no_file, waiting, measuring, rated or failed."""

    state = serializers.CharField()
    overall = serializers.FloatField(allow_null=True)
    parts = DraftPartSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    model_version = serializers.CharField()
    policy = serializers.CharField()
    measured_at = serializers.DateTimeField(allow_null=True)
    computed_at = serializers.DateTimeField(allow_null=True)
    fixes = FixSerializer(many=True, source="advice")


class PrecheckSerializer(serializers.Serializer):
    """What a verdict would say if the clip were posted now. Nothing is accused or kept."""

    state = serializers.ChoiceField(("waiting", "searching", "done", "failed"))
    original = serializers.BooleanField(allow_null=True)
    similarity = serializers.FloatField(allow_null=True)
    threshold = serializers.FloatField(allow_null=True)
    policy = serializers.CharField()
    could_declare = serializers.BooleanField(
        help_text="Naming a duet or stitch in the caption would change it."
    )
    matches = serializers.SerializerMethodField()

    def get_matches(self, found: scoring.SearchReport) -> list[str]:
        """Say of each match what it is."""
        return [match.sentence for match in found.matches if match.standing != "below"]


class RuleSerializer(serializers.Serializer):
    """What a rule in force asks, and where the clip stands: good, info, warn or bad."""

    key = serializers.CharField()
    tone = serializers.ChoiceField(TONES)
    title = serializers.CharField()
    words = serializers.CharField()
    policy = serializers.CharField(source="source", help_text="Its version; may be empty.")


class GradeOutlookSerializer(serializers.Serializer):
    """What a grade would add to the base, original or judged a copy."""

    grade = serializers.CharField(source="one.letter")
    rate = serializers.DecimalField(6, 4, source="one.rate_original")
    rate_of_a_copy = serializers.DecimalField(6, 4, source="one.rate_not_original")
    bonus = MoneySerializer()
    bonus_of_a_copy = MoneySerializer()


class OutlookSerializer(serializers.Serializer):
    """What it would be paid at each grade for usual views up to scoring age. No promise.

    base = `rpm_minor` × `views` / 1000 in minor units. `videos` is how many earlier videos the
    views are the middle of; with 0 they are an example.
    """

    policy = serializers.CharField()
    views = serializers.IntegerField()
    views_low = serializers.IntegerField()
    views_high = serializers.IntegerField()
    videos = serializers.IntegerField()
    age_days = serializers.IntegerField()
    rpm_minor = serializers.DecimalField(12, 6)
    tier = serializers.CharField()
    unpaid_rule = serializers.CharField()
    base = MoneySerializer()
    grades = GradeOutlookSerializer(many=True)


class LikelySerializer(serializers.Serializer):
    """How likely each grade is by the content alone; empty with the reason in `words`."""

    chances = serializers.DictField(child=serializers.FloatField())
    words = serializers.CharField()


class DraftReportSerializer(serializers.Serializer):
    """The whole report. `is_moving` while anything is still to come by itself."""

    id = serializers.UUIDField()
    is_moving = serializers.BooleanField()
    headline = serializers.CharField()
    stages = StageSerializer(many=True)
    ratings = RatingsSerializer()
    originality = PrecheckSerializer(allow_null=True)
    rules = RuleSerializer(many=True)
    likely = LikelySerializer()
    outlook = OutlookSerializer()
    file_removed_at = serializers.DateTimeField(allow_null=True)


@dataclass(frozen=True, slots=True)
class _Grade:
    one: rewards.GradeProspect
    bonus: dict[str, str] | None
    bonus_of_a_copy: dict[str, str] | None


class DraftReport(ApiView):
    """What would be said of a clip if it were posted now."""

    tag = "submissions"

    @extend_schema(
        operation_id="submissions_report", parameters=[ID], responses=DraftReportSerializer
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Read the report on a draft of yours, as far as it is. Nothing is published or paid."""
        creator = own_creator(caller(request))
        sent = creator and scoring.submission_of_creator(creator_id=creator.pk, submission_id=id)
        if creator is None or not sent or sent.purpose != "draft":
            raise Http404
        page = draft_page(creator, sent, now=timezone.now())
        return Response(DraftReportSerializer(_document(page)).data)


def _document(page: DraftPage) -> dict[str, Any]:
    return {
        "id": page.sent.id,
        "is_moving": page.is_moving,
        "headline": page.headline,
        "stages": page.stages,
        "ratings": page.quality,
        "originality": page.found,
        "rules": page.rules,
        "likely": {"chances": dict(page.band.chances), "words": page.band.words},
        "outlook": _outlook(page.prospect),
        "file_removed_at": page.sent.expires_at,
    }


def _outlook(found: rewards.Prospect) -> dict[str, Any]:
    return {
        "policy": found.version,
        "views": found.views.middle,
        "views_low": found.views.low,
        "views_high": found.views.high,
        "videos": found.views.videos,
        "age_days": found.age_days,
        "rpm_minor": found.rpm_minor,
        "tier": found.tier,
        "unpaid_rule": found.unpaid_rule,
        "base": money(found.base, currency=found.currency),
        "grades": _grades(found),
    }


def _grades(found: rewards.Prospect) -> Sequence[_Grade]:
    return [
        _Grade(
            one,
            money(one.bonus_original, currency=found.currency),
            money(one.bonus_not_original, currency=found.currency),
        )
        for one in found.grades
    ]
