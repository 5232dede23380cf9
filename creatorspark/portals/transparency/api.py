"""The published figures of protection over the API, for everybody."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.views import ApiView
from creatorspark.lib.calendar_periods import Length
from fraud import interface as fraud

PERIOD = OpenApiParameter(
    "period", str, OpenApiParameter.PATH, pattern="^[0-9]{4}-Q[1-4]$", description="2026-Q3"
)
COUNTS = "Null: hidden, because it is from 1 to 4 or would give such a count away."


class RangeSerializer(serializers.Serializer):
    """A share, 0 to 1, with its 95 % interval."""

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class GroupSerializer(serializers.Serializer):
    """Cases of a group that a person decided; `fell` were wrong."""

    name = serializers.CharField(allow_blank=True, help_text="Empty: not known.")
    decided = serializers.IntegerField(allow_null=True)
    fell = serializers.IntegerField(allow_null=True)
    stood = serializers.IntegerField(allow_null=True)
    share = RangeSerializer(allow_null=True)
    fell_per_thousand_creators = serializers.FloatField(
        allow_null=True, required=False, help_text="Of markets only."
    )


class GroupsSerializer(serializers.Serializer):
    """The groups that are large enough; `left_out` others aren't."""

    groups = GroupSerializer(many=True)
    left_out = serializers.IntegerField()


class AmountSerializer(serializers.Serializer):
    """A sum of money, rounded to two digits."""

    amount = serializers.CharField()
    currency = serializers.CharField()


class RoundedSumsSerializer(serializers.Serializer):
    """Sums, rounded. Null where few people or mostly one stand behind them."""

    money_held_in_error = AmountSerializer(many=True, allow_null=True)
    points_held_in_error = serializers.IntegerField(allow_null=True)
    apology_points = serializers.IntegerField(allow_null=True)
    views_not_counted = serializers.IntegerField(allow_null=True)


class HoursSerializer(serializers.Serializer):
    """Median and 90th percentile in hours; null where too few took any."""

    median = serializers.FloatField(allow_null=True)
    p90 = serializers.FloatField(allow_null=True)


class HoursOfSerializer(serializers.Serializer):
    """How long it took to notice and to decide, and how long holds lasted."""

    to_notice = HoursSerializer()
    to_decide = HoursSerializer()
    held = HoursSerializer()


class SharesSerializer(serializers.Serializer):
    """Shares of cases and of appeals."""

    cleared = RangeSerializer(allow_null=True)
    fell = RangeSerializer(allow_null=True)
    in_time = RangeSerializer(allow_null=True)
    overturned_on_appeal = RangeSerializer(allow_null=True)


class TransparencySerializer(serializers.Serializer):
    """What is published of a quarter. It never changes; `sha256` is of its canonical JSON."""

    period = serializers.CharField()
    first_day = serializers.DateField(help_text="In UTC.")
    last_day = serializers.DateField(help_text="In UTC.")
    format = serializers.CharField()
    smallest_count = serializers.IntegerField()
    creators = serializers.IntegerField()
    counts = serializers.DictField(
        child=serializers.IntegerField(allow_null=True), help_text=COUNTS
    )
    holds_per_thousand = serializers.FloatField(allow_null=True)
    shares = SharesSerializer()
    hours = HoursOfSerializer()
    sums = RoundedSumsSerializer()
    rules = GroupsSerializer()
    markets = GroupsSerializer()
    devices = GroupsSerializer()
    on_trial = serializers.ListField(child=serializers.CharField())


class PublishedPeriodSerializer(serializers.Serializer):
    """A quarter that is published."""

    period = serializers.CharField()
    sha256 = serializers.CharField()
    published_at = serializers.DateTimeField()


class PublishedPeriodsSerializer(serializers.Serializer):
    """All of them, the newest first. There are four a year, so they come at once."""

    results = PublishedPeriodSerializer(many=True)


class TransparencyPeriods(ApiView):
    """The quarters of which figures are published."""

    tag = "transparency"
    public_read = True

    @extend_schema(operation_id="transparency_list", responses=PublishedPeriodsSerializer)
    def get(self, request: Request) -> Response:
        """List the quarters of which figures are published, the newest first."""
        kept = fraud.kept_periods(length=Length.QUARTER)
        rows = [
            {
                "period": one.period.label,
                "sha256": one.sha256,
                "published_at": one.computed_at,
            }
            for one in kept
        ]
        return Response(PublishedPeriodsSerializer({"results": rows}).data)


class Transparency(ApiView):
    """The figures of a quarter."""

    tag = "transparency"
    public_read = True

    @extend_schema(
        operation_id="transparency_read", parameters=[PERIOD], responses=TransparencySerializer
    )
    def get(self, request: Request, period: str) -> Response:
        """Read how often something was held, how fast it was decided, how often it was wrong."""
        for one in fraud.kept_periods(length=Length.QUARTER):
            if one.period.label == period:
                return Response(one.published)
        raise Http404
