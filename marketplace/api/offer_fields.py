"""Offers as the API spells them, and what each act takes."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from creatorspark.core.api.fields import (
    IdField,
    MomentField,
    MoneySerializer,
    TextField,
    WholeNumberField,
    money,
)
from marketplace.models import Delivery, Offer, OfferStep

LONGEST = 4_000
MOST_VERSION = 2**31 - 1


@extend_schema_field({"type": "string", "pattern": r"^[0-9]{1,8}\.[0-9]{2}$", "example": "500.00"})
class SumField(serializers.RegexField):
    """A sum in the currency of the house, as text with two decimals; minor units inside."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^[0-9]{1,8}\.[0-9]{2}\Z", **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """Return minor units; a number is no text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return data

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Check the text, then turn it into minor units."""
        text = super().run_validation(data)
        return int(Decimal(text) * 100) if isinstance(text, str) and text else None


class OfferStepSerializer(serializers.ModelSerializer):
    """A step in an offer's life: where it led, and what was on the table."""

    amount = serializers.SerializerMethodField()

    class Meta:
        model = OfferStep
        fields = ("state", "amount", "reason", "at")
        read_only_fields = fields

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_amount(self, row: OfferStep) -> dict[str, str] | None:
        """Spell what was on the table."""
        return money(row.amount, currency=row.currency)


class OfferVideoSerializer(serializers.ModelSerializer):
    """A video that was delivered."""

    video = IdField(source="video_id", read_only=True)

    class Meta:
        model = Delivery
        fields = ("video", "delivered_at", "approved_at")
        read_only_fields = fields


class OfferSerializer(serializers.ModelSerializer):
    """An offer. The brand pays `commission` on top of `amount`; `settled` is owed in the end."""

    id = IdField(read_only=True)
    campaign = IdField(source="campaign_id", read_only=True)
    campaign_name = serializers.CharField(source="campaign.name", read_only=True)
    brand = IdField(source="campaign.brand_id", read_only=True)
    brand_name = serializers.CharField(source="campaign.brand.name", read_only=True)
    creator = IdField(source="creator_id", read_only=True)
    creator_name = serializers.CharField(source="creator.display_name", read_only=True)
    amount = serializers.SerializerMethodField()
    commission = serializers.SerializerMethodField()
    settled = serializers.SerializerMethodField()
    deliveries = OfferVideoSerializer(many=True, read_only=True)
    steps = OfferStepSerializer(many=True, read_only=True)

    class Meta:
        model = Offer
        fields = (
            "id",
            "version",
            "state",
            "campaign",
            "campaign_name",
            "brand",
            "brand_name",
            "creator",
            "creator_name",
            "amount",
            "commission",
            "settled",
            "wish",
            "deadline",
            "deliver_by",
            "answer_reason",
            "created_at",
            "updated_at",
            "accepted_at",
            "completed_at",
            "paid_at",
            "deliveries",
            "steps",
        )
        read_only_fields = fields

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_amount(self, row: Offer) -> dict[str, str] | None:
        """Spell what is on the table for the creator."""
        return money(row.amount, currency=row.currency)

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_commission(self, row: Offer) -> dict[str, str] | None:
        """Spell what the brand pays the house on top."""
        return money(row.commission, currency=row.currency)

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_settled(self, row: Offer) -> dict[str, str] | None:
        """Spell the fee that is owed in the end."""
        return money(row.settled, currency=row.currency)


class NewOfferSerializer(serializers.Serializer):
    """Whom a brand asks, for which campaign. Without an amount it is an invitation."""

    campaign = IdField()
    creator = IdField()
    amount = SumField(required=False)
    wish = TextField(max_length=LONGEST, required=False, allow_blank=True, default="")
    deadline = MomentField(required=False, help_text="Until when an answer counts.")
    deliver_by = MomentField(required=False, help_text="Needed with an amount.")


class OfferAnswerSerializer(serializers.Serializer):
    """The version that you read, and words for the other side."""

    version = WholeNumberField(min_value=1, max_value=MOST_VERSION)
    text = TextField(max_length=LONGEST, required=False, allow_blank=True, default="")


class OfferFeeSerializer(OfferAnswerSerializer):
    """A fee."""

    amount = SumField()


class OfferTermsSerializer(OfferFeeSerializer):
    """A fee and its days; the days of before where you leave them out."""

    deadline = MomentField(required=False)
    deliver_by = MomentField(required=False)


class OfferReasonSerializer(OfferAnswerSerializer):
    """A reason by its code, such as `fee_too_low` or `no_time`; `other` always fits."""

    reason = TextField(max_length=40)


class OfferDeliverySerializer(OfferAnswerSerializer):
    """Videos, by their ids."""

    videos = serializers.ListField(child=IdField(), min_length=1, max_length=20, source="video_ids")


class OfferWordsSerializer(serializers.Serializer):
    """Words for the other side."""

    text = TextField(max_length=LONGEST)


class OfferDecisionSerializer(serializers.Serializer):
    """What of the agreed fee is owed, and why; both sides read the reason."""

    amount = SumField()
    reason = TextField(max_length=2_000)
