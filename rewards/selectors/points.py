"""Reading points: balances, statements, the shop, redemptions and awards."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from creatorspark.core.models import Video
from rewards.domain.facts import (
    Balance,
    RedemptionFacts,
    StatementLine,
    StatementPage,
    WeekPoints,
)
from rewards.ledger.models import Entry, Transaction
from rewards.models import PointsAward, Redemption, ShopItem


def balance_of(creator_id: int) -> Balance:
    """Return what a creator has, what of it is frozen, and what they owe."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(sum(account.balance) FILTER (WHERE account.kind = 'creator'), 0),
                coalesce(-sum(account.balance) FILTER (WHERE account.kind = 'recovery'), 0),
                held.all_held, held.points, coalesce((
                    SELECT max(entry.id) FROM rewards_entry entry
                    JOIN rewards_account purse ON purse.id = entry.account_id
                    WHERE purse.kind = 'creator' AND purse.unit = 'points'
                        AND purse.creator_id = %s
                ), 0)
            FROM rewards_frozen(%s) held
            LEFT JOIN rewards_account account
                ON account.creator_id = %s AND account.unit = 'points'
            GROUP BY held.all_held, held.points
            """,
            [creator_id, creator_id, creator_id],
        )
        points, owed, all_held, frozen, newest = cursor.fetchone()
    return Balance(
        points=int(points),
        owed=int(owed),
        all_held=all_held,
        frozen=int(frozen),
        newest_entry_id=newest,
    )


STATEMENT = """
SELECT line.id, line.posted_at, line.kind, line.amount, line.balance_after, line.memo,
    line.reference_type, line.reference_id
FROM (
    SELECT entry.id, booked.posted_at, booked.kind, entry.amount, booked.memo,
        sum(entry.amount) OVER (ORDER BY entry.id) AS balance_after,
        booked.reference_type, booked.reference_id
    FROM rewards_account account
    JOIN rewards_entry entry ON entry.account_id = account.id
    JOIN rewards_transaction booked ON booked.id = entry.transaction_id
    WHERE account.kind = 'creator' AND account.unit = 'points' AND account.creator_id = %s
) line
WHERE (%s::text[] IS NULL OR line.kind = ANY(%s::text[]))
    AND (%s::timestamptz IS NULL OR line.posted_at >= %s)
    AND (%s::timestamptz IS NULL OR line.posted_at < %s)
"""


@dataclass(frozen=True, kw_only=True)
class StatementFilter:
    """Which movements: of these kinds (None: all), from `since` on, before `until`."""

    kinds: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None

    def parameters(self, creator_id: int) -> list[Any]:
        """Return the parameters of STATEMENT."""
        kinds = list(self.kinds) if self.kinds is not None else None
        return [creator_id, kinds, kinds, self.since, self.since, self.until, self.until]


def statement_page(
    creator_id: int, *, chosen: StatementFilter, before: int | None, limit: int
) -> StatementPage:
    """Return movements older than the entry `before`, newest first; the balance runs over all."""
    query = STATEMENT + "AND (%s::bigint IS NULL OR line.id < %s) ORDER BY line.id DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [*chosen.parameters(creator_id), before, before, limit + 1])
        rows = cursor.fetchall()
    shown = rows[:limit]
    return StatementPage(
        lines=tuple(_lines(shown)),
        next_cursor=shown[-1][0] if len(rows) > limit else None,
    )


def statement_lines(
    creator_id: int, *, chosen: StatementFilter, at_once: int = 2_000
) -> Iterator[StatementLine]:
    """Yield movements oldest first, however many there are, without holding them all."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT + "ORDER BY line.id", chosen.parameters(creator_id))
        while rows := cursor.fetchmany(at_once):
            yield from _lines(rows)


def _lines(rows: Sequence[tuple[Any, ...]]) -> Iterator[StatementLine]:
    videos = {int(row[7]) for row in rows if row[6] == "core.video"}
    captions = dict(Video.objects.filter(pk__in=videos).values_list("pk", "caption"))
    for pk, at, kind, amount, balance_after, memo, about, about_id in rows:
        video_id = int(about_id) if about == "core.video" else None
        yield StatementLine(
            entry_id=pk,
            at=at,
            kind=kind,
            amount=amount,
            balance_after=int(balance_after),
            title=captions.get(video_id, "")[:120] if video_id and not memo else memo,
            video_id=video_id,
            redemption_id=int(about_id) if about == "rewards.redemption" else None,
        )


