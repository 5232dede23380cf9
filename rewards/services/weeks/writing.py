"""Write the statements of some creators: lines, hash, chain, signature, ledger, payout."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection

from creatorspark.lib.periods import parse_week, week_end, week_label
from creatorspark.lib.signing import Signer
from rewards.domain.earnings import LineDraft, LineKind, lines_for
from rewards.domain.pay_policy import PayPolicy
from rewards.domain.statement import StatementBody, StatementLine
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import (
    SigningKey,
    StaffAdjustment,
    Statement,
    WeekClose,
)
from rewards.services.weeks.facts import Rules, read_facts

_STATEMENTS = """
COPY rewards_statement (id, creator_id, close_id, week, currency, body, total, carried_in,
    carried_out, payable, line_count, sha256, previous_id, key_id, signature, written_at)
FROM STDIN
"""
_LINES = """
COPY rewards_earningsline (statement_id, position, video_id, week, kind, cause, amount, policy_id,
    inputs, counted, unpaid, base_week, judgement, waiting)
FROM STDIN
"""
_PAYOUTS = """
WITH opened AS (
    INSERT INTO rewards_payout (statement_id, creator_id, part, amount, currency, state,
        payable_from, attempt, bank_reason, created_at, updated_at)
    SELECT id, creator_id, 1, payable, currency, 'pending',
        %(payable_from)s, 0, '', %(now)s, %(now)s
    FROM rewards_statement WHERE id = ANY(%(statements)s) AND payable > 0 ORDER BY id
    RETURNING id
)
INSERT INTO rewards_payoutevent (payout_id, state, reason, at)
SELECT id, 'pending', '', %(now)s FROM opened
"""


@dataclass(frozen=True, kw_only=True)
class Closing:
    """All that the statements of one week share."""

    close: WeekClose
    policy: PayPolicy
    rules: Rules
    signer: Signer
    key: SigningKey
    now: datetime

    @property
    def week(self) -> date:
        """Return the Monday of the week."""
        return self.close.week


@dataclass(frozen=True, kw_only=True)
class Previous:
    """The statement before this one."""

    statement_id: int
    sha256: str
    carried_out: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """A statement on its way into the database."""

    statement_id: int
    body: StatementBody
    drafts: Sequence[LineDraft]
    previous: Previous | None


def write_statements(creator_ids: Collection[int], *, closing: Closing) -> list[Written]:
    """Write the statements of the creators that have something to state; return them.

    Call it in a transaction that holds the creators' locks; none of them has a statement of this
    week yet.
    """
    facts = read_facts(
        creator_ids, week=closing.week, until=week_end(closing.week), rules=closing.rules
    )
    by_staff = _adjustments(creator_ids)
    label = week_label(closing.week)
    drafts: dict[int, list[LineDraft]] = {}
    for creator_id in sorted({*facts, *by_staff}):
        lines = [
            line
            for video in facts.get(creator_id, ())
            for line in lines_for(video, week=label, policy=closing.policy)
        ]
        lines += [_staff_line(row, closing.policy) for row in by_staff.get(creator_id, ())]
        if lines:
            drafts[creator_id] = lines
    if not drafts:
        return []
    written = _bodies(drafts, closing=closing)
    _copy(written, closing=closing)
    _link(by_staff, written)
    _post(written, closing=closing)
    _open_payouts(written, closing=closing)
    return written


def _adjustments(creator_ids: Collection[int]) -> Mapping[int, Sequence[StaffAdjustment]]:
    rows: defaultdict[int, list[StaffAdjustment]] = defaultdict(list)
    for row in StaffAdjustment.objects.filter(creator_id__in=creator_ids, statement=None).order_by(
        "pk"
    ):
        rows[row.creator_id].append(row)
    return rows


def _staff_line(row: StaffAdjustment, policy: PayPolicy) -> LineDraft:
    return LineDraft(
        video_id=row.video_id,
        kind=LineKind.ADJUSTMENT,
        cause=f"staff:{row.pk}",
        amount=row.amount,
        policy_sha256=policy.sha256,
        inputs={"amount": row.amount, "reason": row.reason, "link": row.link},
    )


def _bodies(drafts: Mapping[int, Sequence[LineDraft]], *, closing: Closing) -> list[Written]:
    before = previous_statements(drafts)
    ids = _statement_ids(len(drafts))
    found = []
    for creator_id, lines in drafts.items():
        previous = before.get(creator_id)
        body = StatementBody(
            creator_id=creator_id,
            week=week_label(closing.week),
            currency=closing.policy.currency,
            previous_sha256=previous.sha256 if previous else None,
            carried_in=previous.carried_out if previous else 0,
            lines=[
                StatementLine(
                    video_id=line.video_id,
                    kind=str(line.kind),
                    cause=line.cause,
                    amount=line.amount,
                    policy_sha256=line.policy_sha256,
                    inputs=line.inputs,
                )
                for line in lines
            ],
        )
        found.append(Written(statement_id=next(ids), body=body, drafts=lines, previous=previous))
    return found


def previous_statements(creator_ids: Collection[int]) -> dict[int, Previous]:
    """Return each creator's newest statement; creators without one are absent."""
    rows = (
        Statement.objects.filter(creator_id__in=list(creator_ids))
        .order_by("creator_id", "-week")
        .distinct("creator_id")
        .values_list("creator_id", "pk", "sha256", "carried_out", "currency")
    )
    return {
        creator: Previous(statement_id=pk, sha256=sha256, carried_out=out, currency=currency)
        for creator, pk, sha256, out, currency in rows
    }


