"""Snapshots: what was counted about a video at one moment."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from rest_framework import serializers

from creatorspark.core.api.fields import IdField
from creatorspark.core.api.scoping import snapshots_of
from creatorspark.core.api.videos import IdFilter, MetricsSerializer, MomentFilter
from creatorspark.core.api.views import Readable
from creatorspark.core.models import MetricSnapshot


class SnapshotSerializer(serializers.ModelSerializer):
    """What was counted at one moment. `fell` names counters lower than the time before."""

    id = IdField(read_only=True)
    video = IdField(source="video_id", read_only=True)

    class Meta:
        model = MetricSnapshot
        fields = ("id", "video", *MetricsSerializer.Meta.fields, "fell", "source", "recorded_at")
        read_only_fields = fields


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
