"""Keep what a hold names out of a payout, and let go of what no hold names any more.

A held line belongs to a payout part of its own; so a line belongs to the newest part that lists
it, and every other line to part 1.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from fraud import interface as fraud
from rewards.domain.holding import Held, HoldScope, PayLine, held_part, lost_part
from rewards.domain.payout import State
from rewards.models import EarningsLine, Payout, PayoutEvent, PayoutLine
from rewards.selectors.counted import counted_since
from rewards.services.payouts.moves import REASON_LENGTH, Move
from rewards.services.policies import pay_began


@dataclass(frozen=True, slots=True)
class Share:
    """A payout and the lines that are its own."""

    payout: Payout
    lines: Sequence[PayLine]


def open_holds(creator_ids: Collection[int]) -> dict[int, list[HoldScope]]:
    """Return creators' open holds, oldest first; creators without one are absent.

    Call it while the creators are locked.
    """
    return {
        creator_id: [
            HoldScope(
                hold_id=hold.hold_id,
                reason=hold.reason,
                video_id=hold.video_id,
                start=hold.period_start,
                end=hold.period_end,
                share=hold.share,
                is_final=hold.is_final,
            )
            for hold in holds
        ]
        for creator_id, holds in fraud.open_holds(creator_ids=creator_ids, with_final=True).items()
    }


def sort_out(payouts: Sequence[Payout], *, holds: Sequence[HoldScope], now: datetime) -> list[Move]:
    """Split one creator's payouts where holds need it, and return the moves to make.

    The payouts are held, payable, or pending and due. What is sorted out already needs no move.
    """
    if not holds:
        return [
            Move(payout=payout, state=State.PAYABLE)
            for payout in payouts
            if payout.state != State.PAYABLE
        ]
    moves = []
    for payout in payouts:
        moves += _sorted(payout, holds=holds, now=now)
    return moves


def _sorted(payout: Payout, *, holds: Sequence[HoldScope], now: datetime) -> list[Move]:
    lines = own_lines(payout)
    if payout.state == State.HELD and (lost := lost_part(payout.amount, lines, holds)).amount:
        # What is left, if anything, is sorted at the next round.
        part = payout if lost.amount == payout.amount else _split(payout, lost, now=now)
        return [Move(payout=part, state=State.FORFEITED, reason=lost.reason)]
    held = held_part(payout.amount, lines, holds)
    moves = []
    if held.amount == payout.amount:
        if payout.state == State.HELD:
            return []
        _list_lines(payout, held)
        return [Move(payout=payout, state=State.HELD, reason=held.reason)]
    if held.amount:
        part = _split(payout, held, now=now)
        if part.state != State.HELD:
            moves.append(Move(payout=part, state=State.HELD, reason=held.reason))
    if payout.state != State.PAYABLE:
        moves.append(Move(payout=payout, state=State.PAYABLE))
    return moves


def own_lines(payout: Payout) -> list[PayLine]:
    """Return the lines of the statement whose money this part carries."""
    newest = dict(
        PayoutLine.objects.filter(payout__statement=payout.statement_id)
        .values_list("line")
        .annotate(part=Max("payout__part"))
    )
    lines = EarningsLine.objects.filter(statement=payout.statement_id).order_by("position")
    since = counted_since(payout.statement_id, began=pay_began())
    return [
        PayLine(
            line_id=line.pk,
            video_id=line.video_id,
            weeks=(line.week,) if line.base_week is None else (line.week, line.base_week),
            amount=line.amount,
            since=since.get(line.pk),
        )
        for line in lines.only("pk", "video_id", "week", "base_week", "amount")
        if newest.get(line.pk, 1) == payout.part
    ]


def _split(payout: Payout, held: Held, *, now: datetime) -> Payout:
    """Move the held lines' money into a new part in the same state; the ledger doesn't notice."""
    last = Payout.objects.filter(statement=payout.statement_id).aggregate(last=Max("part"))["last"]
    part = Payout.objects.create(
        statement=payout.statement,
        creator_id=payout.creator_id,
        part=last + 1,
        amount=held.amount,
        currency=payout.currency,
        state=payout.state,
        payable_from=payout.payable_from,
        created_at=now,
        updated_at=now,
    )
    payout.amount -= held.amount
    payout.updated_at = now
    payout.save(update_fields=["amount", "updated_at"])
    _list_lines(part, held)
    if part.state == State.HELD:
        # Held before and still: no step to make, but its timeline starts somewhere.
        PayoutEvent.objects.create(
            payout=part, state=State.HELD, reason=held.reason[:REASON_LENGTH], at=now
        )
    return part


def _list_lines(payout: Payout, held: Held) -> None:
    PayoutLine.objects.bulk_create(
        [
            PayoutLine(
                payout=payout,
                line_id=one.line.line_id,
                hold_id=one.hold.hold_id,
                amount=one.amount,
            )
            for one in held.lines
        ],
        ignore_conflicts=True,  # held for the same reason before, and let go since
    )
