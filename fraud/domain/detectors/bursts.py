"""Bursts whose added audience behaves like nobody's: never the height alone.

`examine` takes one hourly series; `detect` makes one for each creator from events.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from fraud.domain.activity import Activity, Events, Kind, distinct_pairs
from fraud.domain.burst_words import clockwork, few_viewers, likes_alone, without_likes
from fraud.domain.bursts import (
    WIDTHS,
    Floats,
    Marginal,
    Past,
    Series,
    marginal,
    past_of,
    smoothness,
    usual_views,
    windows,
)
from fraud.domain.detectors import register
from fraud.domain.findings import Finding
from fraud.domain.parameters import BurstParameters, Parameters
from fraud.domain.referrers import Source, classify

HOUR = 3600


@dataclass(frozen=True)
class _Case:
    series: Series
    past: Past
    added: list[Marginal]
    limits: BurstParameters


def examine(
    series: Series,
    *,
    parameters: BurstParameters | None = None,
    creator: int | None = None,
    video: int | None = None,
) -> list[Finding]:
    """Return what is strange about one hourly series, at most one finding for each reason."""
    limits = parameters or BurstParameters()
    expected = usual_views(series.views)
    spans = windows(series, expected, limits=limits)
    past = past_of(series, expected, spans, limits=limits)
    added = [marginal(series, past, span, limits=limits) for span in spans]
    case = _Case(series, past, added, limits)
    found: list[Finding] = []
    if worst := _most(one for one in added if _nobody_likes(one, limits)):
        certain = _is_certain(worst, past, limits)
        found.append(
            without_likes(series, past, worst, certain=certain, creator=creator, video=video)
        )
    if worst := _most(one for one in added if _few(one, limits)):
        found.append(few_viewers(series, worst, creator=creator, video=video))
    if span := _liked_unseen(case):
        found.append(likes_alone(series, past, span, creator=creator, video=video))
    if worst := _most(one for one in added if _ticks(one, case)):
        found.append(clockwork(series, worst, creator=creator, video=video))
    return found


def _most(strange: Iterator[Marginal]) -> Marginal | None:
    """Return the shortest window that holds nearly all of what was added."""
    found = list(strange)
    most = max((one.views for one in found), default=0.0)
    whole = [one for one in found if one.views >= 0.9 * most]
    return min(whole, key=lambda one: (one.last - one.first, -one.views), default=None)


def _nobody_likes(one: Marginal, limits: BurstParameters) -> bool:
    return (
        one.expected_likes >= limits.least_expected_likes
        and one.like_ratio_at_most < limits.like_ratio
        # A looped video has many views and few people: what counts is what each of them does.
        and one.viewer_like_ratio_at_most < limits.like_ratio
    )


def _is_certain(one: Marginal, past: Past, limits: BurstParameters) -> bool:
    """Say whether hardly any audience at all likes so little.

    What is usual for a newcomer nobody knows yet: a few first fans are no measure of strangers.
    """
    usual = past.likes_per_view
    rate = usual if past.known_views >= limits.usual_views else min(usual, limits.least_rate)
    return (
        one.like_ratio_at_most * usual < limits.conclusive_ratio * rate
        and one.expected_likes >= limits.conclusive_likes
    )


def _few(one: Marginal, limits: BurstParameters) -> bool:
    each = one.views_per_viewer
    many = each >= limits.views_per_viewer
    if not many or each < limits.views_per_viewer_growth * one.usual_views_per_viewer:
        return False
    # People who loop a video like it as often as others do, each of them once.
    return (
        each >= limits.views_per_viewer_extreme or one.viewer_like_ratio_at_most < limits.like_ratio
    )


def _liked_unseen(case: _Case) -> tuple[int, int] | None:
    """Return the hours with the most likes that no views explain."""
    series, limits = case.series, case.limits
    seen, liked, usual = _sums(series.views), _sums(series.likes), _sums(case.past.views)
    by_past = limits.likes_growth * case.past.likes_per_view
    best, most = None, float(limits.least_likes)
    for width in (width for width in WIDTHS if width <= len(series)):
        firsts = np.arange(0, len(series) - width + 1, max(1, width // 6))
        likes = liked[firsts + width] - liked[firsts]
        # A whole population's likes may exceed its views of the same hours by chance, not tenfold.
        views = seen[firsts + width] - seen[firsts]
        # New people may like twice as gladly; those who always come don't change overnight.
        grown = views >= limits.least_growth * (usual[firsts + width] - usual[firsts])
        allowed = np.where(grown, limits.likes_per_view, limits.likes_per_usual_view)
        unseen = likes - np.maximum(allowed, by_past) * views
        place = int(unseen.argmax())
        if unseen[place] > most:
            best, most = (int(firsts[place]), int(firsts[place]) + width), float(unseen[place])
    return best


def _ticks(one: Marginal, case: _Case) -> bool:
    """Say whether views come more evenly than chance lets people come."""
    limits, hours = case.limits, case.series.views[one.first : one.last]
    if len(hours) < limits.clockwork_hours or hours.min() < limits.clockwork_views:
        return False
    spread, steps = smoothness(hours)
    # Neighbouring steps share an hour, so they weigh about two thirds of independent ones.
    weight = steps * 2 / 3
    if chi2.cdf(spread * weight, weight) > limits.clockwork_doubt:
        return False
    ordinary = np.delete(case.series.views, slice(one.first, one.last))
    usual, known = smoothness(ordinary, robust=True)
    # Counts that are always this even were drawn by whoever delivers them.
    return known < limits.clockwork_hours or usual > max(4 * spread, 0.5)


@register("bursts")
def detect(activity: Activity, parameters: Parameters) -> Iterator[Finding]:
    """Examine each creator's views and likes; the video is the one that grew most."""
    embedded = np.fromiter(
        (classify(text) is Source.ELSEWHERE for text in activity.referrers),
        bool,
        len(activity.referrers),
    )
    rows = activity.events.of_kind(Kind.VIEW, Kind.LIKE)
    if not len(rows):
        return
    start = int(rows.at.min()) // HOUR * HOUR
    hours = (int(rows.at.max()) - start) // HOUR + 1
    order = np.argsort(rows.creator, kind="stable")
    cuts = np.flatnonzero(np.diff(rows.creator[order])) + 1
    for part in np.split(order, cuts):
        events = rows.where(part)
        series = _series(events, embedded, start=start, hours=hours)
        for finding in examine(
            series, parameters=parameters.bursts, creator=int(events.creator[0])
        ):
            yield _on_video(finding, events)


def _series(events: Events, embedded: NDArray[np.bool_], *, start: int, hours: int) -> Series:
    hour = (events.at - start) // HOUR
    seen = events.kind == Kind.VIEW
    known = seen & (events.actor != 0)
    people = distinct_pairs(hour[known], events.actor[known])[0]
    unknown = np.bincount(hour[seen & ~known], minlength=hours)
    return Series.of(
        start=start,
        views=np.bincount(hour[seen], minlength=hours),
        likes=np.bincount(hour[events.kind == Kind.LIKE], minlength=hours),
        viewers=np.bincount(people, minlength=hours) + unknown,
        embedded=np.bincount(hour[seen & embedded[events.referrer]], minlength=hours),
    )


def _on_video(finding: Finding, events: Events) -> Finding:
    """Name the video when one alone holds most of what was added."""
    inside = (events.at >= finding.start) & (events.at < finding.end)
    videos, counts = np.unique(
        events.video[inside & (events.kind == Kind.VIEW)], return_counts=True
    )
    if not len(videos) or counts.max() < 0.6 * counts.sum():
        return finding
    return replace(finding, video=int(videos[counts.argmax()]))


def _sums(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])
