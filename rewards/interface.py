"""The only door into rewards for other apps. Everything returned is frozen and names no model.

Mutations raise `RedemptionRefused`, whose text is a sentence for the person and whose `code` is
for a machine; nothing is written then.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import User
from creatorspark.lib.periods import monday_of, week_end, week_start
from rewards import selectors
from rewards.domain.facts import (
    AwardFacts,
    Balance,
    RedemptionDetail,
    RedemptionEventFacts,
    RedemptionFacts,
    RedemptionPage,
    ShopItemFacts,
    StatementLine,
    StatementPage,
    WeekPoints,
)
from rewards.domain.redemption import Refusal
from rewards.ledger.models import Transaction
from rewards.models import PointsAward, Redemption, RedemptionEvent
from rewards.services import (
    award_words,
    awards,
    catalogue,
    corrections,
    fulfilment,
    redemptions,
)
from rewards.services.catalogue import ensure_default_items
from rewards.services.redemptions import Receipt
from rewards.services.refusals import ItemTerms, RedemptionRefused, refusal

__all__ = [
    "AwardFacts",
    "Balance",
    "Receipt",
    "RedemptionDetail",
    "RedemptionEventFacts",
    "RedemptionFacts",
    "RedemptionPage",
    "RedemptionRefused",
    "Refusal",
    "ShopItemFacts",
    "StatementLine",
    "StatementPage",
    "WeekPoints",
    "add_item",
    "adjust_points",
    "approve",
    "award_of_video",
    "awards_for",
    "awards_of",
    "balance",
    "cancel",
    "ensure_default_items",
    "fulfil",
    "hold",
    "points_this_week",
    "points_weeks",
    "post_awards",
    "redeem",
    "redemption",
    "redemption_page",
    "redemptions_of",
    "reject",
    "release",
    "shop_item",
    "shop_items",
    "statement",
    "statement_kinds",
    "statement_lines",
    "waiting_redemptions",
]


# Points -----------------------------------------------------------------------------------------
def balance(*, creator_id: int) -> Balance:
    """Return a creator's points, what of them is on hold, and what is owed."""
    return selectors.balance_of(creator_id)


def points_this_week(*, creator_id: int, now: datetime) -> int:
    """Return the points awarded in the present ISO week (UTC), less those taken back in it."""
    monday = monday_of(now)
    return selectors.earned_between(creator_id, since=week_start(monday), until=week_end(monday))


def points_weeks(*, creator_id: int, limit: int = 12) -> list[WeekPoints]:
    """Return a creator's awards by the week they counted with, newest first."""
    return selectors.weeks_of(creator_id, limit=limit)


def statement(
    *,
    creator_id: int,
    kinds: Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: int | None = None,
    limit: int = 50,
) -> StatementPage:
    """Return movements of a creator's points, newest first, `limit` at a time.

    `kinds` as `statement_kinds` names them; `cursor` is the page before's `next_cursor`.
    """
    chosen = selectors.StatementFilter(kinds=kinds, since=since, until=until)
    return selectors.statement_page(creator_id, chosen=chosen, before=cursor, limit=limit)


def statement_lines(
    *,
    creator_id: int,
    kinds: Sequence[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[StatementLine]:
    """Yield movements oldest first, for a file."""
    chosen = selectors.StatementFilter(kinds=kinds, since=since, until=until)
    return selectors.statement_lines(creator_id, chosen=chosen)


def statement_kinds() -> list[tuple[str, str]]:
    """Return the kinds of movement a statement can show, each with its name for a person."""
    return [(str(value), str(label)) for value, label in Transaction.Kind.choices]


def post_awards(*, now: datetime) -> int:
    """Award every closed week that wasn't, here and at once; return how many awards were posted."""
    return awards.post_awards(JobProgress(None), now=now).awards_posted


# Awards -----------------------------------------------------------------------------------------
def awards_for(*, video_ids: Collection[int]) -> dict[int, AwardFacts]:
    """Return the award of each of these videos; videos without one are absent."""
    return {row.video_id: _award(row) for row in selectors.awards_for(video_ids)}


def award_of_video(*, video_id: int) -> AwardFacts | None:
    """Return what a video was awarded and why; None before it is."""
    return awards_for(video_ids=[video_id]).get(video_id)


def awards_of(
    *, creator_id: int, week: date | None = None, cursor: int | None = None, limit: int = 100
) -> list[AwardFacts]:
    """Return a creator's awards, newest first, or best first of the week of a Monday.

    `cursor` is the `award_id` of the last one seen.
    """
    rows = selectors.awards_of(creator_id, week=week, before=cursor, limit=limit)
    return [_award(row) for row in rows]


def _award(row: PointsAward) -> AwardFacts:
    return AwardFacts(
        award_id=row.pk,
        video_id=row.video_id,
        creator_id=row.creator_id,
        week=row.week,
        policy_version=row.policy.version,
        score_id=row.score_id,
        video_points=row.video_points,
        counted_points=row.counted_points,
        rank=row.rank,
        is_posted=row.transaction_id is not None or row.counted_points == 0,
        is_reversed=bool(getattr(row, "was_reversed", False)),
        awarded_at=row.awarded_at,
        why=award_words.why(row),
    )


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
            cost=item.cost,
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
        cost=item.cost,
        exposure=item.exposure,
        value_minor=item.value_minor,
        stock=item.stock,
        limit_per_creator=item.limit_per_creator,
        active_from=item.active_from,
        active_until=item.active_until,
        taken=offered.taken,
        refusal=offered.refusal,
        sentence=sentence,
        missing=item.cost - (there.points - there.frozen) if short else 0,
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


def adjust_points(
    *, creator_id: int, points: int, key: str, reason: str, actor: User | None, now: datetime
) -> bool:
    """Add points by hand, or take some, once per `key`; False when that was done before."""
    return corrections.adjust(
        creator_id, points=points, key=key, reason=reason, actor=actor, now=now
    ).is_new
