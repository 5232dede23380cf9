"""What videos are about: read by their creators, corrected by staff."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import re_path
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import ID_SCHEMA, IdField
from creatorspark.core.api.scoping import own_videos, sees_everything
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import NUMBER, ApiView, Readable
from scoring import interface
from scoring.domain.categories import Category
from scoring.models import CategoryAssessment
from scoring.services.categories.reporting import CategoriesReport, report_of

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)
NAMES = [category.value for category in Category]


class CategorySerializer(serializers.Serializer):
    """One category, how sure it is (0 to 1; 1 where a person said so), and what spoke for it."""

    category = serializers.ChoiceField(choices=NAMES)
    label = serializers.CharField()  # type: ignore[assignment]
    confidence = serializers.FloatField()
    because = serializers.ListField(child=serializers.CharField())


class CategoriesSerializer(serializers.Serializer):
    """What a video is about. A new judgement replaces it; the one before stays on record.

    Found without categories: its words make nothing clear. `maybe` isn't counted anywhere.
    """

    video = IdField(source="video_id")
    state = serializers.ChoiceField(choices=["waiting", "found"])
    categories = CategorySerializer(many=True)
    maybe = CategorySerializer(many=True)
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=["", *CategoryAssessment.Source.values]
    )
    reason = serializers.CharField(help_text="What the person who corrected it wrote, if anything.")
    model_version = serializers.CharField()
    computed_at = serializers.DateTimeField(allow_null=True)


class VideoCategories(ApiView):
    """What a video of your own is about; for staff, any."""

    tag = "categories"

    @extend_schema(
        operation_id="videos_categories_retrieve", parameters=[ID], responses=CategoriesSerializer
    )
    def get(self, request: Request, id: str) -> Response:
        """Return what a video is about, and the words that say so."""
        video = get_object_or_404(own_videos(request.user), pk=id)
        report = interface.categories_report(video_id=video.pk)
        return Response(CategoriesSerializer(report).data)


class CategoryFilters(filters.FilterSet):
    """Narrows a list of assessments."""

    video = IdFilter(field_name="video_id")
    creator = IdFilter(field_name="video__creator_id")
    category = filters.ChoiceFilter(
        choices=[(name, name) for name in NAMES], method="about", label="Videos about this."
    )
    source = filters.ChoiceFilter(choices=CategoryAssessment.Source.choices)

    def about(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the videos that are about `value`."""
        return rows.filter(categories__contains=[value])


class AssessedSerializer(serializers.ModelSerializer):
    """What one video is about, as stored."""

    id = IdField(read_only=True)
    video = IdField(source="video_id", read_only=True)
    scores = serializers.SerializerMethodField()

    class Meta:
        model = CategoryAssessment
        fields = (
            "id",
            "video",
            "categories",
            "scores",
            "source",
            "model_version",
            "is_current",
            "computed_at",
        )
        read_only_fields = fields

    @extend_schema_field(CategorySerializer(many=True))
    def get_scores(self, row: CategoryAssessment) -> Any:
        """Return every category that anything speaks for."""
        report: CategoriesReport = report_of(row)
        return CategorySerializer([*report.categories, *report.maybe], many=True).data


class Assessed(Readable):
    """What your own videos are about, the newest judgement of each; for staff, of all."""

    tag = "categories"
    model = CategoryAssessment
    serializer_class = AssessedSerializer
    filterset_class = CategoryFilters

    def scoped(self, user: Any) -> QuerySet[CategoryAssessment]:
        """Return the assessments that `user` may see."""
        rows = CategoryAssessment.objects.select_related("correction")
        if not sees_everything(user):
            rows = rows.filter(video__in=own_videos(user))
        return rows.filter(is_current=True) if self.action == "list" else rows


urlpatterns = [
    re_path(
        rf"^videos/(?P<id>{NUMBER})/categories/$",
        VideoCategories.as_view(),
        name="video-categories",
    ),
]
