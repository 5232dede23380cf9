"""Retention: how long a video's viewers stay, told and asked for."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import re_path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import ID_SCHEMA, IdField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.problems import refused
from creatorspark.core.api.scoping import own_videos
from creatorspark.core.api.views import NUMBER, ApiView
from scoring.domain.retention.reading import LEAST_POINTS, MOST_POINTS, MOST_SHARE
from scoring.models import RetentionCurve
from scoring.services.retention.giving import Giver, give_points
from scoring.services.retention.reporting import report_of
from scoring.services.retention.wording import RetentionRefused

ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)


class RetentionPointSerializer(serializers.Serializer):
    """A moment of a video and the share of its viewers who see it."""

    second = serializers.FloatField(min_value=0, max_value=86_400)
    share = serializers.FloatField(
        min_value=0,
        max_value=MOST_SHARE,
        help_text="0 to 1; more where people watch a part again.",
    )


class RetentionGivenSerializer(serializers.Serializer):
    """The whole curve, as the platform counted it."""

    points = serializers.ListField(
        child=RetentionPointSerializer(), min_length=LEAST_POINTS, max_length=MOST_POINTS
    )


class DropSerializer(serializers.Serializer):
    """Seconds in which viewers leave faster than elsewhere; shares of all viewers."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    before = serializers.FloatField()
    after = serializers.FloatField()


class RetentionSerializer(serializers.Serializer):
    """How long viewers stay. `half_at` is null where more than half stay to the end."""

    video = IdField(source="video_id")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=RetentionCurve.Source.values
    )
    given_at = serializers.DateTimeField()
    seconds = serializers.FloatField()
    shares = serializers.ListField(
        child=serializers.FloatField(), help_text="At each second from 0."
    )
    mean = serializers.FloatField(help_text="Share of the video that is watched on average.")
    half_at = serializers.IntegerField(allow_null=True)
    kept = serializers.FloatField(help_text="Share of the viewers who are there at the end.")
    drops = DropSerializer(many=True, help_text="Where most leave, the largest first.")


class VideoRetention(ApiView):
    """How long viewers of a video of your own stay; for staff, of any."""

    tag = "quality"

    @extend_schema(
        operation_id="videos_retention_retrieve", parameters=[ID], responses=RetentionSerializer
    )
    def get(self, request: Request, id: str) -> Response:
        """Return the curve and where people leave. 404 while nobody has given one."""
        video = get_object_or_404(own_videos(request.user), pk=id)
        row = RetentionCurve.objects.filter(video=video, is_current=True).first()
        if row is None:
            raise NotFound
        return Response(RetentionSerializer(report_of(row)).data)

    @extend_schema(
        operation_id="videos_retention_replace",
        parameters=[ID],
        request=RetentionGivenSerializer,
        responses=RetentionSerializer,
    )
    @idempotent()
    def put(self, request: Request, id: str) -> Response:
        """Give the curve as your studio shows it; it takes the place of the one before."""
        video = get_object_or_404(own_videos(request.user), pk=id)
        given = RetentionGivenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        points = [(one["second"], one["share"]) for one in given.validated_data["points"]]
        try:
            row = give_points(points, video_id=video.pk, giver=_giver(request))
        except RetentionRefused as error:
            raise refused(str(error), reason=error.code) from error
        return Response(RetentionSerializer(report_of(row)).data)


def _giver(request: Request) -> Giver:
    sources, actor = RetentionCurve.Source, caller(request)
    source: Any = sources.STAFF if actor.is_staff else sources.API
    return Giver(actor=actor, source=source, now=timezone.now())


urlpatterns = [
    re_path(
        rf"^videos/(?P<id>{NUMBER})/retention/$", VideoRetention.as_view(), name="video-retention"
    ),
]
