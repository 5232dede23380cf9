"""Originality: what is known about a video, and searches with a file that isn't posted."""

from django.shortcuts import get_object_or_404
from django.urls import re_path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import ID_SCHEMA, IdField
from creatorspark.core.api.scoping import own_videos
from creatorspark.core.api.views import NUMBER, ApiView
from scoring import interface
from scoring.domain.verdicts.standing import Standing
from scoring.models import OriginalityVerdict

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)
SEARCH_ID = OpenApiParameter("id", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)
STATES = ["no_file", "waiting", "judging", "judged", "failed"]


class MatchStretchSerializer(serializers.Serializer):
    """Seconds of this video and the seconds of the other that they are like."""

    start = serializers.FloatField()
    end = serializers.FloatField()
    other_start = serializers.FloatField()
    other_end = serializers.FloatField()


class OriginalityMatchSerializer(serializers.Serializer):
    """One video that this one is like. Only the standing “copied” counts against it.

    `pairs` are moments, in seconds, of this and of the other video to look at side by side.
    """

    rank = serializers.IntegerField()
    video = IdField(source="video_id")
    creator = IdField(source="creator_id")
    handle = serializers.CharField()
    url = serializers.CharField()  # may be empty, which is no URI
    posted_at = serializers.DateTimeField()
    similarity = serializers.FloatField()
    covered = serializers.FloatField(help_text="Share of the shorter video’s seconds that match.")
    speed = serializers.FloatField(help_text="Against the other; negative is backwards.")
    mirrored = serializers.BooleanField()
    edits = serializers.ListField(child=serializers.CharField())
    stretches = MatchStretchSerializer(many=True)
    pairs = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
    )
    standing = serializers.ChoiceField(choices=[standing.value for standing in Standing])
    sentence = serializers.CharField(help_text="The same in words.")


class OriginalitySerializer(serializers.Serializer):
    """What is known about a video’s originality now. Null where there is no verdict yet."""

    video = IdField(source="video_id")
    state = serializers.ChoiceField(choices=STATES)
    verdict = serializers.SerializerMethodField()
    similarity = serializers.FloatField(allow_null=True)
    threshold = serializers.FloatField(allow_null=True, help_text="From here a match counts.")
    version = serializers.IntegerField(allow_null=True, help_text="Of the fingerprints.")
    policy = serializers.CharField(help_text="Empty where a person decided.")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=["", *OriginalityVerdict.Source.values]
    )
    reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    again = serializers.BooleanField(help_text="A new judgement is on its way.")
    problem = serializers.CharField()
    problem_sentence = serializers.CharField()
    can_retry = serializers.BooleanField()
    can_appeal = serializers.BooleanField()
    matches = OriginalityMatchSerializer(many=True)

    def get_verdict(self, report: interface.OriginalityReport) -> str | None:
        """Return original, not_original or not_judgeable."""
        return report.verdict or None


class VideoOriginality(ApiView):
    """Whether a video of your own is original; for staff, any."""

    tag = "originality"

    @extend_schema(
        operation_id="videos_originality_retrieve", parameters=[ID], responses=OriginalitySerializer
    )
    def get(self, request: Request, id: str) -> Response:
        """Return what is known about a video’s originality, and where it matches what."""
        video = get_object_or_404(own_videos(request.user), pk=id)
        report = interface.originality_report(video_id=video.pk)
        return Response(OriginalitySerializer(report).data)


urlpatterns = [
    re_path(
        rf"^videos/(?P<id>{NUMBER})/originality/$",
        VideoOriginality.as_view(),
        name="video-originality",
    ),
]
