"""How protection does, in counts, times and shares: how often, how fast, how often wrong. Pure.

What happens counts in the period in which it happens: an old hold that falls later is a decision of
that later period, so a period that is over never changes. A case *fell* when the decision that
stood at the end of the period freed everything: cleared at first look, or overturned.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from creatorspark.lib.intervals import Interval, wilson
from fraud.domain.outcomes import Outcome

NOT_KNOWN: Final = ""
MIXED: Final = "mixed"
MOST: Final = 0.5
HOUR: Final = 3600
FELL: Final = frozenset({Outcome.CLEARED, Outcome.OVERTURNED})


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionFact:
    """One decision about a case. `is_first`: nobody and no clock had decided it before.

    `market` and `device` are "" where the evidence doesn't say.
    """

    alert_id: int
    creator_id: int
    rule: str
    outcome: Outcome
    at: datetime
    by_person: bool
    is_first: bool
    created_at: datetime
    decide_by: datetime | None
    market: str = NOT_KNOWN
    device: str = NOT_KNOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """How long things took, in hours. None where nothing took any."""

    count: int = 0
    median: float | None = None
    p90: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Cases that people decided, by what stood at the end of the period."""

    cleared: int = 0
    overturned: int = 0
    partly: int = 0
    upheld: int = 0

    @property
    def decided(self) -> int:
        """Return all of them."""
        return self.fell + self.partly + self.upheld

    @property
    def fell(self) -> int:
        """Return those that went the creator's way as a whole."""
        return self.cleared + self.overturned

    @property
    def share(self) -> Interval | None:
        """Return the share that fell with its 95 % interval; None where nothing was decided."""
        return wilson(self.fell, self.decided) if self.decided else None


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstDecisions:
    """How cases were decided for the first time, and whether as soon as promised.

    `freed_by_appeal`: the creator appealed before anybody looked. `expired`: nobody decided, so
    the hold ended by itself. `again`: cases of earlier periods on which people decided once more.
    """

    cleared: int = 0
    partly: int = 0
    upheld: int = 0
    freed_by_appeal: int = 0
    expired: int = 0
    in_time: int = 0
    late: int = 0
    again: int = 0

    @property
    def by_people(self) -> int:
        """Return those that a person decided."""
        return self.cleared + self.partly + self.upheld + self.freed_by_appeal

    @property
    def all(self) -> int:
        """Return all of them."""
        return self.by_people + self.expired


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What decisions of a period come to. `wronged` are creators of whom a case fell."""

    first: FirstDecisions
    total: Tally
    rules: Mapping[str, Tally] = field(default_factory=dict)
    markets: Mapping[str, Tally] = field(default_factory=dict)
    devices: Mapping[str, Tally] = field(default_factory=dict)
    hours: Times = Times()
    wronged: int = 0


def decided(decisions: Iterable[DecisionFact]) -> Decided:
    """Sum up the decisions of a period; their order doesn't matter but for those of one case,
    which come as they were made.
    """
    facts = list(decisions)
    firsts = [one for one in facts if one.is_first]
    # The last one of a person stands.
    standing = list({one.alert_id: one for one in facts if one.by_person}.values())
    new = {one.alert_id for one in firsts}
    return Decided(
        first=_first(firsts, again=sum(one.alert_id not in new for one in standing)),
        total=tally(standing),
        rules=_by((one.rule, one) for one in standing),
        markets=_by((one.market, one) for one in standing),
        devices=_by((one.device, one) for one in standing),
        hours=times((one.created_at, one.at) for one in firsts),
        wronged=len({one.creator_id for one in standing if one.outcome in FELL}),
    )


def tally(standing: Iterable[DecisionFact]) -> Tally:
    """Count decisions by their outcome; one that the clock made isn't a person's."""
    counted = Counter(one.outcome for one in standing)
    return Tally(
        cleared=counted[Outcome.CLEARED],
        overturned=counted[Outcome.OVERTURNED],
        partly=counted[Outcome.PARTLY],
        upheld=counted[Outcome.UPHELD],
    )


def _by(named: Iterable[tuple[str, DecisionFact]]) -> dict[str, Tally]:
    groups: defaultdict[str, list[DecisionFact]] = defaultdict(list)
    for name, one in named:
        groups[name].append(one)
    return {name: tally(groups[name]) for name in sorted(groups)}


def _first(firsts: Sequence[DecisionFact], *, again: int) -> FirstDecisions:
    counted = Counter(one.outcome for one in firsts)
    late = sum(one.decide_by is not None and one.at > one.decide_by for one in firsts)
    return FirstDecisions(
        cleared=counted[Outcome.CLEARED],
        partly=counted[Outcome.PARTLY],
        upheld=counted[Outcome.UPHELD],
        freed_by_appeal=counted[Outcome.OVERTURNED],
        expired=counted[Outcome.EXPIRED],
        in_time=len(firsts) - late,
        late=late,
        again=again,
    )


def times(spans: Iterable[tuple[datetime, datetime]]) -> Times:
    """Return median and 90th percentile of how long spans are; nothing takes less than no time."""
    hours = sorted(max(0.0, (end - start).total_seconds() / HOUR) for start, end in spans)
    if not hours:
        return Times()
    return Times(count=len(hours), median=quantile(hours, 0.5), p90=quantile(hours, 0.9))


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the quantile of rising numbers by linear interpolation (Hyndman and Fan's type 7).

    Raises IndexError where there are none.
    """
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def per_thousand(count: int, of: int) -> float | None:
    """Return how many of a thousand; None where there is nobody."""
    return 1000 * count / of if of else None


def main_device(classes: Mapping[str, float]) -> str:
    """Return the kind of device that more than half of the affected rows came from.

    “mixed” where no kind did, "" where nothing is known. The numbers are counts or shares.
    """
    total = sum(value for value in classes.values() if value > 0)
    if not total:
        return NOT_KNOWN
    name, most = max(classes.items(), key=lambda pair: (pair[1], pair[0]))
    return name if most > MOST * total else MIXED
