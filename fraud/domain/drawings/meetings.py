"""When accounts came to the same videos, a lane for each video. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 960
HOUR: Final = 3600
DAY: Final = 86_400
FOOT: Final = 24
MARKS: Final = (60, 900, HOUR, DAY, 7 * DAY, 28 * DAY)
LANE: Final = 26
LANES_LEFT: Final = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """One video: when each account came after the first of them."""

    number: int
    y: float
    spots: Sequence[float]
    seconds: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingChart:
    """Videos one under another; time runs to the right, ever faster."""

    height: int
    lanes: Sequence[Lane]
    marks: Sequence[tuple[float, int]]


def meeting_chart(points: Sequence[Sequence[int]]) -> MeetingChart:
    """Lay out meetings: `points` are (account, video, seconds after the first)."""
    latest = max((seconds for *_, seconds in points), default=0)
    end = max(latest, MARKS[1])

    def x(seconds: int) -> float:
        share = math.log1p(seconds / 60) / math.log1p(end / 60)
        return round(LANES_LEFT + (WIDTH - LANES_LEFT - 12) * share, 1)

    by_video: dict[int, list[int]] = {}
    for _account, video, seconds in points:
        by_video.setdefault(video, []).append(seconds)
    lanes = [
        Lane(number=video, y=LANE * at + LANE / 2, spots=[x(one) for one in sorted(seen)],
             seconds=sorted(seen))
        for at, (video, seen) in enumerate(sorted(by_video.items()))
    ]  # fmt: skip
    marks = [(x(one), one) for one in (0, *MARKS) if one <= end]
    return MeetingChart(height=LANE * len(lanes) + FOOT, lanes=lanes, marks=marks)
