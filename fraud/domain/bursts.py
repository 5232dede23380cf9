"""The audience that a burst added, compared with a creator's own past. Pure arithmetic."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fraud.domain.parameters import BurstParameters

DAY: Final = 24
_MEDIAN_SQUARE: Final = 0.4549  # of a normal deviate
WIDTHS: Final = (3, 6, 12, 24, 48, 96)
Floats = NDArray[np.float64]


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
        """Build from any sequences of one length. ValueError when they differ."""
        seen, liked = np.asarray(views, float), np.asarray(likes, float)
        people = None if viewers is None else np.asarray(viewers, float)
        away = np.zeros_like(seen) if embedded is None else np.asarray(embedded, float)
        if {len(liked), len(away), len(seen if people is None else people)} != {len(seen)}:
            raise ValueError("Views, likes, viewers and embedded views are of one length.")
        here = np.maximum(seen - away, 0)
        if people is not None:
            people = people * np.divide(here, seen, out=np.zeros_like(seen), where=seen > 0)
        return cls(start=start, views=here, likes=liked, viewers=people)

    def __len__(self) -> int:
        return len(self.views)


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is usual: views of each hour, and per view likes and viewers."""

    views: Floats
    likes_per_view: float
    viewers_per_view: float


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
    unsure_likes: float
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
        grown = (high - low >= limits.least_views) & (high >= limits.least_growth * low)
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
    likes = (series.likes[ordinary].sum() + weight * limits.usual_rate) / (views + weight)
    viewers = 1.0
    if series.viewers is not None:
        viewers = (series.viewers[ordinary].sum() + weight * 0.8) / (views + weight)
    return Past(views=expected, likes_per_view=float(likes), viewers_per_view=float(viewers))


def marginal(
    series: Series, past: Past, span: tuple[int, int], *, limits: BurstParameters
) -> Marginal:
    """Return what a span added. The bounds allow for chance at `limits.sureness` deviations."""
    hours = slice(*span)
    usual = float(past.views[hours].sum())
    views = max(float(series.views[hours].sum()) - usual, 1e-9)
    all_likes, rate = float(series.likes[hours].sum()), past.likes_per_view
    likes = max(all_likes - rate * usual, 0.0)
    doubt = limits.sureness * (max(all_likes, rate * usual) + 1) ** 0.5
    viewers = views
    if series.viewers is not None:
        seen_by = float(series.viewers[hours].sum())
        viewers = max(seen_by - past.viewers_per_view * usual, 1.0)
    rate_of_viewers = rate / max(past.viewers_per_view, 1e-9)
    # An ordinary day may have a quarter fewer viewers, or likes, than the median day.
    unsure = rate * usual / 4
    return Marginal(
        first=span[0],
        last=span[1],
        views=views,
        likes=likes,
        viewers=viewers,
        expected_likes=rate * views,
        unsure_likes=unsure,
        like_ratio=likes / (rate * views),
        like_ratio_at_most=(likes + doubt + unsure) / (rate * views),
        viewer_like_ratio_at_most=(likes + doubt + unsure) / (rate_of_viewers * viewers),
        # Viewers are hidden among a usual number that isn't sharp; count them as many as may be.
        views_per_viewer=views / (viewers + past.viewers_per_view * usual / 3),
        usual_views_per_viewer=1 / max(past.viewers_per_view, 1e-9),
    )


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
