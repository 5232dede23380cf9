"""What of a payout an open hold keeps back. Pure: lines, holds and amounts in, a sum out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from creatorspark.lib.periods import week_end, week_start


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldScope:
    """What a hold names. No video: all of the creator; an open end of the period: for ever."""

    hold_id: int
    reason: str
    video_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PayLine:
    """A line of a statement. `weeks` are the Mondays of the weeks whose views it pays for."""

    line_id: int
    video_id: int | None
    weeks: tuple[date, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line, and the oldest open hold that covers it."""

    line: PayLine
    hold: HoldScope


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
        and (hold.end is None or week_start(week) < hold.end)
        for week in line.weeks
    )


def held_part(amount: int, lines: Sequence[PayLine], holds: Sequence[HoldScope]) -> Held:
    """Return what open holds keep of a payout: the sum of its held lines, within 0..amount.

    A debt that an earlier week left, or a line that took money back, can make a payout smaller
    than its held lines; then all of it is held. Held lines that sum to nothing hold nothing.
    """
    held = tuple(
        HeldLine(line, hold)
        for line in lines
        if (hold := next((one for one in holds if covers(one, line)), None))
    )
    total = min(sum(one.line.amount for one in held), amount)
    return Held(total, held) if total > 0 else NOTHING
