"""What happened to single videos of the cast: a wave, a bought burst, somebody else's bots."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from creatorspark.demo.domain.cast import Story

VIRAL_VIEWS = 3_800_000


@dataclass(frozen=True, slots=True)
class Burst:
    """Views and likes that arrived evenly between two ages, without any other reaction.

    `taken_back`: the share that the platform removed again at the age `taken_back_at`.
    """

    from_hours: float
    to_hours: float
    views: int
    likes: int
    taken_back: float = 0.0
    taken_back_at: float = float("inf")

    def share_at(self, ages: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return which part of the burst stands in the counters at each age."""
        length = self.to_hours - self.from_hours
        arrived = ((ages - self.from_hours) / length).clip(0.0, 1.0)
        standing = np.where(ages >= self.taken_back_at, 1.0 - self.taken_back, 1.0)
        share: NDArray[np.float64] = np.multiply(arrived, standing)
        return share


@dataclass(frozen=True, slots=True)
class Twist:
    """How a video's fate differs from an ordinary one's."""

    views: float | None = None
    tau_hours: float | None = None
    burst: Burst | None = None
    watch_closely: tuple[float, ...] = ()


_HOURS_OF_BURST = tuple(float(hour) for hour in range(38, 52))
_TWISTS: dict[str, tuple[timedelta, Twist]] = {
    Story.VIRAL_HIT: (timedelta(days=26), Twist(views=VIRAL_VIEWS, tau_hours=60.0)),
    Story.BOUGHT_BURST: (
        timedelta(days=18),
        Twist(
            burst=Burst(from_hours=41, to_hours=46, views=182_000, likes=8_900),
            watch_closely=_HOURS_OF_BURST,
        ),
    ),
    Story.BOT_VICTIM: (
        timedelta(days=19),
        Twist(
            burst=Burst(
                from_hours=43,
                to_hours=45,
                views=64_000,
                likes=21_000,
                taken_back=0.9,
                taken_back_at=150.0,
            ),
            watch_closely=_HOURS_OF_BURST,
        ),
    ),
}


def twists_for(story: str, *, posted: list[datetime], now: datetime) -> dict[int, Twist]:
    """Return the twist of each unusual video, by its place in `posted`."""
    if story not in _TWISTS or not posted:
        return {}
    before, twist = _TWISTS[story]
    wanted = now - before
    nearest = min(range(len(posted)), key=lambda place: abs(posted[place] - wanted))
    return {nearest: twist}
