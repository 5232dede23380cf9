"""Creators of the cast redeem points, and staff deal with it, as the product would."""

from datetime import datetime

from creatorspark.core.models import Creator, User
from creatorspark.demo.domain.shopping import (
    ADDED_TO_SHOP,
    HABITS,
    Act,
    Deed,
    Habit,
    Visit,
    course_of,
    visits_after,
    wishes_in_turn,
)
from creatorspark.demo.selectors import creator_of, demo_user
from creatorspark.demo.services.logins import ADMIN
from rewards import interface as rewards


def open_shop() -> None:
    """Offer the shop's first four items and a few that show stock, limits and credit."""
    rewards.ensure_default_items()
    for place, part in enumerate(ADDED_TO_SHOP, start=5):
        rewards.add_item(
            name=part.name,
            description=part.description,
            kind=part.kind,
            cost=part.cost,
            value_minor=part.value_minor,
            stock=part.stock,
            limit_per_creator=part.limit_per_creator,
            position=place,
            actor=demo_user(ADMIN),
        )


def shop(*, paid_at: datetime, now: datetime) -> None:
    """Let every shopper buy what they wish for with what was paid, keeping their reserve."""
    for story, habit in HABITS.items():
        creator = creator_of(story)
        for visit in visits_after(habit, paid_at=paid_at, now=now):
            _buy(creator, habit, visit, now=now)


def _buy(creator: Creator, habit: Habit, visit: Visit, *, now: datetime) -> None:
    bought = len(rewards.redemptions_of(creator_id=creator.pk))
    item = _choose(creator, habit, visit, bought=bought)
    if item is None:
        return
    receipt = rewards.redeem(
        creator_id=creator.pk,
        item_id=item.item_id,
        key=f"demo-{bought}",
        agreed_cost=item.cost,
        actor_id=creator.user_id,
        now=visit.at,
    )
    for deed in course_of(habit, visit, number=bought, now=now):
        _do(deed, redemption_id=receipt.redemption_id, creator=creator, admin=demo_user(ADMIN))


def _choose(
    creator: Creator, habit: Habit, visit: Visit, *, bought: int
) -> rewards.ShopItemFacts | None:
    """Return the wish that is in the shop and affordable; they save up for the first one.

    In the present week they take what they can get, so that something waits for staff.
    """
    left = rewards.balance(creator_id=creator.pk).spendable - habit.reserve
    offered = {
        item.listed: item
        for item in rewards.shop_items(creator_id=creator.pk, now=visit.at)
        if item.refusal in ("", rewards.Refusal.NOT_ENOUGH_POINTS)
    }
    wished = [cost for cost in wishes_in_turn(habit, bought=bought) if cost in offered]
    candidates = wished if visit.is_newest else wished[:1]
    return next((offered[cost] for cost in candidates if offered[cost].cost <= left), None)


def _do(deed: Deed, *, redemption_id: int, creator: Creator, admin: User) -> None:
    match deed.act:
        case Act.APPROVE:
            rewards.approve(redemption_id=redemption_id, actor=admin, now=deed.at)
        case Act.FULFIL:
            rewards.fulfil(redemption_id=redemption_id, actor=admin, now=deed.at, note=deed.words)
        case Act.REJECT:
            rewards.reject(redemption_id=redemption_id, reason=deed.words, actor=admin, now=deed.at)
        case Act.HOLD:
            rewards.hold(redemption_id=redemption_id, reason=deed.words, actor=admin, now=deed.at)
        case Act.CANCEL:
            rewards.cancel(
                redemption_id=redemption_id,
                creator_id=creator.pk,
                actor=creator.user,
                now=deed.at,
            )