SHOP = """
SELECT item.id, price.points, tier.percent, taken.count,
    rewards_refusal(item, price.points, %(spendable)s, %(all_held)s, taken.count, %(now)s)
FROM rewards_tier_discount(%(creator)s, %(now)s) AS tier (percent)
CROSS JOIN rewards_shopitem item
CROSS JOIN LATERAL (SELECT rewards_price(item.cost, tier.percent) AS points) price
CROSS JOIN LATERAL (SELECT rewards_taken(item.id, %(creator)s) AS count) taken
WHERE item.is_active AND (item.active_until IS NULL OR item.active_until > %(now)s)
    AND (%(item)s::bigint IS NULL OR item.id = %(item)s)
ORDER BY item.position, item.cost, item.id
"""


@dataclass(frozen=True)
class OfferedItem:
    """An item, what it costs this creator and how many they have taken.

    `price` is in points, `percent_off` of their tier already taken off; `refusal` is the code of
    what is in the way, or empty.
    """

    item: ShopItem
    price: int
    percent_off: int
    taken: int
    refusal: str


def offered_items(
    creator_id: int, *, balance: Balance, now: datetime, item_id: int | None = None
) -> list[OfferedItem]:
    """Return what is in the shop, or one item of it, judged by the rules that redeeming uses."""
    with connection.cursor() as cursor:
        cursor.execute(
            SHOP,
            {
                "creator": creator_id,
                "spendable": balance.points - balance.frozen,
                "all_held": balance.all_held,
                "now": now,
                "item": item_id,
            },
        )
        rows = cursor.fetchall()
    items = ShopItem.objects.in_bulk([row[0] for row in rows])
    return [
        OfferedItem(items[pk], price, percent_off, taken, code or "")
        for pk, price, percent_off, taken, code in rows
    ]


def redemptions_of(
    creator_id: int, *, state: str = "", before: int | None = None, limit: int | None = None
) -> list[RedemptionFacts]:
    """Return a creator's redemptions, newest first."""
    rows = Redemption.objects.filter(creator_id=creator_id).select_related("item")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__lt=before) if before is not None else rows
    return [redemption_facts(row) for row in rows.order_by("-pk")[:limit]]


def redemption_facts(row: Redemption) -> RedemptionFacts:
    """Return a row of the redemption log as facts."""
    return RedemptionFacts(
        redemption_id=row.pk,
        creator_id=row.creator_id,
        item_id=row.item_id,
        item_name=row.item.name,
        kind=row.item.kind,
        amount=row.amount,
        exposure=row.exposure,
        creation_date=row.creation_date,
        state=row.state,
        updated_at=row.updated_at,
    )


def awards() -> QuerySet[PointsAward]:
    """Return awards with their policy and whether they were taken back (`was_reversed`)."""
    undone = Transaction.objects.filter(reverses=OuterRef("transaction_id"))
    return PointsAward.objects.select_related("policy").annotate(was_reversed=Exists(undone))


def awards_of(
    creator_id: int, *, week: date | None = None, before: int | None = None, limit: int = 100
) -> list[PointsAward]:
    """Return a creator's awards, newest first; of one week, best first."""
    rows = awards().filter(creator_id=creator_id)
    if week is not None:
        return list(rows.filter(week=week).order_by("rank")[:limit])
    rows = rows.filter(pk__lt=before) if before is not None else rows
    return list(rows.order_by("-pk")[:limit])


def awards_for(video_ids: Collection[int]) -> list[PointsAward]:
    """Return the awards of these videos; videos without one are absent."""
    return list(awards().filter(video_id__in=video_ids))


def weeks_of(creator_id: int, *, limit: int) -> list[WeekPoints]:
    """Return sums of a creator's awards by week, newest first."""
    rows = (
        PointsAward.objects.filter(creator_id=creator_id)
        .values("week")
        .annotate(videos=Count("pk"), scored=Sum("video_points"), counted=Sum("counted_points"))
        .order_by("-week")[:limit]
    )
    return [
        WeekPoints(
            week=row["week"],
            videos=row["videos"],
            video_points=row["scored"],
            counted_points=row["counted"],
        )
        for row in rows
    ]


def earned_between(creator_id: int, *, since: datetime, until: datetime) -> int:
    """Return the points that awards added, less those taken back, posted in a span of time."""
    earned = Entry.objects.filter(
        Q(transaction__kind="award") | Q(transaction__kind="reversal"),
        account__creator_id=creator_id,
        account__unit="points",
        account__kind__in=["creator", "recovery"],
        transaction__posted_at__gte=since,
        transaction__posted_at__lt=until,
    )
    return earned.aggregate(total=Sum("amount"))["total"] or 0


def waiting_redemptions() -> dict[str, int]:
    """Return how many redemptions wait for staff, by state."""
    rows = Redemption.objects.filter(state__in=["requested", "approved", "held"])
    return dict(rows.values_list("state").annotate(Count("pk")).order_by())
