"""Snapshots: what was counted about a video at one moment."""

from collections import Counter
from dataclasses import asdict
from typing import Any

import django_filters as filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import CountField, IdField, MomentField, TextField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.permissions import Scope, needs
from creatorspark.core.api.problems import flatten
from creatorspark.core.api.schema import FieldProblemSerializer
from creatorspark.core.api.scoping import snapshots_of
from creatorspark.core.api.throttles import IngestThrottle
from creatorspark.core.api.videos import IdFilter, MetricsSerializer, MomentFilter
from creatorspark.core.api.views import Readable
from creatorspark.core.models import MetricSnapshot
from creatorspark.core.models.videos import Platform
from creatorspark.core.services.ingest import (
    Counts,
    Delivered,
    RowFault,
    RowResult,
    RowState,
    ingest,
)


class SnapshotSerializer(serializers.ModelSerializer):
    """What was counted at one moment. `fell` names counters lower than the time before."""

    id = IdField(read_only=True)
    video = IdField(source="video_id", read_only=True)

    class Meta:
        model = MetricSnapshot
        fields = ("id", "video", *MetricsSerializer.Meta.fields, "fell", "source", "recorded_at")
        read_only_fields = fields


class DeliveredRowSerializer(serializers.Serializer):
    """One observation. A count that is missing or null was not reported."""

    video = TextField(max_length=100, help_text="The platform's id of the video.")
    observed_at = MomentField()
    views = CountField()
    likes = CountField(required=False, allow_null=True)
    comments = CountField(required=False, allow_null=True)
    shares = CountField(required=False, allow_null=True)
    saves = CountField(required=False, allow_null=True)
    gifts = CountField(required=False, allow_null=True)


class DeliverySerializer(serializers.Serializer):
    """Observations of one platform's videos."""

    platform = serializers.ChoiceField(choices=Platform.choices)
    rows = serializers.ListField(child=DeliveredRowSerializer(), min_length=1, max_length=1_000)


class EnvelopeSerializer(serializers.Serializer):
    """A delivery whose rows are weighed one by one."""

    platform = serializers.ChoiceField(choices=Platform.choices)
    rows = serializers.ListField(child=serializers.JSONField(allow_null=True), min_length=1)

    def validate_rows(self, rows: list[Any]) -> list[Any]:
        """Refuse more rows than one request may hold."""
        most = settings.API_LIMITS["bulk_rows"]
        if len(rows) > most:
            raise serializers.ValidationError(
                _("At most %(n)d rows a request; nothing was recorded.") % {"n": most}
            )
        return rows


class RowResultSerializer(serializers.Serializer):
    """What became of one row."""

    row = serializers.IntegerField(help_text="Its place in the delivery, from 0.")
    state = serializers.ChoiceField(choices=[state.value for state in RowState])
    errors = FieldProblemSerializer(many=True)  # type: ignore[assignment]


class DeliveryResultSerializer(serializers.Serializer):
    """What became of a delivery."""

    recorded = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    results = RowResultSerializer(many=True)


class SnapshotFilters(filters.FilterSet):
    """Narrows a list of snapshots."""

    video = IdFilter(field_name="video_id")
    observed_after = MomentFilter(field_name="observed_at", lookup_expr="gte")
    observed_before = MomentFilter(field_name="observed_at", lookup_expr="lt")


class Snapshots(Readable):
    """The history of your own videos, newest observation first; for staff, of all."""

    tag = "snapshots"
    model = MetricSnapshot
    serializer_class = SnapshotSerializer
    filterset_class = SnapshotFilters
    keyset = ("observed_at", "id")

    def scoped(self, user: Any) -> QuerySet[MetricSnapshot]:
        """Return the snapshots that `user` may know of."""
        return snapshots_of(user)

    @property
    def max_body_bytes(self) -> int:
        """How large a body this action reads."""
        return settings.API_LIMITS["bulk_bytes" if self.action == "bulk" else "body_bytes"]

    def get_throttles(self) -> list[BaseThrottle]:
        """Count deliveries apart from other requests."""
        own = [IngestThrottle()] if self.action == "bulk" else []
        return [*super().get_throttles(), *own]

    @extend_schema(request=DeliverySerializer, responses=DeliveryResultSerializer)
    @action(detail=False, methods=["post"], filterset_class=None, pagination_class=None)
    @needs(Scope.INGEST)
    @idempotent()
    def bulk(self, request: Request) -> Response:
        """Record up to 1,000 observations of videos we know.

        Each row has its own result; good rows are recorded whatever the others are. Staff deliver
        for all videos, anyone else for their own. An observation is never rewritten: the same
        again is `unchanged`, other counts for the same moment are `rejected`.
        """
        envelope = EnvelopeSerializer(data=request.data)
        envelope.is_valid(raise_exception=True)
        rows, results = _weigh(envelope.validated_data["rows"])
        platform = envelope.validated_data["platform"]
        results += ingest(rows, platform=platform, actor=caller(request), now=timezone.now())
        return Response(_told(results))


def _weigh(raw: list[Any]) -> tuple[list[Delivered], list[RowResult]]:
    """Return the rows that have the right shape, and results for those that don't."""
    good, bad = [], []
    for place, values in enumerate(raw):
        row = DeliveredRowSerializer(data=values)
        if row.is_valid():
            given = dict(row.validated_data)
            video, moment = given.pop("video"), given.pop("observed_at")
            good.append(
                Delivered(place=place, video=video, observed_at=moment, counts=Counts(**given))
            )
        else:
            faults = tuple(RowFault(**fault) for fault in flatten(row.errors))
            bad.append(RowResult(place=place, state=RowState.REJECTED, faults=faults))
    return good, bad


def _told(results: list[RowResult]) -> dict[str, Any]:
    totals = Counter(result.state for result in results)
    rows = [
        {
            "row": result.place,
            "state": result.state.value,
            "errors": [asdict(fault) for fault in result.faults],
        }
        for result in sorted(results, key=lambda result: result.place)
    ]
    return {state.value: totals[state] for state in RowState} | {"results": rows}
