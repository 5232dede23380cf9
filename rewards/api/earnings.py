"""Earnings: every line of every statement, with what it was computed from."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers

from creatorspark.core.api.fields import IdField, MoneySerializer, money
from creatorspark.core.api.scoping import own_creators
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import Readable
from creatorspark.lib.periods import parse_week, week_label
from rewards.domain.earnings import LineKind
from rewards.models import EarningsLine

WEEK = r"[0-9]{4}-W[0-9]{2}"
WEEK_SCHEMA = {"type": "string", "pattern": f"^{WEEK}$", "examples": ["2026-W46"]}
KINDS = [(kind.value, kind.value) for kind in LineKind]


class WeekFormField(forms.CharField):
    """Reads an ISO week as its Monday."""

    def clean(self, value: Any) -> Any:
        """Return the Monday. Raises ValidationError with a sentence."""
        label = super().clean(value)
        try:
            return parse_week(label) if label else None
        except ValueError as fault:
            raise forms.ValidationError(str(fault), code="invalid") from fault


@extend_schema_field(WEEK_SCHEMA)
class WeekFilter(filters.CharFilter):
    """Matches an ISO week."""

    field_class = WeekFormField


@extend_schema_field(WEEK_SCHEMA)
class WeekField(serializers.Field):
    """An ISO week, by its name."""

    def to_representation(self, value: Any) -> str:
        """Name the week of a Monday."""
        return week_label(value)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Base pay for views",
            value={
                "id": "7001",
                "creator": "12",
                "statement": "311",
                "week": "2026-W46",
                "position": 1,
                "video": "4711",
                "kind": "base",
                "cause": "views:2026-W46",
                "amount": {"amount": "4.12", "currency": "USD"},
                "policy_version": "pay-1",
                "policy_sha256": "5c1f" + "0" * 60,
                "inputs": {"qualified_views": 5886, "rpm_minor": "70"},
            },
            response_only=True,
        )
    ]
)
class EarningsLineSerializer(serializers.ModelSerializer):
    """A line of a statement, written once. `inputs` are what its amount follows from.

    `cause` is `views:WEEK`, `base:WEEK` or `staff:ID`.
    """

    id = IdField(read_only=True)
    creator = IdField(source="statement.creator_id", read_only=True)
    statement = IdField(source="statement_id", read_only=True)
    week = WeekField(read_only=True)
    video = IdField(source="video_id", read_only=True, allow_null=True)
    kind = serializers.ChoiceField(choices=KINDS, read_only=True)
    amount = serializers.SerializerMethodField()
    policy_version = serializers.CharField(source="policy.version", read_only=True)
    policy_sha256 = serializers.CharField(source="policy.sha256", read_only=True)
    inputs = serializers.DictField(read_only=True)

    class Meta:
        model = EarningsLine
        fields = (
            "id",
            "creator",
            "statement",
            "week",
            "position",
            "video",
            "kind",
            "cause",
            "amount",
            "policy_version",
            "policy_sha256",
            "inputs",
        )
        read_only_fields = fields

    @extend_schema_field(MoneySerializer)
    def get_amount(self, line: EarningsLine) -> dict[str, str] | None:
        """Spell the amount; below zero takes back."""
        return money(line.amount, currency=line.statement.currency)


class EarningsFilters(filters.FilterSet):
    """Narrows a list of lines."""

    creator = IdFilter(field_name="statement__creator_id")
    statement = IdFilter(field_name="statement_id")
    video = IdFilter(field_name="video_id")
    week = WeekFilter(field_name="week")
    kind = filters.ChoiceFilter(choices=KINDS)


class Earnings(Readable):
    """The lines of your own statements; for staff, of everyone's. The newest statement first."""

    tag = "earnings"
    model = EarningsLine
    serializer_class = EarningsLineSerializer
    filterset_class = EarningsFilters
    # Not by id: a creator's few lines are found by statement, however many others there are.
    keyset = ("statement_id", "position")

    def scoped(self, user: Any) -> QuerySet[EarningsLine]:
        """Return the lines that `user` may see."""
        rows = EarningsLine.objects.select_related("statement", "policy")
        rows = rows.defer("statement__body", "policy__parameters")
        return rows.filter(statement__creator__in=own_creators(user))
