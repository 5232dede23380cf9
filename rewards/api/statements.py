"""Weekly statements, with all that it takes to check them without trusting us."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from creatorspark.core.api.fields import IdField, MoneySerializer, money
from creatorspark.core.api.scoping import own_creators
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import NUMBER, Readable
from creatorspark.lib.periods import parse_week, week_label
from rewards.api.earnings import WEEK, WeekField, WeekFilter
from rewards.domain.statement_facts import envelope
from rewards.models import Payout, Statement
from rewards.selectors.earnings import proof_of

LOOKUP = OpenApiParameter(
    "id",
    {"type": "string", "pattern": f"^({NUMBER}|{WEEK})$", "examples": ["2026-W46"]},
    OpenApiParameter.PATH,
    description="Its id, or its week. Staff name the creator as well: `?creator=`.",
)
CREATOR = OpenApiParameter("creator", {"type": "string", "pattern": f"^{NUMBER}$"})
MONEY = {"amount": "41.20", "currency": "USD"}


class PayoutSerializer(serializers.ModelSerializer):
    """A statement's money, or the part of it that a hold keeps apart."""

    id = IdField(read_only=True)
    amount = serializers.SerializerMethodField()

    class Meta:
        model = Payout
        fields = ("id", "part", "amount", "state", "payable_from", "attempt", "updated_at")
        read_only_fields = fields

    @extend_schema_field(MoneySerializer)
    def get_amount(self, payout: Payout) -> dict[str, str] | None:
        """Spell the amount."""
        return money(payout.amount, currency=payout.currency)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A week",
            value={
                "id": "311",
                "creator": "12",
                "week": "2026-W46",
                "total": MONEY,
                "carried_in": {"amount": "0.00", "currency": "USD"},
                "payable": MONEY,
                "carried_out": {"amount": "0.00", "currency": "USD"},
                "line_count": 44,
                "written_at": "2026-11-16T03:00:00Z",
                "policy_version": "pay-1",
                "policy_sha256": "5c1f" + "0" * 60,
                "sha256": "d13f" + "0" * 60,
                "signature": "A" * 86 + "==",
                "public_key": "A" * 43 + "=",
                "key_fingerprint": "0123456789abcdef",
                "previous": "298",
                "previous_sha256": "32f5" + "0" * 60,
                "envelope": "/api/v1/statements/311/envelope/",
                "payouts": [
                    {
                        "id": "90",
                        "part": 1,
                        "amount": MONEY,
                        "state": "pending",
                        "payable_from": "2026-11-23T03:00:00Z",
                        "attempt": 0,
                        "updated_at": "2026-11-16T03:00:00Z",
                    }
                ],
            },
            response_only=True,
        )
    ]
)
class StatementSerializer(serializers.ModelSerializer):
    """A creator's week. `payable` = `total` + `carried_in` − `carried_out`; debts are ≤ 0.

    `sha256` is the hash of the signed bytes inside `envelope`, `signature` is Ed25519 over them.
    """

    id = IdField(read_only=True)
    creator = IdField(source="creator_id", read_only=True)
    week = WeekField(read_only=True)
    total = serializers.SerializerMethodField()
    carried_in = serializers.SerializerMethodField()
    payable = serializers.SerializerMethodField()
    carried_out = serializers.SerializerMethodField()
    policy_version = serializers.CharField(source="close.policy.version", read_only=True)
    policy_sha256 = serializers.CharField(source="close.policy.sha256", read_only=True)
    public_key = serializers.CharField(source="key.public_key", read_only=True)
    key_fingerprint = serializers.CharField(source="key.fingerprint", read_only=True)
    previous = IdField(source="previous_id", read_only=True, allow_null=True)
    previous_sha256 = serializers.SerializerMethodField(help_text="Null on the first statement.")
    envelope = serializers.SerializerMethodField(help_text="Where the signed file is.")
    payouts = PayoutSerializer(many=True, read_only=True)

    class Meta:
        model = Statement
        fields = (
            "id",
            "creator",
            "week",
            "total",
            "carried_in",
            "payable",
            "carried_out",
            "line_count",
            "written_at",
            "policy_version",
            "policy_sha256",
            "sha256",
            "signature",
            "public_key",
            "key_fingerprint",
            "previous",
            "previous_sha256",
            "envelope",
            "payouts",
        )
        read_only_fields = fields

    @extend_schema_field(MoneySerializer)
    def get_total(self, row: Statement) -> dict[str, str] | None:
        """Spell the sum of the lines."""
        return money(row.total, currency=row.currency)

    @extend_schema_field(MoneySerializer)
    def get_carried_in(self, row: Statement) -> dict[str, str] | None:
        """Spell the debt from before."""
        return money(row.carried_in, currency=row.currency)

    @extend_schema_field(MoneySerializer)
    def get_payable(self, row: Statement) -> dict[str, str] | None:
        """Spell what is paid."""
        return money(row.payable, currency=row.currency)

    @extend_schema_field(MoneySerializer)
    def get_carried_out(self, row: Statement) -> dict[str, str] | None:
        """Spell the debt that the next statement starts with."""
        return money(row.carried_out, currency=row.currency)

    @extend_schema_field({"type": ["string", "null"]})
    def get_previous_sha256(self, row: Statement) -> str | None:
        """Return the hash that the signed bytes name."""
        return row.previous.sha256 if row.previous else None

    @extend_schema_field({"type": "string"})
    def get_envelope(self, row: Statement) -> str:
        """Return the address of the signed file."""
        return reverse("api:statement-envelope", args=[row.pk])


