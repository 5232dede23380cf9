"""What the shop's items cost one creator, by the functions that redeeming asks."""

from datetime import datetime

from django.db import connection
from django.db.models import F, Func, IntegerField, QuerySet, Value

from rewards.models import ShopItem


def with_prices(items: QuerySet[ShopItem], *, percent_off: int) -> QuerySet[ShopItem]:
    """Add `price`: the cost in points with a tier's share taken off, half-even, one at least."""
    price = Func(
        F("cost"), Value(percent_off), function="rewards_price", output_field=IntegerField()
    )
    return items.annotate(price=price)


def discount_of(creator_id: int, *, now: datetime) -> int:
    """Return the whole percent that a creator's tier takes off every price of the shop."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rewards_tier_discount(%s, %s)", [creator_id, now])
        return int(cursor.fetchone()[0])
