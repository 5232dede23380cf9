"""What happened to single videos of the cast: a wave, a bought burst, somebody else's bots."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from creatorspark.demo.domain.cast import Story

VIRAL_VIEWS = 3_800_000


@dataclass(frozen=True, slots=True)
class Burst:
    """Views and likes that arrived evenly between two ages, without any other reaction."""

    from_hours: float
    to_hours: float
    views: int
    likes: int

    def share_at(self, ages: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return which part of the burst stands in the counters at each age."""
        length = self.to_hours - self.from_hours
        share: NDArray[np.float64] = ((ages - self.from_hours) / length).clip(0.0, 1.0)
        return share


@dataclass(frozen=True, slots=True)
class Twist:
    """How a video's fate differs from an ordinary one's."""

    views: float | None = None
    tau_hours: float | None = None
    burst: Burst | None = None
    watch_closely: tuple[float, ...] = ()


# As many as the events of the story tell: fraud/services/made_up.py, STORIES.
BOUGHT_VIEWS, PROGRAM_VIEWS = 24_000, 2_000
_HOURS_OF_BURST = tuple(float(hour) for hour in range(47, 61))
_HOURS_OF_PROGRAMS = tuple(float(hour) for hour in range(23, 107, 6))
_TWISTS: dict[str, tuple[timedelta, Twist]] = {
    Story.VIRAL_HIT: (timedelta(days=26), Twist(views=VIRAL_VIEWS, tau_hours=60.0)),
    Story.BOUGHT_BURST: (
        timedelta(days=18),
        Twist(
            burst=Burst(from_hours=48, to_hours=60, views=BOUGHT_VIEWS, likes=48),
            watch_closely=_HOURS_OF_BURST,
        ),
    ),
    Story.BOT_VICTIM: (
        timedelta(days=19),
        Twist(
            burst=Burst(from_hours=24, to_hours=96, views=PROGRAM_VIEWS, likes=0),
            watch_closely=_HOURS_OF_PROGRAMS,
        ),
    ),
}


def twists_for(story: str, *, posted: list[datetime], now: datetime) -> dict[int, Twist]:
    """Return the twist of each unusual video, by its place in `posted`."""
    if story not in _TWISTS or not posted:
        return {}
    wanted = moment_of(story, now=now)
    nearest = min(range(len(posted)), key=lambda place: abs(posted[place] - wanted))
    return {nearest: _TWISTS[story][1]}


def moment_of(story: str, *, now: datetime) -> datetime:
    """Return about when a story's unusual video was posted. Raises KeyError: it has none."""
    return now - _TWISTS[story][0]


def has_twist(story: str) -> bool:
    """Say whether the counters of a story tell of one video that is unlike the others."""
    return story in _TWISTS
