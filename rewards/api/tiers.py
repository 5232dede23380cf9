"""A creator's tier: what it is, what it brings, what the next one needs, what was announced."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import ID_SCHEMA, IdField
from creatorspark.core.api.scoping import own_creators
from creatorspark.core.api.views import ApiView
from rewards import interface

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)


class BringsSerializer(serializers.Serializer):
    """What a tier brings. `rpm_step` multiplies pay per 1,000 views."""

    shop_discount_percent = serializers.IntegerField()
    rpm_step = serializers.DecimalField(max_digits=8, decimal_places=4, normalize_output=True)
    badge = serializers.BooleanField()


class ChangeSerializer(serializers.Serializer):
    """A tier that was announced, and the Monday from which it counts; empty means none."""

    tier = serializers.CharField(allow_blank=True)
    week = serializers.DateField()
    move = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField()
    policy_version = serializers.CharField()


class NeedSerializer(serializers.Serializer):
    """A need of the goal. `have` of `wanted`, in videos, whole percent or a rating of 100."""

    need = serializers.CharField()
    have = serializers.IntegerField()
    wanted = serializers.IntegerField()
    unit = serializers.CharField()
    is_met = serializers.BooleanField()
    is_unknown = serializers.BooleanField()
    sentence = serializers.CharField()


class RiskSerializer(serializers.Serializer):
    """This week's warning: the tier at risk, what the videos show, and how many weeks are left."""

    tier = serializers.CharField()
    earned = serializers.CharField(allow_blank=True)
    weeks_left = serializers.IntegerField()


class TierSerializer(serializers.Serializer):
    """A creator's tier.

    `earned` is what the videos of the window show now; a look on Monday announces it. `goal` is
    the tier whose `needs` are listed: the next one, or with `is_kept` the one they have. Both
    bounds of the window are Mondays; `until` is not part of it.
    """

    creator = IdField()
    tier = serializers.CharField(allow_blank=True)
    since = serializers.DateField(allow_null=True)
    brings = BringsSerializer(allow_null=True)
    coming = ChangeSerializer(allow_null=True)
    earned = serializers.CharField(allow_blank=True)
    goal = serializers.CharField(allow_blank=True)
    is_kept = serializers.BooleanField()
    needs = NeedSerializer(many=True)
    risk = RiskSerializer(allow_null=True)
    window_since = serializers.DateField(allow_null=True)
    window_until = serializers.DateField(allow_null=True)
    history = ChangeSerializer(many=True)
    policy_version = serializers.CharField(allow_blank=True)
    policy_sha256 = serializers.CharField(allow_blank=True)


class CreatorTier(ApiView):
    """The tier of your own profile; for staff, of any."""

    tag = "tiers"

    @extend_schema(operation_id="creators_tier", parameters=[ID], responses=TierSerializer)
    def get(self, request: Request, id: str) -> Response:
        """Return a tier with what it brings, what the next one needs and what was announced."""
        creator = get_object_or_404(own_creators(request.user), pk=id)
        now = timezone.now()
        report = interface.tier_report(creator_id=creator.pk, now=now)
        answer = _known(report) if report else NO_TIERS
        return Response(TierSerializer({"creator": creator.pk, **answer}).data)


NO_TIERS: dict[str, Any] = {
    **dict.fromkeys(("tier", "earned", "goal", "policy_version", "policy_sha256"), ""),
    **dict.fromkeys(("since", "brings", "coming", "risk", "window_since", "window_until")),
    "is_kept": False,
    "needs": [],
    "history": [],
}


def _known(report: interface.TierReport) -> dict[str, Any]:
    state = report.state
    return {
        "tier": state.tier,
        "since": state.since,
        "brings": state.brings,
        "coming": state.coming,
        "earned": report.earned,
        "goal": report.goal,
        "is_kept": report.is_kept,
        "needs": report.needs,
        "risk": report.risk,
        "window_since": report.since,
        "window_until": report.until,
        "history": report.history,
        "policy_version": report.ladder.policy_version,
        "policy_sha256": report.ladder.policy_sha256,
    }
