"""The shop and its orders as other apps see them."""

from datetime import datetime

from creatorspark.core.models import User
from rewards import selectors
from rewards.domain.facts import (
    Balance,
    RedemptionDetail,
    RedemptionEventFacts,
    RedemptionFacts,
    RedemptionPage,
    ShopItemFacts,
)
from rewards.domain.redemption import Refusal
from rewards.models import Redemption, RedemptionEvent
from rewards.services import (
    catalogue,
    fulfilment,
    redemptions,
)
from rewards.services.redemptions import Receipt
from rewards.services.refusals import ItemTerms, refusal


# Shop -------------------------------------------------------------------------------------------
def shop_items(*, creator_id: int, now: datetime) -> list[ShopItemFacts]:
    """Return what the shop offers now or soon, and what this creator lacks for each."""
    there = selectors.balance_of(creator_id)
    offered = selectors.offered_items(creator_id, balance=there, now=now)
    return [_item(one, there) for one in offered]


def shop_item(*, creator_id: int, item_id: int, now: datetime) -> ShopItemFacts | None:
    """Return one item as `shop_items` does; None when it isn't in the shop."""
    there = selectors.balance_of(creator_id)
    offered = selectors.offered_items(creator_id, balance=there, now=now, item_id=item_id)
    return _item(offered[0], there) if offered else None


def _item(offered: selectors.OfferedItem, there: Balance) -> ShopItemFacts:
    item = offered.item
    sentence = ""
    if offered.refusal:
        terms = ItemTerms(
            name=item.name,
            cost=offered.price,
            limit=item.limit_per_creator,
            active_from=item.active_from,
            active_until=item.active_until,
        )
        said = refusal(offered.refusal, terms=terms, balance=there.points, frozen=there.frozen)
        sentence = str(said)
    short = offered.refusal == Refusal.NOT_ENOUGH_POINTS
    return ShopItemFacts(
        item_id=item.pk,
        name=item.name,
        description=item.description,
        kind=item.kind,
        cost=offered.price,
        listed=item.cost,
        percent_off=offered.percent_off,
        exposure=item.exposure,
        value_minor=item.value_minor,
        stock=item.stock,
        limit_per_creator=item.limit_per_creator,
        active_from=item.active_from,
        active_until=item.active_until,
        taken=offered.taken,
        refusal=offered.refusal,
        sentence=sentence,
        missing=offered.price - (there.points - there.frozen) if short else 0,
    )


def add_item(
    *,
    name: str,
    description: str,
    kind: str,
    cost: int,
    value_minor: int | None = None,
    stock: int | None = None,
    limit_per_creator: int | None = None,
    position: int = 0,
    actor: User | None,
) -> None:
    """Put an item into the shop, once per name. `cost` in points, `value_minor` in cents."""
    catalogue.add_item(
        name=name,
        description=description,
        kind=kind,
        cost=cost,
        value_minor=value_minor,
        stock=stock,
        limit_per_creator=limit_per_creator,
        position=position,
        actor=actor,
    )


# Redemptions ------------------------------------------------------------------------------------
def redeem(
    *,
    creator_id: int,
    item_id: int,
    key: str,
    agreed_cost: int | None = None,
    actor_id: int | None,
    now: datetime,
) -> Receipt:
    """Buy an item with the creator's points, once per `key`. Raises RedemptionRefused.

    `agreed_cost` is the price the creator confirmed; None accepts the present one.
    """
    return redemptions.redeem(
        creator_id=creator_id,
        item_id=item_id,
        key=key,
        agreed_cost=agreed_cost,
        actor_id=actor_id,
        now=now,
    )


def cancel(*, redemption_id: int, creator_id: int, actor: User | None, now: datetime) -> None:
    """Take back a request nobody has decided on; the points return. Raises RedemptionRefused."""
    redemptions.cancel(redemption_id, creator_id=creator_id, actor=actor, now=now)


def redemptions_of(*, creator_id: int, state: str = "") -> list[RedemptionFacts]:
    """Return all of a creator's redemptions, newest first, or those in one state."""
    return selectors.redemptions_of(creator_id, state=state)


def redemption_page(
    *, creator_id: int, state: str = "", cursor: int | None = None, limit: int = 25
) -> RedemptionPage:
    """Return a creator's redemptions, newest first, `limit` at a time."""
    rows = selectors.redemptions_of(creator_id, state=state, before=cursor, limit=limit + 1)
    shown = tuple(rows[:limit])
    return RedemptionPage(
        rows=shown, next_cursor=shown[-1].redemption_id if len(rows) > limit else None
    )


def redemption(*, creator_id: int, redemption_id: int) -> RedemptionDetail | None:
    """Return one of the creator's redemptions with its timeline; None for anybody else's."""
    row = (
        Redemption.objects.filter(pk=redemption_id, creator_id=creator_id)
        .select_related("item")
        .first()
    )
    if row is None:
        return None
    events = RedemptionEvent.objects.filter(redemption=row).order_by("pk")
    return RedemptionDetail(
        redemption=selectors.redemption_facts(row),
        events=tuple(
            RedemptionEventFacts(state=one.state, reason=one.reason, at=one.at) for one in events
        ),
    )


# Staff ------------------------------------------------------------------------------------------
def waiting_redemptions() -> dict[str, int]:
    """Return how many redemptions wait for staff, by state (requested, approved, held)."""
    return selectors.waiting_redemptions()


def approve(*, redemption_id: int, actor: User, now: datetime) -> None:
    """Say yes to a request. Raises RedemptionRefused."""
    fulfilment.approve(redemption_id, actor=actor, now=now)


def fulfil(*, redemption_id: int, actor: User, now: datetime, note: str = "") -> None:
    """Say that the creator has what was approved. Raises RedemptionRefused."""
    fulfilment.fulfil(redemption_id, actor=actor, now=now, note=note)


def reject(*, redemption_id: int, reason: str, actor: User, now: datetime) -> None:
    """Refuse a redemption and give the points back. Raises RedemptionRefused."""
    fulfilment.reject(redemption_id, reason=reason, actor=actor, now=now)


def hold(*, redemption_id: int, reason: str, actor: User, now: datetime) -> None:
    """Stop a redemption while a person looks. Raises RedemptionRefused."""
    fulfilment.hold(redemption_id, reason=reason, actor=actor, now=now)


def release(*, redemption_id: int, actor: User, now: datetime, note: str = "") -> None:
    """Let a held redemption go on from where it was. Raises RedemptionRefused."""
    fulfilment.release(redemption_id, actor=actor, now=now, note=note)
