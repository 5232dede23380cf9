"""Engagement by groups of videos; groups too small to say anything are counted, not shown."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from marketplace.domain.insight.videos import LEAST_CREATORS, LEAST_VIDEOS, Floats, Videos, Whole

LENGTHS: Final = ((0, 15), (15, 30), (30, 60), (60, 180), (180, None))
SIZES: Final = ((0, 1_000), (1_000, 10_000), (10_000, 100_000), (100_000, 1_000_000),
                (1_000_000, None))  # fmt: skip
MOST_ROWS: Final = 24

Row = dict[str, Any]


def overall(videos: Videos) -> Row | None:
    """Return the figures of all videos, None where they are too few."""
    return _row("all", videos, np.ones(len(videos), bool))


def by_names(videos: Videos, codes: Whole, names: Sequence[str]) -> tuple[list[Row], int]:
    """Return a row for each name, the most engaging first, and how many were too small."""
    rows = [_row(name, videos, codes == code) for code, name in enumerate(names)]
    shown = [row for row in rows if row]
    there = len(np.unique(codes[codes >= 0]))
    shown.sort(key=lambda row: (-row["middle"], row["key"]))
    return shown[:MOST_ROWS], there - len(shown)


def by_numbers(videos: Videos, codes: Whole, count: int) -> tuple[list[Row], int]:
    """Return a row for each number from 0, in their order, and how many were too small."""
    rows = [_row(str(code), videos, codes == code) for code in range(count)]
    there = len(np.unique(codes))
    shown = [row for row in rows if row]
    return shown, there - len(shown)


def by_ranges(
    videos: Videos, values: Floats, ranges: Sequence[tuple[int, int | None]]
) -> tuple[list[Row], int]:
    """Return a row for each range (its low end is in it), and how many were too small."""
    shown, small = [], 0
    for low, high in ranges:
        inside = (values >= low) & (values < (np.inf if high is None else high))
        row = _row(f"{low}-{'' if high is None else high}", videos, inside)
        if row:
            shown.append(row)
        elif inside.any():
            small += 1
    return shown, small


def week(videos: Videos) -> list[list[float | None]]:
    """Return the middle engagement for each weekday and hour; None where too few were posted."""
    places = videos.weekday * 24 + videos.hour
    cells = [_row("", videos, places == place) for place in range(7 * 24)]
    middles = [cell["middle"] if cell else None for cell in cells]
    return [middles[24 * day : 24 * day + 24] for day in range(7)]


def _row(key: str, videos: Videos, inside: np.ndarray[Any, np.dtype[np.bool_]]) -> Row | None:
    known = inside & ~np.isnan(videos.engagement)
    number = int(known.sum())
    creators = len(np.unique(videos.creator[known]))
    if number < LEAST_VIDEOS or creators < LEAST_CREATORS:
        return None
    low, middle, high = np.quantile(videos.engagement[known], (0.25, 0.5, 0.75))
    return {
        "key": key,
        "videos": number,
        "creators": creators,
        "low": _rounded(low),
        "middle": _rounded(middle),
        "high": _rounded(high),
        "views": round(float(np.median(videos.views[known]))),
    }


def _rounded(share: float) -> float:
    return round(float(share), 5)
