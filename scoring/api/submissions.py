"""Submissions: files of videos on their way to us, sent or linked to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django_filters as filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import IdField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.jobs import UUID
from creatorspark.core.api.parsing import StrictJSONParser
from creatorspark.core.api.problems import refused
from creatorspark.core.api.scoping import own_creator, own_creators, sees_everything
from creatorspark.core.api.uploads import UploadParser
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import Readable
from scoring.api.submission_words import (
    SentFileSerializer,
    SentLinkSerializer,
    WordsSerializer,
    words_in,
)
from scoring.models import Submission
from scoring.services.media import steps
from scoring.services.media.describing import seen_by_holder, words_of
from scoring.services.media.drafting import is_holders, rewrite_draft
from scoring.services.media.refusals import SubmissionRefused
from scoring.services.media.sending import Order, submit_file, submit_link

WORDS = ("caption", "sound", "partner")
FORM_OVERHEAD = 64 * 1024


class SubmissionSerializer(serializers.ModelSerializer):
    """A file on its way. It is waiting, then fetching, then received, or failed or withdrawn."""

    video = IdField(source="video_id", read_only=True, allow_null=True)
    url = serializers.CharField(read_only=True)  # may be empty, which is no URI
    problem = serializers.CharField(
        read_only=True, help_text="What was wrong at the last try, for machines; empty if nothing."
    )
    sentence = serializers.SerializerMethodField(help_text="Where it is, for people.")
    next_step = serializers.SerializerMethodField(help_text="What helps, for people.")
    can_retry = serializers.SerializerMethodField()
    can_withdraw = serializers.SerializerMethodField()

    class Meta:
        model = Submission
        fields = (
            "id",
            "purpose",
            "source",
            "video",
            "url",
            "file_name",
            "caption",
            "sound",
            "partner",
            "state",
            "problem",
            "sentence",
            "next_step",
            "can_retry",
            "can_withdraw",
            "sha256",
            "bytes",
            "seconds",
            "width",
            "height",
            "frame_rate",
            "has_sound",
            "attempts",
            "retry_at",
            "submitted_at",
            "received_at",
            "expires_at",
        )
        read_only_fields = fields

    def to_representation(self, row: Submission) -> dict[str, Any]:
        """Leave out a draft's words for all but its creator: nobody else reads them."""
        shown: dict[str, Any] = super().to_representation(row)
        if not is_holders(row, caller(self.context["request"])):
            shown |= dict.fromkeys(WORDS, "")
        return shown

    @extend_schema_field(serializers.CharField())
    def get_sentence(self, row: Submission) -> str:
        """Say what happened."""
        return words_of(row)[0]

    @extend_schema_field(serializers.CharField())
    def get_next_step(self, row: Submission) -> str:
        """Say what helps."""
        return words_of(row)[1]

    @extend_schema_field(serializers.BooleanField())
    def get_can_retry(self, row: Submission) -> bool:
        """Say whether `retry` would be taken."""
        return steps.can_retry(row)

    @extend_schema_field(serializers.BooleanField())
    def get_can_withdraw(self, row: Submission) -> bool:
        """Say whether `withdraw` would be taken."""
        return steps.can_withdraw(row)


class SubmissionFilters(filters.FilterSet):
    """Narrows a list of submissions."""

    video = IdFilter(field_name="video_id")
    state = filters.ChoiceFilter(choices=Submission.State.choices)
    purpose = filters.ChoiceFilter(choices=Submission.Purpose.choices)


class Submissions(Readable):
    """What you sent, newest first; for staff, what everyone sent."""

    tag = "submissions"
    model = Submission
    serializer_class = SubmissionSerializer
    filterset_class = SubmissionFilters
    lookup_value_regex = UUID
    keyset = ("submitted_at", "id")
    parser_classes = [StrictJSONParser, UploadParser]

    def scoped(self, user: Any) -> QuerySet[Submission]:
        """Return the submissions that `user` may know of; of drafts' words only one's own."""
        rows = Submission.objects.select_related("creator")
        if self.action == "words":
            return rows.filter(seen_by_holder(), creator__user=user)
        if sees_everything(user):
            return rows
        return rows.filter(seen_by_holder(), creator__in=own_creators(user))

    @property
    def max_file_bytes(self) -> int:
        """How large a body with a file may be."""
        return settings.MEDIA.file_bytes + FORM_OVERHEAD

    @extend_schema(
        request={
            "application/json": SentLinkSerializer,
            "multipart/form-data": SentFileSerializer,
        },
        responses={201: SubmissionSerializer},
    )
    @idempotent()
    def create(self, request: Request) -> Response:
        """Send a link as JSON, or a file as multipart/form-data in the field `file`.

        A worker gets the file and looks at it; ask again with the id to see what became of it.
        """
        with refusals():
            is_json = request.content_type.partition(";")[0].strip() == "application/json"
            row = _take_link(request) if is_json else _take_file(request)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=SubmissionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def retry(self, request: Request, pk: str) -> Response:
        """Try again what failed, or at once what would be tried again later."""
        return self._step(steps.retry, request)

    @extend_schema(request=None, responses=SubmissionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what you sent; nothing of it is kept."""
        return self._step(steps.withdraw, request)

    @extend_schema(request=WordsSerializer, responses=SubmissionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def words(self, request: Request, pk: str) -> Response:
        """Say anew what a draft would be posted with. Its text is rated again; the file isn't."""
        row = self.get_object()
        said = words_in(_read(WordsSerializer, request))
        with refusals():
            row = rewrite_draft(row.pk, said, actor=caller(request), now=timezone.now())
        return Response(self.get_serializer(row).data)

    def _step(self, step: Callable[..., Submission], request: Request) -> Response:
        row = self.get_object()
        with refusals():
            row = step(row.pk, actor=caller(request), now=timezone.now())
        return Response(self.get_serializer(row).data)


def _take_link(request: Request) -> Submission:
    wish = _read(SentLinkSerializer, request)
    return submit_link(wish["url"], order=_order(wish, request))


def _take_file(request: Request) -> Submission:
    wish = _read(SentFileSerializer, request)
    file = wish["file"]
    return submit_file(file, name=file.name or "", order=_order(wish, request))


def _read(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    read = serializer(data=request.data)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = read.validated_data
    return values


def _order(wish: dict[str, Any], request: Request) -> Order:
    user = caller(request)
    creator = own_creator(user) if not user.is_staff else None
    if creator is None and not user.is_staff:
        raise SubmissionRefused(
            "no_profile", _("Your account holds no creator profile, so it has no videos.")
        )
    return Order(
        purpose=wish["purpose"],
        source=Submission.Source.API,
        actor=user,
        now=timezone.now(),
        video_id=wish.get("video"),
        creator_id=creator.pk if creator else None,
        words=words_in(wish),
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what isn't taken in the API's words."""
    try:
        yield
    except SubmissionRefused as error:
        if error.code == "no_such_video":
            raise ValidationError({"video": str(error)}) from error
        raise refused(str(error), reason=error.code) from error