class EnvelopeSerializer(serializers.Serializer):
    """The signed file. `statement` stands in it byte for byte as it was hashed and signed."""

    statement = serializers.DictField()
    sha256 = serializers.CharField()
    signature = serializers.CharField()
    public_key = serializers.CharField()
    key_fingerprint = serializers.CharField()


class StatementFilters(filters.FilterSet):
    """Narrows a list of statements."""

    creator = IdFilter(field_name="creator_id")
    week = WeekFilter(field_name="week")


@extend_schema_view(retrieve=extend_schema(parameters=[LOOKUP, CREATOR]))
class Statements(Readable):
    """Your own statements; for staff, everyone's. Their lines are under `earnings/?statement=`."""

    tag = "earnings"
    model = Statement
    serializer_class = StatementSerializer
    filterset_class = StatementFilters
    lookup_value_regex = f"(?:{NUMBER}|{WEEK})"

    def scoped(self, user: Any) -> QuerySet[Statement]:
        """Return the statements that `user` may see."""
        rows = Statement.objects.select_related("key", "previous", "close__policy")
        rows = rows.defer("body", "previous__body", "close__policy__parameters")
        return rows.prefetch_related("payouts").filter(creator__in=own_creators(user))

    def get_object(self) -> Statement:
        """Find a statement by id, or by a week in which the caller sees exactly one."""
        asked = self.kwargs["pk"]
        rows = self.filter_queryset(self.get_queryset())
        try:
            rows = rows.filter(week=parse_week(asked)) if "W" in asked else rows.filter(pk=asked)
        except ValueError as fault:
            raise NotFound from fault
        found = list(rows[:2])
        if len(found) != 1:
            raise NotFound
        return found[0]

    @extend_schema(parameters=[LOOKUP, CREATOR], responses=EnvelopeSerializer)
    @action(detail=True, methods=["get"])
    def envelope(self, request: Request, pk: str) -> HttpResponse:
        """Download the signed bytes with what proves them: check them with no help of ours.

        They hold ids, never names or captions. The program and the rules are under /proof/.
        """
        row = self.get_object()
        answer = HttpResponse(envelope(proof_of(row)), content_type="application/json")
        name = f"statement-{week_label(row.week)}.json"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
