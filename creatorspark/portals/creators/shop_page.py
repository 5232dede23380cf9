"""The shop and orders as a creator reads them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from creatorspark.core.models import Creator
from rewards import interface as rewards

KINDS: dict[str, tuple[Promise, str]] = {
    "exposure": (gettext_lazy("Exposure boost"), "rocket"),
    "cash": (gettext_lazy("Cash"), "cash"),
    "credit": (gettext_lazy("Credit"), "card"),
    "merchandise": (gettext_lazy("Merchandise"), "box"),
}
FEW_LEFT = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """An item of the shelf. `refusal` is the sentence that says what is in the way.

    `listed` is the price without the reader's tier, None where the tier takes nothing off.
    """

    id: int
    name: str
    description: str
    kind: str | Promise
    icon: str
    cost: int
    listed: int | None
    percent_off: int
    limits: str
    is_open: bool
    missing: int
    refusal: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The shop of one creator."""

    balance: int
    spendable: int
    percent_off: int
    items: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class Checkout:
    """The confirm page: what it costs, what is left, and the key that makes it happen once.

    `listed` is the price without the reader's tier and `saved` (negative) what that takes off;
    None and 0 where it takes nothing off.
    """

    item: Offer
    balance: int
    spendable: int
    listed: int | None
    saved: int
    price: int
    left: int | None
    key: str


def shelf_of(creator: Creator, *, now: dt.datetime) -> Shelf:
    """Return what the shop offers to a creator."""
    purse = rewards.balance(creator_id=creator.pk)
    items = rewards.shop_items(creator_id=creator.pk, now=now)
    percent_off = max((item.percent_off for item in items), default=0)
    return Shelf(purse.points, purse.spendable, percent_off, [_offer(item) for item in items])


def checkout_of(creator: Creator, item_id: int, *, key: str, now: dt.datetime) -> Checkout | None:
    """Return the confirm page of an item; None when the shop doesn't have it."""
    item = rewards.shop_item(creator_id=creator.pk, item_id=item_id, now=now)
    if item is None:
        return None
    purse = rewards.balance(creator_id=creator.pk)
    return Checkout(
        item=_offer(item),
        balance=purse.points,
        spendable=purse.spendable,
        listed=_listed(item),
        saved=item.cost - item.listed,
        price=-item.cost,
        left=purse.points - item.cost if item.can_redeem else None,
        key=key,
    )


def _offer(item: rewards.ShopItemFacts) -> Offer:
    kind, icon = KINDS.get(item.kind, (item.kind, "shop"))
    return Offer(
        id=item.item_id,
        name=item.name,
        description=item.description,
        kind=kind,
        icon=icon,
        cost=item.cost,
        listed=_listed(item),
        percent_off=item.percent_off,
        limits=_limits(item),
        is_open=item.can_redeem,
        missing=item.missing,
        refusal=item.sentence,
    )


def _listed(item: rewards.ShopItemFacts) -> int | None:
    return item.listed if item.listed != item.cost else None


def _limits(item: rewards.ShopItemFacts) -> str:
    parts = []
    if item.stock is not None and 0 < item.stock <= FEW_LEFT:
        parts.append(ngettext("%(n)d left", "%(n)d left", item.stock) % {"n": item.stock})
    if item.limit_per_creator is not None:
        parts.append(
            _("%(taken)d of %(limit)d taken by you")
            % {"taken": item.taken, "limit": item.limit_per_creator}
        )
    return " · ".join(parts)
