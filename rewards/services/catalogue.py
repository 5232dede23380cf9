"""What stands in the shop."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection, transaction

from creatorspark.core.models import User
from creatorspark.core.services import audit
from rewards.models import ShopItem

DEFAULT_ITEMS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "30 minutes of exposure",
        "description": "Your newest video is shown first in its category for half an hour.",
        "kind": ShopItem.Kind.EXPOSURE,
        "cost": 200,
        "exposure": "30 min exposure",
        "position": 1,
    },
    {
        "name": "120 minutes of exposure",
        "description": "Your newest video is shown first in its category for two hours.",
        "kind": ShopItem.Kind.EXPOSURE,
        "cost": 790,
        "exposure": "120 min exposure",
        "position": 2,
    },
    {
        "name": "$1 in cash",
        "description": "One US dollar, paid with your next payout.",
        "kind": ShopItem.Kind.CASH,
        "cost": 150,
        "value_minor": 100,
        "position": 3,
    },
    {
        "name": "$5 in cash",
        "description": "Five US dollars, paid with your next payout.",
        "kind": ShopItem.Kind.CASH,
        "cost": 730,
        "value_minor": 500,
        "position": 4,
    },
)


def ensure_default_items() -> int:
    """Put the first four items into a shop that has none; return how many were made.

    A shop that staff have arranged is left as it is, so this can run at every start.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:  # two starting at once make four items, not eight
            cursor.execute("LOCK TABLE rewards_shopitem IN SHARE ROW EXCLUSIVE MODE")
        if ShopItem.objects.exists():
            return 0
        for values in DEFAULT_ITEMS:
            item = ShopItem.objects.create(**values)
            audit.record("rewards.item.created", target=item, actor=None, after={"cost": item.cost})
    return len(DEFAULT_ITEMS)


def add_item(*, actor: User | None, **values: Any) -> ShopItem:
    """Put an item into the shop, or return the one that has its name already.

    `values` are columns of ShopItem. Raises ValidationError for values the shop can't hold.
    """
    with transaction.atomic():
        there = ShopItem.objects.filter(name=values["name"]).first()
        if there is not None:
            return there
        item = ShopItem(**values)
        item.full_clean()
        item.save()
        audit.record("rewards.item.created", target=item, actor=actor, after={"cost": item.cost})
    return item


def put_up(item: ShopItem, *, actor: User) -> ShopItem:
    """Put a new item, filled in and checked by a form, into the shop."""
    with transaction.atomic():
        item.save(force_insert=True)
        audit.record("rewards.item.created", target=item, actor=actor, after={"cost": item.cost})
    return item


def edit_item(item: ShopItem, *, fields: Sequence[str], actor: User) -> ShopItem:
    """Change the named fields of an item and nothing else.

    The stock moves with every redemption, so a page opened a minute ago must not write it back.
    """
    if not fields:
        return item
    with transaction.atomic():
        before = ShopItem.objects.select_for_update().get(pk=item.pk)
        item.save(update_fields=list(fields))
        audit.record(
            "rewards.item.edited",
            target=item,
            actor=actor,
            before={name: _plain(getattr(before, name)) for name in fields},
            after={name: _plain(getattr(item, name)) for name in fields},
        )
    return item


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else str(value)
