"""Videos and their newest counts."""

from datetime import UTC
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django_filters.fields import IsoDateTimeField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from creatorspark.core.api.fields import ID_SCHEMA, MAX_BIGINT, IdField
from creatorspark.core.api.scoping import own_videos
from creatorspark.core.api.views import Readable
from creatorspark.core.models import MetricSnapshot, Video
from creatorspark.core.models.videos import Platform


@extend_schema_field(ID_SCHEMA)
class IdFilter(filters.NumberFilter):
    """Matches an id."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_BIGINT, **kwargs)


class MomentFormField(IsoDateTimeField):
    """Reads a moment as UTC: PostgreSQL doesn't know every offset that Python does."""

    def to_python(self, value: Any) -> Any:
        """Return the moment in UTC. Raises ValidationError beyond the calendar."""
        moment = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(filters.IsoDateTimeFilter):
    """Compares with a moment; without an offset it is UTC."""

    field_class = MomentFormField


class MetricsSerializer(serializers.ModelSerializer):
    """What was counted at one moment. Null: not reported, or not for your eyes."""

    class Meta:
        model = MetricSnapshot
        fields = (
            "observed_at",
            "views",
            "likes",
            "comments",
            "shares",
            "saves",
            "gifts",
            "watch_through",
        )
        read_only_fields = fields


class VideoSerializer(serializers.ModelSerializer):
    """A published video with its newest counts."""

    id = IdField(read_only=True)
    creator = IdField(source="creator_id", read_only=True)
    url = serializers.CharField(read_only=True)  # may be empty, which is no URI
    metrics = MetricsSerializer(
        source="latest", read_only=True, allow_null=True, help_text="Null before the first count."
    )

    class Meta:
        model = Video
        fields = (
            "id",
            "creator",
            "platform",
            "external_id",
            "url",
            "caption",
            "hashtags",
            "sound_title",
            "sound_original",
            "duration_seconds",
            "width",
            "height",
            "posted_at",
            "metrics",
        )
        read_only_fields = fields


class VideoFilters(filters.FilterSet):
    """Narrows a list of videos."""

    creator = IdFilter(field_name="creator_id")
    platform = filters.ChoiceFilter(choices=Platform.choices)
    external_id = filters.CharFilter(max_length=100)
    posted_after = MomentFilter(field_name="posted_at", lookup_expr="gte")
    posted_before = MomentFilter(field_name="posted_at", lookup_expr="lt")


class Videos(Readable):
    """Your own videos; for staff, everyone's. Newest post first."""

    tag = "videos"
    model = Video
    serializer_class = VideoSerializer
    filterset_class = VideoFilters
    keyset = ("posted_at", "id")

    def scoped(self, user: Any) -> QuerySet[Video]:
        """Return the videos that `user` may know of."""
        return own_videos(user).select_related("latest")
