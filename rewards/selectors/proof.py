"""Statements as they are stored, with all that a line must agree with, many at a time."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from creatorspark.lib.periods import week_label
from rewards.domain.proof import Earlier, WrittenLine


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """The statement before."""

    creator_id: int
    week: date
    sha256: str
    carried_out: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredStatement:
    """A statement's row, its key, its week's policy and the statement before it."""

    pk: int
    creator_id: int
    week: date
    currency: str
    body: bytes
    total: int
    carried_in: int
    carried_out: int
    payable: int
    line_count: int
    sha256: str
    signature: str
    public_key: str
    close_week: date
    close_policy_sha256: str
    previous: Link | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffSum:
    """What staff asked for, as it is stored beside the line that pays it."""

    amount: int
    reason: str
    link: str
    creator_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredLine:
    """A line's row: its place, its content, and the staff's wish where it has one."""

    position: int
    written: WrittenLine
    staff: StaffSum | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredPayouts:
    """All that is to be paid for a statement, over its parts."""

    amount: int
    currencies: tuple[str, ...]


def statement_sizes(
    *, creator_id: int | None = None, week: date | None = None
) -> list[tuple[int, int]]:
    """Return id and number of lines of each statement, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, line_count FROM rewards_statement
            WHERE (%s::bigint IS NULL OR creator_id = %s) AND (%s::date IS NULL OR week = %s)
            ORDER BY id
            """,
            [creator_id, creator_id, week, week],
        )
        return [(pk, count) for pk, count in cursor.fetchall()]


STATEMENTS = """
SELECT st.id, st.creator_id, st.week, st.currency, st.body, st.total, st.carried_in,
    st.carried_out, st.payable, st.line_count, st.sha256, st.signature, key.public_key,
    week_close.week, policy.sha256,
    before.creator_id, before.week, before.sha256, before.carried_out
FROM rewards_statement st
JOIN rewards_signingkey key ON key.id = st.key_id
JOIN rewards_weekclose week_close ON week_close.id = st.close_id
JOIN core_policy policy ON policy.id = week_close.policy_id
LEFT JOIN rewards_statement before ON before.id = st.previous_id
WHERE st.id = ANY(%s) ORDER BY st.id
"""


def statements(ids: Sequence[int]) -> Iterator[StoredStatement]:
    """Yield these statements in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS, [list(ids)])
        rows = cursor.fetchall()
    for row in rows:
        before = row[15:]
        yield StoredStatement(
            pk=row[0],
            creator_id=row[1],
            week=row[2],
            currency=row[3],
            body=bytes(row[4]),
            total=row[5],
            carried_in=row[6],
            carried_out=row[7],
            payable=row[8],
            line_count=row[9],
            sha256=row[10],
            signature=row[11],
            public_key=row[12],
            close_week=row[13],
            close_policy_sha256=row[14],
            previous=None
            if before[0] is None
            else Link(
                creator_id=before[0], week=before[1], sha256=before[2], carried_out=before[3]
            ),
        )


# Each line with what earlier lines on its video say: where counting left off, what its base was
# paid and by which rules, and what was paid on it so far. The first line of a video that is older
# than pay itself starts from one of its observations.
LINES = """
SELECT line.statement_id, line.position, line.video_id, line.week, line.kind, line.cause,
    line.amount, policy.sha256, line.inputs, line.counted, line.unpaid, line.base_week,
    line.judgement, line.waiting,
    counting.counted, counting.unpaid, base.amount, base.kind, base_policy.sha256,
    so_far.paid, so_far.said, paying.inputs, paying.sha256,
    opening.views, staff.amount, staff.reason, staff.link, staff.creator_id
FROM rewards_earningsline line
JOIN core_policy policy ON policy.id = line.policy_id
LEFT JOIN LATERAL (
    SELECT earlier.counted, earlier.unpaid FROM rewards_earningsline earlier
    WHERE line.counted IS NOT NULL
        AND earlier.video_id = line.video_id AND earlier.counted IS NOT NULL
        AND earlier.id < line.id
    ORDER BY earlier.id DESC LIMIT 1
) counting ON true
LEFT JOIN rewards_earningsline base ON base.video_id = line.video_id
    AND base.week = line.base_week AND base.counted IS NOT NULL
LEFT JOIN core_policy base_policy ON base_policy.id = base.policy_id
LEFT JOIN LATERAL (
    SELECT sum(earlier.amount)::bigint AS paid,
        (array_agg(earlier.judgement ORDER BY earlier.id DESC))[1] AS said
    FROM rewards_earningsline earlier
    WHERE line.base_week IS NOT NULL
        AND earlier.video_id = line.video_id AND earlier.judgement <> ''
        AND earlier.cause = line.cause AND earlier.id < line.id
) so_far ON true
LEFT JOIN LATERAL (
    SELECT earlier.inputs, paid_by.sha256 FROM rewards_earningsline earlier
    JOIN core_policy paid_by ON paid_by.id = earlier.policy_id
    WHERE line.counted IS NOT NULL AND line.kind = 'adjustment'
        AND earlier.video_id = line.video_id AND earlier.counted IS NOT NULL
        AND earlier.id < line.id AND earlier.kind = 'base'
        AND earlier.inputs ->> 'qualified_views' <> '0'
    ORDER BY earlier.id DESC LIMIT 1
) paying ON true
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT seen.views) AS views
    FROM core_video video JOIN core_metricsnapshot seen ON seen.video_id = video.id
    WHERE line.counted IS NOT NULL AND counting.counted IS NULL
        AND video.id = line.video_id AND video.posted_at < %(began)s
) opening ON true
LEFT JOIN rewards_staffadjustment staff ON staff.statement_id = line.statement_id
    AND line.cause = 'staff:' || staff.id
WHERE line.statement_id = ANY(%(ids)s) ORDER BY line.statement_id, line.position
"""


