"""Values as the API spells them: ids as text, money as text with a currency, nothing coerced."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

MAX_BIGINT = 2**63 - 1
ID_SCHEMA = {"type": "string", "pattern": "^[0-9]{1,19}$", "examples": ["42"]}


@extend_schema_field(ID_SCHEMA)
class IdField(serializers.Field):
    """A 64-bit number as text, because JavaScript rounds numbers above 2^53."""

    default_error_messages = {"invalid": _("An id is text made of digits, such as “42”.")}

    def to_internal_value(self, data: Any) -> int:
        """Return the number that an id spells."""
        plain = isinstance(data, str) and data.isascii() and data.isdigit() and len(data) <= 19
        if not plain or int(data) > MAX_BIGINT:
            self.fail("invalid")
        return int(data)

    def to_representation(self, value: Any) -> str:
        """Spell the number."""
        return str(value)


class TextField(serializers.CharField):
    """Text that must come as text."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text; a number is not one."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A whole number that must come as a number."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number; text, a fraction and true are none."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


def money(minor: int | None, *, currency: str = "USD") -> dict[str, str] | None:
    """Spell minor units (cents) as `{"amount": "1.00", "currency": "USD"}`."""
    if minor is None:
        return None
    return {
        "amount": str(Decimal(minor).scaleb(-2).quantize(Decimal("0.01"))),
        "currency": currency,
    }


class MoneySerializer(serializers.Serializer):
    """An amount of money."""

    amount = serializers.RegexField(r"^-?[0-9]+\.[0-9]{2}$", read_only=True)
    currency = serializers.CharField(read_only=True)


class CountField(WholeNumberField):
    """A counter of a platform: zero or more, in 64 bits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_BIGINT, **kwargs)


class MomentField(serializers.DateTimeField):
    """A moment with its offset: without one, a machine's local time would be taken for UTC."""

    default_error_messages = {"no_offset": _("Add the offset, for example “Z” for UTC.")}

    def enforce_timezone(self, value: datetime) -> datetime:
        """Refuse a moment without an offset."""
        if value.tzinfo is None:
            self.fail("no_offset")
        return super().enforce_timezone(value)
