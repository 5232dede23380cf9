"""What of a payout an open hold keeps back. Pure: lines, holds and amounts in, a sum out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from creatorspark.lib.periods import week_end, week_start

WHOLE = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldScope:
    """What a hold names. No video: all of the creator; an open end of the period: for ever.

    `share` is the part of its lines that it keeps, in ten-thousandths; `is_final` when nobody can
    appeal any more, so that this part is lost.
    """

    hold_id: int
    reason: str
    video_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    share: int = WHOLE
    is_final: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PayLine:
    """A line of a statement. `weeks` are the Mondays of the weeks whose views it pays for.

    `since`: when the counter had been read last. It pays for what came after that, even if that was
    before the first of its weeks.
    """

    line_id: int
    video_id: int | None
    weeks: tuple[date, ...]
    amount: int
    since: datetime | None = None

    def begins(self, week: date) -> datetime:
        """Return from when on it pays for views with one of its weeks."""
        start = week_start(week)
        return min(start, self.since or start) if week == min(self.weeks) else start


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line, the hold that keeps most of it, and how much all holds keep, in ten-thousandths.

    Of those that keep as much it is the oldest. Several cases are about different views, so their
    shares add up, to the whole line at most.
    """

    line: PayLine
    hold: HoldScope
    share: int

    @property
    def amount(self) -> int:
        """Return what of the line is kept; a fraction of a minor unit stays the creator's."""
        sign = -1 if self.line.amount < 0 else 1
        return sign * (abs(self.line.amount) * self.share // WHOLE)


@dataclass(frozen=True, slots=True)
class Held:
    """The part of a payout that is held: `amount` in minor units, and the lines it comes from."""

    amount: int
    lines: tuple[HeldLine, ...]

    @property
    def reason(self) -> str:
        """Return what the creator reads, each reason once."""
        return " ".join(dict.fromkeys(one.hold.reason for one in self.lines))


NOTHING = Held(0, ())


def covers(hold: HoldScope, line: PayLine) -> bool:
    """Say whether a hold keeps a line back."""
    if hold.video_id is not None and hold.video_id != line.video_id:
        return False
    return any(
        (hold.start is None or week_end(week) > hold.start)
        and (hold.end is None or line.begins(week) < hold.end)
        for week in line.weeks
    )


def touches_points(
    *, start: datetime | None, end: datetime | None, posted_at: datetime, week: date
) -> bool:
    """Say whether a hold's period touches what a video's points stand for.

    They count a video from the day it was posted, at a fixed age, so a hold of its first days
    touches them even if they were counted with a later week (`week`, its Monday).
    """
    return (start is None or week_end(week) > start) and (
        end is None or min(posted_at, week_start(week)) < end
    )


def held_part(amount: int, lines: Sequence[PayLine], holds: Sequence[HoldScope]) -> Held:
    """Return what holds keep of a payout: the sum of its held lines, within 0..amount.

    A debt that an earlier week left, or a line that took money back, can make a payout smaller
    than its held lines; then all of it is held. Held lines that sum to nothing hold nothing.
    """
    held = tuple(one for line in lines if (one := _held(line, holds)) is not None)
    total = min(sum(one.amount for one in held), amount)
    return Held(total, held) if total > 0 else NOTHING


def _held(line: PayLine, holds: Sequence[HoldScope]) -> HeldLine | None:
    covering = [one for one in holds if covers(one, line)]
    if not covering:
        return None
    share = min(WHOLE, sum(one.share for one in covering))
    return HeldLine(line, max(covering, key=lambda one: one.share), share)


def lost_part(amount: int, lines: Sequence[PayLine], holds: Sequence[HoldScope]) -> Held:
    """Return what of a held payout is lost for good: lines that final holds alone keep.

    While another hold that isn't final covers a line as well, the line waits for it.
    """
    waiting = [one for one in holds if not one.is_final]
    free = [line for line in lines if not any(covers(one, line) for one in waiting)]
    return held_part(amount, free, [one for one in holds if one.is_final])