def lines(ids: Sequence[int], *, began: datetime | None) -> dict[int, list[StoredLine]]:
    """Return the lines of these statements by statement, in the order of their places.

    `began` is when pay began: what videos had before it was never paid.
    """
    found: dict[int, list[StoredLine]] = {pk: [] for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"ids": list(ids), "began": began})
        for row in cursor.fetchall():
            found[row[0]].append(_line(row))
    return found


def _line(row: tuple[Any, ...]) -> StoredLine:
    counted, unpaid, base, base_kind, base_policy, paid, said, paying, paying_policy = row[14:23]
    inputs = json.loads(row[8])
    written = WrittenLine(
        video_id=row[2],
        week=week_label(row[3]),
        kind=row[4],
        cause=row[5],
        amount=row[6],
        policy_sha256=row[7],
        inputs=inputs,
        counted=row[9],
        unpaid=row[10],
        base_week=week_label(row[11]) if row[11] else "",
        judgement=row[12],
        waiting=row[13],
        earlier=Earlier(
            counted=_start(inputs, row[23]) if counted is None else counted,
            unpaid=unpaid or 0,
            base=base,
            base_kind=base_kind or "",
            base_policy_sha256=base_policy or "",
            paid=paid or 0,
            said=said or "",
            paying=json.loads(paying) if paying else None,
            paying_policy_sha256=paying_policy or "",
        ),
    )
    staff = None
    if row[24] is not None:
        staff = StaffSum(amount=row[24], reason=row[25], link=row[26], creator_id=row[27])
    return StoredLine(position=row[1], written=written, staff=staff)


def _start(inputs: Any, observed: Sequence[int] | None) -> int:
    """Return where the first line of a video starts: at 0, or at what was seen before pay began."""
    if not observed or not isinstance(inputs, dict):
        return 0
    before, excluded = inputs.get("counted_before"), inputs.get("excluded_views")
    if isinstance(before, int) and isinstance(excluded, int) and before + excluded in observed:
        return before
    return 0


Legs = dict[tuple[str, str, int | None], int]


def legs(keys: Collection[str]) -> dict[str, Legs]:
    """Return the legs of these ledger transactions by key: (kind, unit, owner) to amount."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT booked.idempotency_key, account.kind, account.unit, account.creator_id,
                entry.amount
            FROM rewards_transaction booked
            JOIN rewards_entry entry ON entry.transaction_id = booked.id
            JOIN rewards_account account ON account.id = entry.account_id
            WHERE booked.idempotency_key = ANY(%s) AND booked.kind = 'earnings'
            """,
            [list(keys)],
        )
        found: dict[str, Legs] = {}
        for key, kind, unit, owner, amount in cursor.fetchall():
            found.setdefault(key, {})[kind, unit, owner] = amount
    return found


def payouts(ids: Sequence[int]) -> dict[int, StoredPayouts]:
    """Return what is to be paid for each of these statements; those without payouts are absent."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT statement_id, sum(amount)::bigint, array_agg(DISTINCT currency)
            FROM rewards_payout WHERE statement_id = ANY(%s) GROUP BY statement_id
            """,
            [list(ids)],
        )
        return {
            pk: StoredPayouts(amount=amount, currencies=tuple(currencies))
            for pk, amount, currencies in cursor.fetchall()
        }
