"""The audience that a burst added, compared with a creator's own past. Pure arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fraud.domain.parameters import BurstParameters

DAY: Final = 24
MOST: Final = 1e12
_MEDIAN_SQUARE: Final = 0.4549  # of a normal deviate
WIDTHS: Final = (3, 6, 12, 24, 48, 96)
# How far an ordinary stretch stays below the median one: known at least, at most, and while
# there is too little past to tell.
LEAST_SPREAD: Final = 0.12
MOST_SPREAD: Final = 0.4
UNKNOWN_SPREAD: Final = 0.25
HIDING: Final = 1.5  # by how many spreads at once
FEWEST_BLOCKS: Final = 5
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Series:
    """Counts an hour, beginning at `start` (Unix seconds).

    `viewers` are different people an hour; None: not known. `embedded` are views on other
    people's pages, where nobody can press like; they're left out.
    """

    start: int
    views: Floats
    likes: Floats
    viewers: Floats | None = None

    @classmethod
    def of(
        cls,
        *,
        views: object,
        likes: object,
        viewers: object = None,
        embedded: object = None,
        start: int = 0,
    ) -> "Series":
        """Build from any sequences of one length, an hour each, in the order of time.

        ValueError with a sentence when they differ in length, or hold what isn't a count.
        """
        if not isinstance(start, int | np.integer) or start < 0:
            raise ValueError("start is a whole number of Unix seconds.")
        seen, liked = _counts("views", views), _counts("likes", likes)
        people = None if viewers is None else _counts("viewers", viewers)
        away = np.zeros_like(seen) if embedded is None else _counts("embedded", embedded)
        if {len(liked), len(away), len(seen if people is None else people)} != {len(seen)}:
            raise ValueError("Views, likes, viewers and embedded views are of one length.")
        here = np.maximum(seen - away, 0)
        if people is not None:
            people = people * np.divide(here, seen, out=np.zeros_like(seen), where=seen > 0)
        return cls(start=int(start), views=here, likes=liked, viewers=people)

    def __len__(self) -> int:
        return len(self.views)


def _counts(name: str, given: object) -> Floats:
    if getattr(given, "dtype", np.dtype(float)).kind in "mM":
        raise ValueError(f"{name} holds times; it should hold counts.")
    try:
        counts = np.asarray(given, float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} holds something that isn’t a number.") from error
    if counts.ndim != 1:
        raise ValueError(f"{name} is a plain list of numbers, one an hour.")
    if not np.isfinite(counts).all():
        place = int(np.flatnonzero(~np.isfinite(counts))[0])
        raise ValueError(f"{name} has no number at place {place}; an hour without events is 0.")
    if counts.min(initial=0) < 0 or counts.max(initial=0) > MOST:
        raise ValueError(f"{name} holds counts: from 0 to {MOST:.0e} an hour.")
    return counts


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is usual: views of each hour, and per view likes and viewers.

    `views_spread` and `likes_spread` say by which share an ordinary stretch of so many hours may
    stay below the usual views (for as many hours as a burst lasts), and its likes a view away from
    the usual ones. `known_views` is how many views the usual likes were learned from.
    """

    views: Floats
    known_views: float
    likes_per_view: float
    viewers_per_view: float
    views_spread: Mapping[int, float] = field(default_factory=dict)
    likes_spread: float = LEAST_SPREAD


@dataclass(frozen=True, kw_only=True)
class Marginal:
    """What hours `first` to `last` (exclusive) added to the usual, and how surely."""

    first: int
    last: int
    views: float
    likes: float
    viewers: float
    like_ratio: float
    like_ratio_at_most: float
    viewer_like_ratio_at_most: float
    expected_likes: float
    views_per_viewer: float
    usual_views_per_viewer: float


