"""What a campaign brought and cost."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import IdField, MoneySerializer, money
from marketplace.api.recommendations import ID, CampaignView
from marketplace.domain.offers.facts import CampaignReport, ReportLine
from marketplace.models import Offer
from marketplace.selectors.offer_results import report_of


class CampaignResultSerializer(serializers.Serializer):
    """One agreed offer: what was delivered, counted, and what it costs. Null: not yet known."""

    offer = IdField()
    creator = IdField()
    creator_name = serializers.CharField()
    state = serializers.ChoiceField(choices=Offer.State.choices)
    videos = serializers.IntegerField()
    views = serializers.IntegerField(allow_null=True)
    engagement = serializers.IntegerField(allow_null=True)
    cost = MoneySerializer()
    per_engagement = MoneySerializer(allow_null=True)
    per_thousand_views = MoneySerializer(allow_null=True)


class CampaignReportSerializer(serializers.Serializer):
    """All agreed offers together, and one by one. Views that don't count are left out."""

    campaign = IdField()
    videos = serializers.IntegerField()
    views = serializers.IntegerField(allow_null=True)
    engagement = serializers.IntegerField(allow_null=True)
    cost = MoneySerializer()
    promised = MoneySerializer()
    owed = MoneySerializer()
    commission = MoneySerializer()
    per_engagement = MoneySerializer(allow_null=True)
    per_thousand_views = MoneySerializer(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)
    offers = CampaignResultSerializer(many=True)


class CampaignResults(CampaignView):
    """What a campaign brought."""

    @extend_schema(
        operation_id="campaigns_report", parameters=[ID], responses=CampaignReportSerializer
    )
    def get(self, request: Request, id: str) -> Response:
        """Add up what a campaign's agreed offers cost and brought."""
        report = report_of(self.campaign(id))
        return Response(CampaignReportSerializer(_spelled(report)).data)


def _spelled(report: CampaignReport) -> dict[str, Any]:
    currency = report.currency or "USD"
    sums = ("cost", "promised", "owed", "commission", "per_engagement", "per_thousand_views")
    return {
        "campaign": report.campaign_id,
        "videos": report.videos,
        "views": report.views,
        "engagement": report.engagement,
        **{name: money(getattr(report, name), currency=currency) for name in sums},
        "counted_at": report.counted_at,
        "offers": [_line(line, currency) for line in report.lines],
    }


def _line(line: ReportLine, currency: str) -> dict[str, Any]:
    sums = ("cost", "per_engagement", "per_thousand_views")
    return {
        "offer": line.offer_id,
        "creator": line.creator_id,
        "creator_name": line.creator_name,
        "state": line.state,
        "videos": line.videos,
        "views": line.views,
        "engagement": line.engagement,
        **{name: money(getattr(line, name), currency=currency) for name in sums},
    }
