"""Engagement grades: which letter each video has, and how it came about."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import IdField
from creatorspark.core.api.scoping import own_videos, sees_everything
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import Readable
from scoring.domain.engagement import GradeState
from scoring.domain.engagement.policy import ACTIONS, LETTERS
from scoring.models import EngagementGrade
from scoring.selectors import UNKNOWN
from scoring.services.engagement.explaining import explain
from scoring.services.engagement.writing import STATES

STATE_NAMES = {code: name.value for name, code in STATES.items()}


class CountsSerializer(serializers.Serializer):
    """The counts a grade was made from. Null: the platform doesn't report it."""

    views = serializers.IntegerField()
    likes = serializers.IntegerField(allow_null=True)
    comments = serializers.IntegerField(allow_null=True)
    shares = serializers.IntegerField(allow_null=True)
    saves = serializers.IntegerField(allow_null=True)
    watch_through = serializers.FloatField(allow_null=True)


class GradeSerializer(serializers.ModelSerializer):
    """A video's grade. Fixed at scoring age; a correction is a new grade with a new id."""

    id = IdField(read_only=True)
    video = IdField(source="video_id", read_only=True)
    state = serializers.SerializerMethodField()
    letter = serializers.SerializerMethodField(help_text="Null unless it was graded.")
    score = serializers.SerializerMethodField(
        help_text="Place in the cohort, 0 to 1, six decimals; null unless it was graded."
    )
    counts = serializers.SerializerMethodField()
    policy_version = serializers.CharField(source="policy.version", read_only=True)
    policy_sha256 = serializers.CharField(source="policy.sha256", read_only=True)
    reference_sha256 = serializers.SerializerMethodField(
        help_text="The frozen cohort; null where fixed cut-offs decided."
    )

    class Meta:
        model = EngagementGrade
        fields = (
            "id",
            "video",
            "state",
            "letter",
            "score",
            "rate",
            "plain_rate",
            "counts",
            "off_age",
            "policy_version",
            "policy_sha256",
            "reference_sha256",
            "is_current",
            "computed_at",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "string", "enum": [state.value for state in GradeState]})
    def get_state(self, grade: EngagementGrade) -> str:
        """Name the state."""
        return STATE_NAMES[EngagementGrade.State(grade.state)]

    @extend_schema_field({"type": ["string", "null"], "enum": [*LETTERS, None]})
    def get_letter(self, grade: EngagementGrade) -> str | None:
        """Spell the letter."""
        return EngagementGrade.Letter(grade.letter).label if grade.letter else None

    @extend_schema_field({"type": ["string", "null"], "pattern": r"^[01]\.[0-9]{6}$"})
    def get_score(self, grade: EngagementGrade) -> str | None:
        """Spell the score as statements do."""
        return f"{grade.score:.6f}" if grade.letter else None

    @extend_schema_field(CountsSerializer)
    def get_counts(self, grade: EngagementGrade) -> dict[str, Any]:
        """Return the counts."""
        names = ("views", *ACTIONS, "watch_through")
        values = {name: getattr(grade, name) for name in names}
        return {name: None if value == UNKNOWN else value for name, value in values.items()}

    def get_reference_sha256(self, grade: EngagementGrade) -> str | None:
        """Name the cohort, if one decided."""
        if grade.state == EngagementGrade.State.ABSOLUTE:
            return None
        return grade.reference.sha256


class GradeLineSerializer(serializers.Serializer):
    """One action of the weighted sum: count × weight = weighted."""

    action = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)
    weight = serializers.FloatField()
    weighted = serializers.FloatField()


class CutOffSerializer(serializers.Serializer):
    """Where a letter starts."""

    letter = serializers.CharField()
    score = serializers.FloatField()
    rate = serializers.FloatField(help_text="The rate per view that reaches it in this cohort.")


class ActionsNeededSerializer(serializers.Serializer):
    """So many more of one action, at the same views."""

    action = serializers.CharField()
    more = serializers.IntegerField()


class NextLetterSerializer(serializers.Serializer):
    """What separates the video from the letter above."""

    letter = serializers.CharField()
    rate = serializers.FloatField()
    gap = serializers.FloatField()
    needed = ActionsNeededSerializer(many=True)


class GradeExplanationSerializer(serializers.Serializer):
    """How a grade came about, so that you can redo it.

    In a cohort rate = (weighted + shrink_views × mean_rate) / (views + shrink_views) + watch_weight
    × watch_through, and the score is its mid-rank place on `grid`, 101 quantiles. Where fixed
    cut-offs decided `grid` is empty and the score follows the plain rate.
    """

    sentence = serializers.CharField()
    cohort = serializers.CharField(help_text="platform|length|topic, * where any.")
    cohort_words = serializers.CharField()
    step = serializers.CharField(help_text="How far the cohort was widened.")
    bootstrap = serializers.BooleanField()
    period = serializers.DateField()
    window_start = serializers.DateTimeField()
    window_end = serializers.DateTimeField()
    sample_size = serializers.IntegerField()
    mean_rate = serializers.FloatField()
    shrink_views = serializers.IntegerField()
    watch_weight = serializers.FloatField()
    lines = GradeLineSerializer(many=True)
    weighted = serializers.FloatField()
    cut_offs = CutOffSerializer(many=True)
    grid = serializers.ListField(child=serializers.FloatField())
    next_letter = NextLetterSerializer(allow_null=True)
    observed_at = serializers.DateTimeField()
    scoring_age_days = serializers.IntegerField()
    verified = serializers.BooleanField(help_text="Redoing it gives the stored grade.")


class ExplainedGradeSerializer(GradeSerializer):
    """A grade with all that it takes to redo it."""

    explanation = serializers.SerializerMethodField()

    class Meta:
        model = EngagementGrade
        fields = (*GradeSerializer.Meta.fields, "explanation")
        read_only_fields = fields

    @extend_schema_field(GradeExplanationSerializer)
    def get_explanation(self, grade: EngagementGrade) -> dict[str, Any]:
        """Take the grade apart."""
        return GradeExplanationSerializer(explain(grade)).data


class GradeFilters(filters.FilterSet):
    """Narrows a list of grades."""

    video = IdFilter(field_name="video_id")
    creator = IdFilter(field_name="video__creator_id")


class Grades(Readable):
    """The current grades of your own videos, newest first; for staff, of all.

    A grade that a correction replaced can still be read by its id.
    """

    tag = "grades"
    model = EngagementGrade
    serializer_class = GradeSerializer
    filterset_class = GradeFilters

    def scoped(self, user: Any) -> QuerySet[EngagementGrade]:
        """Return the grades that `user` may see."""
        grades = EngagementGrade.objects.select_related("policy", "reference", "snapshot")
        if not sees_everything(user):
            grades = grades.filter(video__in=own_videos(user))
        if self.action == "list":
            grades = grades.filter(is_current=True)
            grades = grades.defer("policy__parameters", "reference__parameters")
        return grades

    @extend_schema(responses=ExplainedGradeSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return a grade and how it came about."""
        return Response(ExplainedGradeSerializer(self.get_object()).data)
