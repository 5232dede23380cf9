"""Quality: how a video or a clip is made, with every number that the ratings rest on."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path, re_path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import ID_SCHEMA
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.problems import refused
from creatorspark.core.api.scoping import own_videos, sees_everything
from creatorspark.core.api.views import NUMBER, ApiView
from scoring import interface
from scoring.domain.quality import Cause, Part
from scoring.models import Submission
from scoring.services.media.describing import seen_by_holder
from scoring.services.quality.reports import STATES

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)
CLIP_ID = OpenApiParameter("id", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)
PARTS = [part.value for part in Part]
CAUSES = [cause.value for cause in Cause]


class CriterionSerializer(serializers.Serializer):
    """One measure of a part: its value, and its score of 0 to 100. A null value: none to go by."""

    measure = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    text = serializers.CharField(help_text="The value with its unit.")
    score = serializers.FloatField()
    weight = serializers.FloatField(help_text="Share of the part, 0 to 1.")
    target_text = serializers.CharField(help_text="What is good.")
    cause = serializers.ChoiceField(
        choices=["", *CAUSES], help_text="What is wrong; empty within the target."
    )


class PartSerializer(serializers.Serializer):
    """One part’s rating, 0 to 100; it lies from `low` to `high` nine times in ten."""

    part = serializers.ChoiceField(choices=PARTS)
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    percentile = serializers.FloatField(
        allow_null=True, help_text="Share of the cohort that rates lower; null: too few to say."
    )
    criteria = CriterionSerializer(many=True)


class AdviceSerializer(serializers.Serializer):
    """One thing to change, with the points of the overall rating that it would bring."""

    cause = serializers.ChoiceField(choices=CAUSES)
    part = serializers.ChoiceField(choices=PARTS)
    measure = serializers.CharField()
    name = serializers.CharField()
    when = serializers.CharField()
    measured = serializers.CharField(help_text="The value with its unit, empty if there is none.")
    value = serializers.FloatField(allow_null=True)
    target_text = serializers.CharField()
    fix = serializers.CharField()
    points = serializers.FloatField()
    moments = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Seconds, from and to; none: all through.",
    )


class MeasureSerializer(serializers.Serializer):
    """One stored number, rated or not."""

    part = serializers.ChoiceField(choices=PARTS)
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    text = serializers.CharField()
    unit = serializers.CharField()
    meaning = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class QualitySerializer(serializers.Serializer):
    """How a video is made, as far as is known. Without a readable file the caption is rated alone.

    Ratings are 0 to 100 and null while there is nothing to rate. They pay and take nothing.
    """

    state = serializers.ChoiceField(choices=list(STATES))
    problem = serializers.CharField()
    problem_sentence = serializers.CharField()
    can_retry = serializers.BooleanField()
    overall = serializers.FloatField(allow_null=True)
    parts = PartSerializer(many=True)
    missing = serializers.ListField(child=serializers.ChoiceField(choices=PARTS))
    percentile = serializers.FloatField(allow_null=True)
    cohort = serializers.CharField(help_text="The niche compared with; empty: all videos.")
    cohort_size = serializers.IntegerField()
    model_version = serializers.CharField()
    policy = serializers.CharField()
    computed_at = serializers.DateTimeField(allow_null=True)
    is_stale = serializers.BooleanField(help_text="A newer rating is on its way.")
    advice = AdviceSerializer(many=True)
    measures = MeasureSerializer(many=True)
    series = serializers.DictField(
        child=serializers.ListField(child=serializers.FloatField(allow_null=True)),
        help_text="By measure: a value for each second.",
    )
    seconds = serializers.FloatField(allow_null=True)
    has_sound = serializers.BooleanField(allow_null=True)


class VideoQuality(ApiView):
    """How a video of your own is made; for staff, any."""

    tag = "quality"

    @extend_schema(
        operation_id="videos_quality_retrieve", parameters=[ID], responses=QualitySerializer
    )
    def get(self, request: Request, id: str) -> Response:
        """Return ratings, what to change first, and every number behind them."""
        video = get_object_or_404(own_videos(request.user), pk=id)
        report = interface.quality_report(video_id=video.pk, now=timezone.now())
        return Response(QualitySerializer(report).data)


class VideoQualityAgain(ApiView):
    """Another try at a file that couldn't be measured."""

    tag = "quality"

    @extend_schema(
        operation_id="videos_quality_again",
        parameters=[ID],
        request=None,
        responses=QualitySerializer,
    )
    @idempotent()
    def post(self, request: Request, id: str) -> Response:
        """Have the file read once more, where `can_retry` says that this can help."""
        video, now = get_object_or_404(own_videos(request.user), pk=id), timezone.now()
        try:
            interface.measure_again(video_id=video.pk, actor=caller(request), now=now)
        except interface.MeasuringRefused as error:
            raise refused(str(error)) from error
        report = interface.quality_report(video_id=video.pk, now=now)
        return Response(QualitySerializer(report).data)


class SubmissionQuality(ApiView):
    """How a clip that isn’t posted yet is made: your own; for staff, any."""

    tag = "quality"

    @extend_schema(
        operation_id="submissions_quality_retrieve",
        parameters=[CLIP_ID],
        responses=QualitySerializer,
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return the same as for a video, with the caption that the clip would be posted with."""
        clip = get_object_or_404(_clips_of(request.user), pk=id)
        report = interface.draft_quality(submission_id=clip.pk, now=timezone.now())
        return Response(QualitySerializer(report).data)


def _clips_of(user: Any) -> Any:
    rows = Submission.objects.filter(purpose=Submission.Purpose.DRAFT)
    return (
        rows if sees_everything(user) else rows.filter(seen_by_holder(), creator__user_id=user.pk)
    )


urlpatterns = [
    re_path(rf"^videos/(?P<id>{NUMBER})/quality/$", VideoQuality.as_view(), name="video-quality"),
    re_path(
        rf"^videos/(?P<id>{NUMBER})/quality/again/$",
        VideoQualityAgain.as_view(),
        name="video-quality-again",
    ),
    path("submissions/<uuid:id>/quality/", SubmissionQuality.as_view(), name="submission-quality"),
]
