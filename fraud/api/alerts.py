"""Alerts: read your own with their reasons; staff look for new ones and decide them."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import IdField, TextField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.permissions import HasScope, IsStaff
from creatorspark.core.api.problems import refused
from creatorspark.core.api.scoping import own_creators, sees_everything
from creatorspark.core.api.videos import IdFilter, MomentFilter
from creatorspark.core.api.views import Readable
from fraud.domain.findings import ReasonCode
from fraud.domain.outcomes import Outcome
from fraud.models import Alert, AlertDecision
from fraud.selectors.reports import evidence_of
from fraud.services.alerts import OUTCOMES, AlertError, resolve

LONGEST_REASON = 2000
# What a count in the database can hold.
MOST = 2**63 - 1


class AlertDecisionSerializer(serializers.ModelSerializer):
    """What was decided. A later decision overrides an earlier one and never edits it."""

    id = IdField(read_only=True)
    override_of = IdField(source="override_of_id", read_only=True, allow_null=True)
    by_person = serializers.SerializerMethodField(help_text="False: nobody decided in time.")

    class Meta:
        model = AlertDecision
        fields = (
            "id",
            "outcome",
            "reason",
            "false_views",
            "by_person",
            "decided_at",
            "override_of",
        )
        read_only_fields = fields

    def get_by_person(self, decision: AlertDecision) -> bool:
        """Say whether a person decided."""
        return decision.decided_by_id is not None


class AlertSerializer(serializers.ModelSerializer):
    """What was found about a creator: when, how much, why, and who decides by when."""

    id = IdField(read_only=True)
    reference = serializers.CharField(read_only=True)
    creator = IdField(source="creator_id", read_only=True)
    handle = serializers.CharField(source="creator.handle", read_only=True)
    video = IdField(source="video_id", read_only=True, allow_null=True)
    outcome = serializers.CharField(read_only=True, help_text="Empty until somebody decides.")
    caption = serializers.SerializerMethodField(help_text="The video's words, or null.")
    reasons = serializers.SerializerMethodField(help_text="All codes that were found.")
    sentences = serializers.SerializerMethodField(help_text="What was seen, in plain words.")
    readings = serializers.SerializerMethodField(help_text="Innocent causes that were checked.")
    decisions = serializers.SerializerMethodField()

    class Meta:
        model = Alert
        fields = (
            "id",
            "reference",
            "tier",
            "state",
            "outcome",
            "creator",
            "handle",
            "video",
            "caption",
            "reason_code",
            "reasons",
            "severity",
            "window_start",
            "window_end",
            "affected",
            "share",
            "sentences",
            "readings",
            "policy_version",
            "evidence_sha256",
            "created_at",
            "decide_by",
            "release_at",
            "resolved_at",
            "final_at",
            "decisions",
        )
        read_only_fields = fields

    def get_caption(self, alert: Alert) -> str | None:
        """Return the video's words."""
        return alert.video.caption if alert.video else None

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_reasons(self, alert: Alert) -> list[str]:
        """Return the codes."""
        return sorted({one["code"] for one in alert.evidence["findings"]})

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_sentences(self, alert: Alert) -> list[str]:
        """Return the facts."""
        return list(evidence_of(alert, for_staff=False).sentences)

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_readings(self, alert: Alert) -> list[str]:
        """Return what else was looked into."""
        parts = evidence_of(alert, for_staff=False).parts
        return list(dict.fromkeys(words for part in parts for _explains, words in part.readings))

    @extend_schema_field(AlertDecisionSerializer(many=True))
    def get_decisions(self, alert: Alert) -> Any:
        """Return what was decided; proposals are the staff's own."""
        made = [one for one in alert.decisions.all() if not one.is_proposal]
        return AlertDecisionSerializer(made, many=True).data


class ResolutionSerializer(serializers.Serializer):
    """How an alert is decided. `false_views` says how much doesn't count, for a part only."""

    outcome = serializers.ChoiceField(choices=OUTCOMES)
    reason = TextField(max_length=LONGEST_REASON, help_text="The creator reads it.")
    note = TextField(max_length=LONGEST_REASON, required=False, default="")
    false_views = serializers.IntegerField(min_value=1, max_value=MOST, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take how much doesn't count for a part, and for nothing else."""
        if "false_views" in attrs and attrs["outcome"] != Outcome.PARTLY:
            raise serializers.ValidationError({"false_views": _("Only for “partly”.")})
        return attrs


class AlertFilters(filters.FilterSet):
    """Narrows a list of alerts."""

    creator = IdFilter(field_name="creator_id")
    video = IdFilter(field_name="video_id")
    tier = filters.ChoiceFilter(choices=Alert.Tier.choices)
    state = filters.ChoiceFilter(choices=Alert.State.choices)
    reason_code = filters.ChoiceFilter(choices=[(code.value, code.value) for code in ReasonCode])
    least_severity = filters.NumberFilter(field_name="severity", lookup_expr="gte")
    created_after = MomentFilter(field_name="created_at", lookup_expr="gte")


def alerts_of(user: Any) -> QuerySet[Alert]:
    """Return the alerts that `user` may know of: their own that concern them, staff all."""
    rows = Alert.objects.select_related("creator", "video").prefetch_related("decisions")
    if sees_everything(user):
        return rows
    shown = rows.filter(tier__in=[Alert.Tier.CASE, Alert.Tier.DISCOUNT])
    return shown.filter(creator__in=own_creators(user))


def decided(alert: Alert, request: Request) -> Alert:
    """Decide an alert as a request says; a problem where that is impossible."""
    given = ResolutionSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    answers = given.validated_data
    try:
        return resolve(
            alert,
            outcome=answers["outcome"],
            reason=answers["reason"],
            note=answers["note"],
            false_views=answers.get("false_views"),
            actor=caller(request),
            now=timezone.now(),
        )
    except AlertError as error:
        raise refused(str(error), reason="not_possible") from error


class Alerts(Readable):
    """Alerts about your own profile, newest first; for staff, everyone's.

    To contest one, file an appeal with `subject_kind` “fraud_alert” and its id.
    """

    tag = "alerts"
    model = Alert
    serializer_class = AlertSerializer
    filterset_class = AlertFilters

    def scoped(self, user: Any) -> QuerySet[Alert]:
        """Return the alerts that `user` may know of."""
        return alerts_of(user)

    def get_permissions(self) -> Any:
        """Let only staff decide."""
        return [HasScope(), IsStaff()] if self.action == "resolve" else super().get_permissions()

    @extend_schema(request=ResolutionSerializer, responses=AlertSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def resolve(self, request: Request, pk: str) -> Response:
        """Decide an alert, as staff. What goes against a large creator or sum only becomes a
        proposal until a second person says the same.
        """
        row = decided(self.get_object(), request)
        return Response(self.get_serializer(alerts_of(request.user).get(pk=row.pk)).data)
