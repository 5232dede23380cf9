"""Payouts: the money of closed weeks on its way to the bank, with every step."""

from typing import Any

import django_filters as filters
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
from rewards.api.earnings import WeekField, WeekFilter
from rewards.models import Payout, PayoutEvent
from rewards.selectors.payouts import payout_facts, with_reason


class PayoutEventSerializer(serializers.ModelSerializer):
    """A step on a payout's way; `reason` are the words that its creator reads."""

    class Meta:
        model = PayoutEvent
        fields = ("state", "reason", "at")
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Refused by the bank",
            value={
                "id": "881",
                "creator": "12",
                "statement": "311",
                "week": "2026-W46",
                "part": 1,
                "amount": {"amount": "41.20", "currency": "USD"},
                "state": "rejected",
                "reason": "The account is closed. (AC04)",
                "payable_from": "2026-11-23T04:10:00Z",
                "attempt": 1,
                "updated_at": "2026-11-25T07:00:00Z",
                "events": [
                    {"state": "pending", "reason": "", "at": "2026-11-16T04:10:00Z"},
                    {"state": "payable", "reason": "", "at": "2026-11-23T04:10:00Z"},
                    {"state": "sent", "reason": "", "at": "2026-11-24T10:00:00Z"},
                    {
                        "state": "rejected",
                        "reason": "The account is closed. (AC04)",
                        "at": "2026-11-25T07:00:00Z",
                    },
                ],
            },
            response_only=True,
        )
    ]
)
class PayoutOnItsWaySerializer(serializers.ModelSerializer):
    """A statement's money, or the part of it that a hold keeps apart, with its steps.

    `attempt` counts how often it was sent to the bank. A payout that was `rejected` or `returned`
    waits for new bank details.
    """

    id = IdField(read_only=True)
    creator = IdField(source="creator_id", read_only=True)
    statement = IdField(source="statement_id", read_only=True)
    week = WeekField(source="statement.week", read_only=True)
    amount = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="What was told at the last step.")
    events = PayoutEventSerializer(many=True, read_only=True)

    class Meta:
        model = Payout
        fields = (
            "id",
            "creator",
            "statement",
            "week",
            "part",
            "amount",
            "state",
            "reason",
            "payable_from",
            "attempt",
            "updated_at",
            "events",
        )
        read_only_fields = fields

    @extend_schema_field(MoneySerializer)
    def get_amount(self, payout: Payout) -> dict[str, str] | None:
        """Spell the amount."""
        return money(payout.amount, currency=payout.currency)

    def get_reason(self, payout: Payout) -> str:
        """Return the words of the last step."""
        return payout_facts(payout).reason


class PayoutFilters(filters.FilterSet):
    """Narrows a list of payouts."""

    creator = IdFilter(field_name="creator_id")
    statement = IdFilter(field_name="statement_id")
    state = filters.ChoiceFilter(choices=Payout.State.choices)
    week = WeekFilter(field_name="statement__week")


class Payouts(Readable):
    """Your own payouts, newest first; for staff, everyone's."""

    tag = "earnings"
    model = Payout
    serializer_class = PayoutOnItsWaySerializer
    filterset_class = PayoutFilters

    def scoped(self, user: Any) -> QuerySet[Payout]:
        """Return the payouts that `user` may know of."""
        rows = with_reason(Payout.objects.filter(creator__in=own_creators(user)))
        return rows.prefetch_related("events")