def usual_views(views: Floats) -> Floats:
    """Return the views to expect each hour: the daily rhythm times the level of ordinary days.

    Medians, so that no burst of less than half the time counts as ordinary.
    """
    hours = len(views)
    if hours < 2 * DAY:
        return np.full(hours, float(np.median(views)) if hours else 0.0)
    days = views[: hours - hours % DAY].reshape(-1, DAY)
    rhythm = np.median(days, axis=0)
    level = float(np.median(days.sum(axis=1)))
    # The medians of quiet hours are too low for few views; the level of a day is not.
    scale = level / rhythm.sum() if rhythm.sum() else 0.0
    shape = rhythm * scale if scale else np.full(DAY, level / DAY)
    return np.asarray(np.tile(shape, hours // DAY + 1)[:hours], float)


def windows(series: Series, expected: Floats, *, limits: BurstParameters) -> list[tuple[int, int]]:
    """Return spans of hours with far more views than usual. Height alone accuses nobody."""
    found = []
    seen, usual = _sums(series.views), _sums(expected)
    for width in (width for width in WIDTHS if width <= len(series)):
        firsts = np.arange(0, len(series) - width + 1, max(1, width // 6))
        high = seen[firsts + width] - seen[firsts]
        low = usual[firsts + width] - usual[firsts]
        least = limits.least_growth if width < 2 * DAY else limits.least_growth_of_days
        grown = (high - low >= limits.least_views) & (high >= least * low)
        found += [(int(first), int(first) + width) for first in firsts[grown]]
    return found


def past_of(
    series: Series, expected: Floats, spans: list[tuple[int, int]], *, limits: BurstParameters
) -> Past:
    """Return what is usual outside the spans, leaning on a general rate where little is known."""
    ordinary = np.ones(len(series), bool)
    for first, last in spans:
        ordinary[first:last] = False
    views = series.views[ordinary].sum()
    weight = limits.usual_views
    liked = ordinary & ~_flooded(series)
    likes = float(
        (series.likes[liked].sum() + weight * limits.usual_rate)
        / (series.views[liked].sum() + weight)
    )
    viewers = 1.0
    if series.viewers is not None:
        viewers = (series.viewers[ordinary].sum() + weight * 0.8) / (views + weight)
    return Past(
        views=expected,
        known_views=float(series.views[liked].sum()),
        likes_per_view=likes,
        viewers_per_view=float(viewers),
        views_spread={
            width: _views_spread(series.views, expected, ordinary, width)
            for width in {last - first for first, last in spans}
        },
        likes_spread=_likes_spread(series),
    )


def _blocks(values: Floats, ordinary: Bools, width: int) -> Floats:
    """Return the sums of stretches of `width` hours in which nothing was out of the ordinary."""
    whole = len(values) // width * width
    plain = ordinary[:whole].reshape(-1, width).all(axis=1)
    return np.asarray(values[:whole].reshape(-1, width).sum(axis=1)[plain])


def _views_spread(views: Floats, expected: Floats, ordinary: Bools, width: int) -> float:
    seen, usual = _blocks(views, ordinary, width), _blocks(expected, ordinary, width)
    known = usual > 0
    if known.sum() < FEWEST_BLOCKS:
        return UNKNOWN_SPREAD
    low = float(np.quantile(seen[known] / usual[known], 0.1))
    return float(np.clip(1 - low, LEAST_SPREAD, MOST_SPREAD))


def _flooded(series: Series) -> Bools:
    """Return the hours of days with far more likes a view than the middle day: no usual likes."""
    days = len(series) // DAY
    flooded = np.zeros(len(series), bool)
    seen = series.views[: days * DAY].reshape(-1, DAY).sum(axis=1)
    liked = series.likes[: days * DAY].reshape(-1, DAY).sum(axis=1)
    if days >= FEWEST_BLOCKS and seen.all():
        odd = liked > 2.5 * np.median(liked / seen) * seen + 10
        flooded[: days * DAY] = np.repeat(odd, DAY)
    return flooded


def _likes_spread(series: Series) -> float:
    """Return how far most days' likes a view are from the middle day's, chance taken away."""
    every = np.ones(len(series), bool)
    seen, liked = _blocks(series.views, every, DAY), _blocks(series.likes, every, DAY)
    liked, seen = liked[seen > 0], seen[seen > 0]
    if len(seen) < FEWEST_BLOCKS or not liked.any():
        return UNKNOWN_SPREAD
    ratio = liked / seen
    middle = max(float(np.median(ratio)), 1e-9)
    apart = np.quantile(np.abs(ratio / middle - 1), 0.68) ** 2 - np.median(1 / (middle * seen))
    return float(np.clip(max(apart, 0.0) ** 0.5, LEAST_SPREAD, MOST_SPREAD))


def marginal(
    series: Series, past: Past, span: tuple[int, int], *, limits: BurstParameters
) -> Marginal:
    """Return what a span added. The bounds allow for chance at `limits.sureness` deviations.

    They also allow for a usual audience that stayed away: what came instead was then new.
    """
    hours = slice(*span)
    usual, all_views = float(past.views[hours].sum()), float(series.views[hours].sum())
    spread = past.views_spread.get(span[1] - span[0], UNKNOWN_SPREAD)
    at_least = usual * (1 - spread)
    views, most_views = max(all_views - usual, 1e-9), max(all_views - at_least, 1e-9)
    all_likes, rate = float(series.likes[hours].sum()), past.likes_per_view
    likes = max(all_likes - rate * usual, 0.0)
    by_chance = likes_at_most(all_likes, sureness=limits.sureness) - all_likes
    by_taste = limits.sureness * past.likes_spread * rate * at_least
    # Added views take no likes away: where even the usual ones are missing, all like less today.
    by_taste += 2 * max(rate * at_least - all_likes, 0.0)
    likes_at_best = max(all_likes - rate * at_least, 0.0) + float(np.hypot(by_chance, by_taste))
    viewers, most_viewers = views, most_views
    if series.viewers is not None:
        seen_by = float(series.viewers[hours].sum())
        viewers = max(seen_by - past.viewers_per_view * usual, 1.0)
        most_viewers = max(seen_by - past.viewers_per_view * at_least, 1.0)
    rate_of_viewers = rate / max(past.viewers_per_view, 1e-9)
    return Marginal(
        first=span[0],
        last=span[1],
        views=views,
        likes=likes,
        viewers=viewers,
        expected_likes=rate * views,
        like_ratio=likes / (rate * views),
        like_ratio_at_most=likes_at_best / (rate * most_views),
        viewer_like_ratio_at_most=likes_at_best / (rate_of_viewers * most_viewers),
        # Viewers are hidden among a usual number that isn't sharp; count them as many as may be.
        views_per_viewer=views / (viewers + HIDING * spread * past.viewers_per_view * usual),
        usual_views_per_viewer=1 / max(past.viewers_per_view, 1e-9),
    )


def likes_at_most(likes: float, *, sureness: float) -> float:
    """Return the highest mean that so few likes still allow, `sureness` deviations away.

    Wilson and Hilferty's close form of the exact bound, which holds for no likes at all, too.
    """
    more = likes + 1
    return float(more * (1 - 1 / (9 * more) + sureness / (3 * more**0.5)) ** 3)


def smoothness(counts: Floats, *, robust: bool = False) -> tuple[float, int]:
    """Return how much counts differ from hour to hour, against chance (1), and their number.

    Neighbours are compared, so that a rise and fall over the day doesn't count; `robust` also
    ignores the few hours in which a burst begins and ends.
    """
    steps = np.diff(counts)
    level = float(np.median(counts) if robust else counts.mean()) if len(counts) else 0.0
    if len(steps) < 2 or level <= 0:
        return 1.0, len(steps)
    squares = steps**2
    spread = float(np.median(squares)) / _MEDIAN_SQUARE if robust else float(squares.mean())
    return spread / (2 * level), len(steps)


def _sums(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])
