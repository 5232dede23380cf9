"""The cases of an earlier quarter of the demo world: what was seen, and how each of them ended.

All of a case, from the alert to the last word, lies in the same quarter, so that its published
figures tell of it as a whole.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from creatorspark.demo.domain.cast import Story
from creatorspark.lib.calendar_periods import Length, period_of

# The slowest case takes seven days and a bit: nobody decided it.
SEEN_BEFORE_END: Final = timedelta(days=10) - timedelta(hours=9)
# What is seen now looks back four weeks; the two don't share events.
SEEN_BEFORE_NOW: Final = timedelta(days=35)


@dataclass(frozen=True, kw_only=True)
class Appealed:
    """What the creator answered to a decision, and what another person said then."""

    ground: str
    statement: str
    filed_after: timedelta
    decided_after: timedelta
    reason: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """What happened to somebody, and what people decided. No `outcome`: nobody did, in time.

    `of` names who of the cast it is; without it, it is one of the crowd. Times count from the
    moment at which the worker looked. `part`: which share of it didn't count.
    """

    happens: str
    outcome: str = ""
    after: timedelta = timedelta(0)
    reason: str = ""
    note: str = ""
    part: float | None = None
    of: Story | None = None
    appealed: Appealed | None = None


def looked_at(now: datetime) -> datetime:
    """Return when the worker found them, for a world whose present is `now`."""
    ends = period_of(now, Length.QUARTER).start
    return min(ends - SEEN_BEFORE_END, now - SEEN_BEFORE_NOW)


def _upheld(happens: str, hours: float, reason: str, note: str = "") -> Case:
    after = timedelta(hours=hours)
    return Case(happens=happens, outcome="upheld", after=after, reason=reason, note=note)


def _cleared(happens: str, hours: float, reason: str, note: str = "") -> Case:
    after = timedelta(hours=hours)
    return Case(happens=happens, outcome="cleared", after=after, reason=reason, note=note)


BOUGHT, RING, FARM = "few bought views", "ring", "device farm"
EVENLY: Final = (
    "The views came evenly through the night, from addresses that never came back, and hardly "
    "anybody liked the video. Nothing we could look up explains it."
)

# The first of the crowd have one case of each ending, however small the world is.
CASES: Final = (
    Case(
        happens=BOUGHT,
        of=Story.DORMANT,
        outcome="upheld",
        after=timedelta(hours=22),
        reason=EVENLY,
        appealed=Appealed(
            ground="news",
            statement=(
                "The harbour museum showed this film in its own app for the open day. Nobody can "
                "like anything there. The museum’s page about it is still up: "
                "https://harbour-museum.demo.example/open-day"
            ),
            filed_after=timedelta(hours=31),
            decided_after=timedelta(days=5, hours=7),
            reason=(
                "The museum’s page names the film and the evening, and the views begin when the "
                "doors opened. They count. We are sorry that you had to tell us."
            ),
        ),
    ),
    _upheld(BOUGHT, 9.5, EVENLY, "The same addresses as in an earlier case."),
    _cleared(
        BOUGHT,
        26,
        "You paid for an advert in those hours, and the network’s receipt fits. All views count.",
        "The receipt came by mail before we asked.",
    ),
    Case(happens=BOUGHT),
    _upheld(BOUGHT, 14, EVENLY),
    _cleared(
        RING,
        33,
        "A fan club watches together on the way to the match. All of it counts.",
        "The club’s page lists the bus and the hour.",
    ),
    Case(
        happens=BOUGHT,
        outcome="partly",
        after=timedelta(hours=47),
        part=0.6,
        reason=(
            "A news page linked the video at noon, which explains the views of the afternoon. The "
            "others came from nowhere we could find."
        ),
    ),
    _upheld(RING, 19, "These accounts always came together, within seconds, and only to you."),
    _upheld(BOUGHT, 6.5, EVENLY),
    _cleared(
        FARM,
        40,
        "A library lends these phones to its readers. All of it counts.",
        "We called the library.",
    ),
    _upheld(FARM, 29, "Sixty accounts live on eight phones and watch nothing but your videos."),
    _upheld(BOUGHT, 52, EVENLY),
    _cleared(
        BOUGHT,
        64,
        "A television programme showed the video, and its page names the hour. All views count.",
    ),
)
