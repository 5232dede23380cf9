"""Originality: what is known about a video, and searches with a file that isn't posted."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path, re_path
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import ID_SCHEMA, IdField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.scoping import own_creator, own_videos, sees_everything
from creatorspark.core.api.uploads import UploadParser
from creatorspark.core.api.views import NUMBER, ApiView
from scoring import interface
from scoring.api.submissions import FORM_OVERHEAD, refusals
from scoring.domain.verdicts.standing import Standing
from scoring.models import OriginalitySearch, OriginalityVerdict, Submission
from scoring.services.media.describing import seen_by_holder
from scoring.services.media.refusals import SubmissionRefused
from scoring.services.media.sending import Order, submit_file
from scoring.services.originality.searches import search_report

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


class SearchSerializer(serializers.Serializer):
    """A search with a file. It accuses nobody, moves no money, and joins no library.

    `original` is what a verdict would say if the clip were posted now; null until it is done, and
    where there is nothing to judge by.
    """

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=OriginalitySearch.State.values)
    original = serializers.BooleanField(allow_null=True)
    similarity = serializers.FloatField(allow_null=True)
    threshold = serializers.FloatField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    policy = serializers.CharField()
    problem = serializers.CharField()
    problem_sentence = serializers.CharField()
    matches = OriginalityMatchSerializer(many=True)


class SearchFileSerializer(serializers.Serializer):
    """The file to search with: a video of at most the size and length that uploads may have."""

    file = serializers.FileField(help_text="MP4, MOV, WebM or another common video.")


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


class OriginalitySearches(ApiView):
    """Searches with a file that isn’t a published video."""

    tag = "originality"
    parser_classes = [UploadParser]

    @property
    def max_file_bytes(self) -> int:
        """How large a body with a file may be."""
        return settings.MEDIA.file_bytes + FORM_OVERHEAD

    @extend_schema(
        operation_id="originality_searches_create",
        request={"multipart/form-data": SearchFileSerializer},
        responses={status.HTTP_202_ACCEPTED: SearchSerializer},
    )
    @idempotent()
    def post(self, request: Request) -> Response:
        """Search with a file. Staff may send any; creators a clip that they want to check first.

        The answer comes at once, the result within a minute or so: ask the address of the header
        Location again until the state is done or failed.
        """
        given = SearchFileSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        with refusals():
            sent = submit_file(file, name=file.name or "", order=_order(request))
        return Response(
            SearchSerializer(search_report(sent)).data,
            status=status.HTTP_202_ACCEPTED,
            headers={"Location": f"{request.path}{sent.pk}/"},
        )


class OriginalitySearchResult(ApiView):
    """One search of your own; for staff, any."""

    tag = "originality"

    @extend_schema(
        operation_id="originality_searches_retrieve",
        parameters=[SEARCH_ID],
        responses=SearchSerializer,
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return how far a search is and what it found."""
        sent = get_object_or_404(_sent_by(request.user), pk=id)
        return Response(SearchSerializer(search_report(sent)).data)


def _order(request: Request) -> Order:
    user = caller(request)
    creator = None if user.is_staff else own_creator(user)
    if creator is None and not user.is_staff:
        raise SubmissionRefused(
            "no_profile", _("Your account holds no creator profile, so it has no videos.")
        )
    purposes = Submission.Purpose
    return Order(
        purpose=purposes.SEARCH if user.is_staff else purposes.DRAFT,
        source=Submission.Source.API,
        actor=user,
        now=timezone.now(),
        creator_id=creator.pk if creator else None,
    )


def _sent_by(user: Any) -> QuerySet[Submission]:
    kinds = Submission.Purpose
    rows = Submission.objects.filter(purpose__in=[kinds.DRAFT, kinds.SEARCH])
    return (
        rows if sees_everything(user) else rows.filter(seen_by_holder(), creator__user_id=user.pk)
    )


SEARCHES = "originality/searches/"
urlpatterns = [
    re_path(
        rf"^videos/(?P<id>{NUMBER})/originality/$",
        VideoOriginality.as_view(),
        name="video-originality",
    ),
    path(SEARCHES, OriginalitySearches.as_view(), name="originality-searches"),
    path(f"{SEARCHES}<uuid:id>/", OriginalitySearchResult.as_view(), name="originality-search"),
]