def _statement_ids(count: int) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('rewards_statement', 'id')) "
            "FROM generate_series(1, %s)",
            [count],
        )
        return iter([pk for (pk,) in cursor.fetchall()])


def _copy(written: Sequence[Written], *, closing: Closing) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(_STATEMENTS) as rows:
            for one in written:
                rows.write_row(_statement_row(one, closing))
        with cursor.copy(_LINES) as rows:
            row = partial(_line_row, closing=closing)
            for one in written:
                pairs = zip(one.drafts, one.body.lines, strict=True)
                for position, (draft, line) in enumerate(pairs, start=1):
                    rows.write_row(row(one, position, draft, line))


def _statement_row(one: Written, closing: Closing) -> tuple[Any, ...]:
    body = one.body
    return (
        one.statement_id,
        body.creator_id,
        closing.close.pk,
        closing.week,
        body.currency,
        body.signed_bytes,
        body.total,
        body.carried_in,
        body.carried_out,
        body.payable,
        len(body.lines),
        body.sha256,
        one.previous.statement_id if one.previous else None,
        closing.key.pk,
        closing.signer.sign(body.signed_bytes),
        closing.now,
    )


def _line_row(
    one: Written, position: int, draft: LineDraft, line: StatementLine, *, closing: Closing
) -> tuple[Any, ...]:
    return (
        one.statement_id,
        position,
        draft.video_id,
        closing.week,
        line.kind,
        draft.cause,
        draft.amount,
        closing.rules.id_of(draft.policy_sha256),
        line.canonical_inputs.decode(),
        draft.counted,
        draft.unpaid,
        parse_week(draft.base_week) if draft.base_week else None,
        draft.judgement,
        draft.waiting,
    )


def _link(by_staff: Mapping[int, Sequence[StaffAdjustment]], written: Sequence[Written]) -> None:
    """Say of each adjustment which statement holds it, so that no other one will."""
    for one in written:
        rows = by_staff.get(one.body.creator_id, ())
        if rows:
            StaffAdjustment.objects.filter(pk__in=[row.pk for row in rows]).update(
                statement_id=one.statement_id
            )


def _post(written: Sequence[Written], *, closing: Closing) -> None:
    """Move the money: what was earned goes to the creator's pending balance and their debt."""
    moving = [one for one in written if one.body.total]
    if not moving:
        return
    unit = Account.Unit(closing.policy.currency)
    earned = system_account(Account.Kind.EARNED, unit=unit)
    pending = creator_accounts(
        [one.body.creator_id for one in moving], kind=Account.Kind.PENDING, unit=unit
    )
    owing = [one.body.creator_id for one in moving if one.body.carried_in != one.body.carried_out]
    debts = creator_accounts(owing, kind=Account.Kind.RECOVERY, unit=unit) if owing else {}
    postings = []
    for one in moving:
        body = one.body
        legs = [
            ledger.Leg(earned, -body.total),
            ledger.Leg(pending[body.creator_id], body.payable),
            ledger.Leg(debts.get(body.creator_id, 0), body.carried_out - body.carried_in),
        ]
        postings.append(
            ledger.Posting(
                kind=Transaction.Kind.EARNINGS,
                key=f"earnings:{body.creator_id}:{body.week}",
                legs=tuple(leg for leg in legs if leg.amount),
                reference=("rewards.statement", str(one.statement_id)),
            )
        )
    ledger.post_all(postings, now=closing.now, actor_id=None)


def _open_payouts(written: Sequence[Written], *, closing: Closing) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _PAYOUTS,
            {
                "statements": [one.statement_id for one in written],
                "payable_from": closing.now + timedelta(days=closing.policy.review_days),
                "now": closing.now,
            },
        )
