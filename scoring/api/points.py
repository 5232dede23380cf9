"""The API of points: how a video's came about, what would raise them, and a creator's list."""

from dataclasses import asdict
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import re_path
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import ID_SCHEMA, IdField
from creatorspark.core.api.problems import refused
from creatorspark.core.api.scoping import own_creators, own_videos
from creatorspark.core.api.views import NUMBER, ApiView, Ordered
from creatorspark.core.models import Video
from scoring import interface

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)
MAX_VERSION = 40


class PointsLineSerializer(serializers.Serializer):
    """One field of the sum. `raw` null: not reported; `left_out` says why it has no weight.

    fair: z = clip((compared − middle) / scale), contribution = weight × z.
    classic: contribution = weight × (raw − middle) / scale.
    """

    field = serializers.CharField()
    raw = serializers.FloatField(allow_null=True)
    compared = serializers.FloatField(allow_null=True)
    middle = serializers.FloatField()
    scale = serializers.FloatField()
    z = serializers.FloatField()
    weight = serializers.FloatField()
    contribution = serializers.FloatField()
    left_out = serializers.CharField()


class BreakdownSerializer(serializers.Serializer):
    """How the points of a video came about, so that you can redo the sum.

    `place` = Φ((total − centre) / spread), from 0 to 1. `verified`: redoing it gives `points`.
    """

    video = IdField(source="video_id")
    points = serializers.IntegerField()
    points_max = serializers.IntegerField()
    formula = serializers.CharField()
    policy_version = serializers.CharField()
    policy_sha256 = serializers.CharField()
    lines = PointsLineSerializer(many=True)
    total = serializers.FloatField()
    centre = serializers.FloatField()
    spread = serializers.FloatField()
    place = serializers.FloatField()
    cohort = serializers.CharField()
    pool = serializers.CharField(help_text="Whom it was compared with.")
    step = serializers.CharField(help_text="How far the cohort was widened.")
    bootstrap = serializers.BooleanField()
    sample_size = serializers.IntegerField()
    window_start = serializers.DateTimeField()
    window_end = serializers.DateTimeField()
    reference_sha256 = serializers.CharField()
    off_age = serializers.BooleanField(
        help_text="No count near the scoring age; the latest served."
    )
    observed_at = serializers.DateTimeField()
    computed_at = serializers.DateTimeField()
    verified = serializers.BooleanField()


class HintSerializer(serializers.Serializer):
    """What a tenth more of one count would bring, all else equal."""

    field = serializers.CharField()
    now = serializers.IntegerField()
    then = serializers.IntegerField()
    points_gained = serializers.IntegerField()


class HintsSerializer(serializers.Serializer):
    """What would raise a video's points, best first."""

    video = IdField()
    hints = HintSerializer(many=True)


class ScoredVideoSerializer(serializers.Serializer):
    """A video and its points under the policy in force; null while it isn't scored."""

    video = IdField()
    external_id = serializers.CharField()
    posted_at = serializers.DateTimeField()
    points = serializers.IntegerField(allow_null=True)
    policy_version = serializers.CharField(allow_null=True)
    off_age = serializers.BooleanField(allow_null=True)
    computed_at = serializers.DateTimeField(allow_null=True)


class VideoPoints(ApiView):
    """The points of a video of your own; for staff, of any."""

    tag = "points"

    @extend_schema(
        operation_id="videos_points_retrieve",
        parameters=[
            ID,
            OpenApiParameter(
                "policy",
                {"type": "string", "maxLength": MAX_VERSION},
                description="A version such as “fair-1”; the one in force when you don’t say.",
            ),
        ],
        responses=BreakdownSerializer,
    )
    def get(self, request: Request, id: str) -> Response:
        """Return the points of a video and the sum behind them."""
        video = get_object_or_404(own_videos(request.user), pk=id)
        version = request.query_params.get("policy", "")
        if len(version) > MAX_VERSION or not version.isprintable():
            raise _unknown_version()
        try:
            found = interface.points_breakdown(
                video_id=video.pk, now=timezone.now(), policy_version=version
            )
        except interface.UnknownPolicy as error:
            raise (_unknown_version() if version else _no_policy()) from error
        if found is None:
            raise refused(
                _("This video has no points yet. It gets them when it reaches scoring age."),
                reason="not_scored",
            )
        return Response(BreakdownSerializer(found).data)


class VideoHints(ApiView):
    """What would raise a video's points."""

    tag = "points"

    @extend_schema(operation_id="videos_points_hints", parameters=[ID], responses=HintsSerializer)
    def get(self, request: Request, id: str) -> Response:
        """Say what a tenth more of each count would bring; empty while it isn't scored."""
        video = get_object_or_404(own_videos(request.user), pk=id)
        try:
            hints = interface.next_points_hint(video_id=video.pk, now=timezone.now())
        except interface.UnknownPolicy as error:
            raise _no_policy() from error
        return Response(HintsSerializer({"video": video.pk, "hints": hints}).data)


class CreatorPoints(Ordered, GenericAPIView):
    """The points of a creator's videos, newest post first."""

    tag = "points"
    serializer_class = ScoredVideoSerializer
    filter_backends = ()
    keyset = ("posted_at", "id")
    queryset = Video.objects.none()

    @extend_schema(
        operation_id="creators_points_list",
        parameters=[ID],
        responses=ScoredVideoSerializer(many=True),
    )
    def get(self, request: Request, id: str) -> Response:
        """List your videos with their points; staff may list any creator's."""
        creator = get_object_or_404(own_creators(request.user), pk=id)
        page = self.paginate_queryset(creator.videos.all()) or []
        try:
            points = interface.current_points(
                video_ids=[video.pk for video in page], now=timezone.now()
            )
        except interface.UnknownPolicy as error:
            raise _no_policy() from error
        rows = [_scored(video, points.get(video.pk)) for video in page]
        return self.get_paginated_response(ScoredVideoSerializer(rows, many=True).data)


def _scored(video: Video, points: interface.VideoPoints | None) -> dict[str, Any]:
    empty = dict.fromkeys(("points", "policy_version", "off_age", "computed_at"))
    known = asdict(points) if points else empty
    return known | {
        "video": video.pk,
        "external_id": video.external_id,
        "posted_at": video.posted_at,
    }


def _unknown_version() -> ValidationError:
    return ValidationError({"policy": _("There is no points policy of this version.")})


def _no_policy() -> Exception:
    return refused(_("No points policy is in force at the moment."), reason="no_policy")


VIDEO = rf"^videos/(?P<id>{NUMBER})/points/"
CREATOR = rf"^creators/(?P<id>{NUMBER})/points/"
urlpatterns = [
    re_path(rf"{VIDEO}$", VideoPoints.as_view(), name="video-points"),
    re_path(rf"{VIDEO}hints/$", VideoHints.as_view(), name="video-hints"),
    re_path(rf"{CREATOR}$", CreatorPoints.as_view(), name="creator-points"),
]
