"""The shop: what points can buy."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from creatorspark.core.api.fields import IdField, MoneySerializer, money
from creatorspark.core.api.scoping import own_creator, sees_everything
from creatorspark.core.api.views import Readable
from rewards import selectors
from rewards.models import ShopItem


class ShopItemSerializer(serializers.ModelSerializer):
    """Something points can buy. `stock` and `limit_per_creator` null: no limit."""

    id = IdField(read_only=True)
    price = serializers.IntegerField(
        read_only=True,
        help_text="What you pay now: `cost` less what your tier takes off, in points.",
    )
    value = serializers.SerializerMethodField(help_text="What cash or credit is worth.")

    class Meta:
        model = ShopItem
        fields = (
            "id",
            "name",
            "description",
            "kind",
            "cost",
            "price",
            "exposure",
            "value",
            "stock",
            "limit_per_creator",
            "active_from",
            "active_until",
        )
        read_only_fields = fields

    @extend_schema_field(MoneySerializer(allow_null=True))
    def get_value(self, item: Any) -> dict[str, str] | None:
        """Return the worth of cash or credit, None for others."""
        return money(item.value_minor)


class ShopItems(Readable):
    """What is offered now, in US dollars where it is money; for staff, every item."""

    tag = "shop"
    model = ShopItem
    serializer_class = ShopItemSerializer

    def scoped(self, user: Any) -> QuerySet[ShopItem]:
        """Return what `user` may see, at the price that they would pay."""
        now = timezone.now()
        creator = own_creator(user)
        percent_off = selectors.discount_of(creator.pk, now=now) if creator else 0
        return selectors.with_prices(_offered(user, now=now), percent_off=percent_off)


def _offered(user: Any, *, now: datetime) -> QuerySet[ShopItem]:
    if sees_everything(user):
        return ShopItem.objects.all()
    begun = Q(active_from=None) | Q(active_from__lte=now)
    not_over = Q(active_until=None) | Q(active_until__gt=now)
    return ShopItem.objects.filter(begun, not_over, is_active=True)
