"""Appeals: file one, follow it, answer, withdraw. Decisions are made at the desk, by people."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import IdField, TextField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.problems import Problem, refused
from creatorspark.core.api.scoping import own_creators
from creatorspark.core.api.views import Readable
from creatorspark.core.appeals import filing
from creatorspark.core.appeals.errors import AppealRefused, NotYours
from creatorspark.core.appeals.wording import where_it_is
from creatorspark.core.domain.appeals.states import State, Step
from creatorspark.core.models import Appeal, AppealProof, AppealStep, Decision

LONGEST_KIND, LONGEST_SUBJECT = 40, 64


class StepSerializer(serializers.ModelSerializer):
    """What happened, in order; `words` are a question, an answer, or the statement."""

    class Meta:
        model = AppealStep
        fields = ("kind", "at", "words")
        read_only_fields = fields


class DecisionSerializer(serializers.ModelSerializer):
    """What a person decided. A later decision overrides an earlier one and never edits it."""

    id = IdField(read_only=True)
    override_of = IdField(source="override_of_id", read_only=True, allow_null=True)

    class Meta:
        model = Decision
        fields = ("id", "outcome", "reason_code", "reason", "decided_at", "override_of")
        read_only_fields = fields


class ProofSerializer(serializers.ModelSerializer):
    """A file that came with it; sent and opened in the browser."""

    id = IdField(read_only=True)

    class Meta:
        model = AppealProof
        fields = ("id", "type", "name", "media_type", "size", "added_at", "removed_at")
        read_only_fields = fields


class AppealSerializer(serializers.ModelSerializer):
    """An appeal against the judgement `judgement` on the subject, for example a video's id."""

    id = IdField(read_only=True)
    reference = serializers.CharField(read_only=True)
    creator = IdField(source="creator_id", read_only=True)
    earlier = IdField(
        source="earlier_id",
        read_only=True,
        allow_null=True,
        help_text="The appeal that a second look is about.",
    )
    sentence = serializers.SerializerMethodField(help_text="Where it is, and what happens next.")
    due_at = serializers.DateTimeField(read_only=True, help_text="By when a person decides.")
    answer_by = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text="Until when you can answer our question; our clock stands still meanwhile.",
    )
    question = serializers.SerializerMethodField(help_text="Our question, while it is open.")
    steps = StepSerializer(many=True, read_only=True)
    decisions = DecisionSerializer(many=True, read_only=True)
    proofs = ProofSerializer(many=True, read_only=True)

    class Meta:
        model = Appeal
        fields = (
            "id",
            "reference",
            "subject_kind",
            "subject_id",
            "judgement",
            "rule",
            "creator",
            "look",
            "earlier",
            "ground",
            "statement",
            "state",
            "sentence",
            "filed_at",
            "due_at",
            "answer_by",
            "question",
            "closed_at",
            "steps",
            "decisions",
            "proofs",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "string"})
    def get_sentence(self, appeal: Appeal) -> str:
        """Say where it is."""
        return where_it_is(appeal, now=timezone.now())

    @extend_schema_field({"type": ["string", "null"]})
    def get_question(self, appeal: Appeal) -> str | None:
        """Return the open question."""
        if appeal.state != State.WAITING:
            return None
        asked = [step.words for step in appeal.steps.all() if step.kind == Step.ASK]
        return asked[-1] if asked else None


class NewAppealSerializer(serializers.Serializer):
    """What you contest and why. Kinds and grounds stand in docs/appeals.md."""

    subject_kind = TextField(max_length=LONGEST_KIND, help_text="For example “originality”.")
    subject_id = TextField(max_length=LONGEST_SUBJECT, help_text="For originality, the video's id.")
    ground = TextField(max_length=40, help_text="For example “mine”, “licensed”, “duet”.")
    statement = TextField(max_length=filing.LONGEST_STATEMENT)


class AnswerSerializer(serializers.Serializer):
    """What you say to our question."""

    words = TextField(max_length=filing.LONGEST_STATEMENT)


class AppealFilters(filters.FilterSet):
    """Narrows a list of appeals."""

    state = filters.ChoiceFilter(choices=Appeal.State.choices)
    subject_kind = filters.CharFilter(max_length=LONGEST_KIND)
    subject_id = filters.CharFilter(max_length=LONGEST_SUBJECT)


class Appeals(Readable):
    """Your own appeals, newest first; for staff, everyone's."""

    tag = "appeals"
    model = Appeal
    serializer_class = AppealSerializer
    filterset_class = AppealFilters

    def scoped(self, user: Any) -> QuerySet[Appeal]:
        """Return the appeals that `user` may know of."""
        rows = Appeal.objects.prefetch_related("steps", "decisions", "proofs")
        return rows.filter(creator__in=own_creators(user))

    @extend_schema(request=NewAppealSerializer, responses={201: AppealSerializer})
    @idempotent()
    def create(self, request: Request) -> Response:
        """Appeal a judgement on something of yours, or get the appeal that is already open.

        A judgement that isn't yours answers 404, as if it didn't exist. After a decision against
        you, the same request asks another person for a second look.
        """
        given = NewAppealSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            appeal = filing.file_appeal(
                filing.Wish(
                    kind=given.validated_data["subject_kind"],
                    subject_id=given.validated_data["subject_id"],
                    ground=given.validated_data["ground"],
                    statement=given.validated_data["statement"],
                ),
                actor=caller(request),
                now=timezone.now(),
            )
        except AppealRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(self._shown(appeal), status=status.HTTP_201_CREATED)

    @extend_schema(request=AnswerSerializer, responses=AppealSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def answer(self, request: Request, pk: str) -> Response:
        """Answer our question; the clock runs again from there."""
        appeal = self.get_object()
        given = AnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            answered = filing.answer(
                appeal.pk,
                words=given.validated_data["words"],
                actor=caller(request),
                now=timezone.now(),
            )
        except AppealRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(self._shown(answered))

    @extend_schema(request=None, responses=AppealSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take your appeal back. Nothing about the judgement changes."""
        appeal = self.get_object()
        try:
            withdrawn = filing.withdraw(appeal.pk, actor=caller(request), now=timezone.now())
        except AppealRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(self._shown(withdrawn))

    def _shown(self, appeal: Appeal) -> Any:
        # Afresh, so that the steps and decisions of this moment are in it.
        return self.get_serializer(self.scoped(self.request.user).get(pk=appeal.pk)).data


def _problem(refusal: AppealRefused) -> NotFound | Problem:
    if isinstance(refusal, NotYours):
        return NotFound()
    return refused(str(refusal), reason=refusal.code)
