"""What the facts of a creator amount to: mix of categories, performance, trust, rate, rhythm.

None is “not yet known” throughout; nothing here reads a database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from marketplace.domain.matching.policy import RateRules
from marketplace.domain.matching.profiles import GRADES, Rate

# What a creator says of itself counts like so many videos that tell something.
SAID: Final = 3
# Few grades say little, so that as many of the middle are added.
PRIOR_GRADES: Final = 2
MIDDLE: Final = 0.5
RHYTHM_WEEKS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenVideo:
    """One of the newest videos. `views` None: not counted yet; `uncounted` views are false ones.

    `categories` maps names to confidence; `score` is the place in the cohort, `letter` the grade;
    `is_original` None: not judged.
    """

    posted_at: datetime
    views: int | None = None
    uncounted: int = 0
    categories: Mapping[str, float]
    score: float | None = None
    letter: str = ""
    is_original: bool | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a creator's work is their own, in tenths, and the originals of those looked at."""

    value: float | None
    original: tuple[int, int] | None


def mix_of(videos: Sequence[SeenVideo], *, said: Mapping[str, float]) -> dict[str, float]:
    """Return shares of categories that add up to 1, from videos and what the creator says."""
    found = {name: SAID * share for name, share in said.items()}
    for video in videos:
        total = sum(video.categories.values())
        for name, confidence in video.categories.items():
            found[name] = found.get(name, 0.0) + confidence / total
    total = sum(found.values())
    return {name: round(share / total, 4) for name, share in sorted(found.items())} if total else {}


def counted_in(videos: Sequence[SeenVideo]) -> dict[str, int]:
    """Return in how many of the videos each category is."""
    found: dict[str, int] = {}
    for video in videos:
        for name in video.categories:
            found[name] = found.get(name, 0) + 1
    return found


def performance_of(videos: Sequence[SeenVideo]) -> tuple[float | None, str, int]:
    """Return the mean place among comparable videos, the middle grade, and how many were graded."""
    scores = [video.score for video in videos if video.score is not None]
    if not scores:
        return None, "", 0
    place = (sum(scores) + PRIOR_GRADES * MIDDLE) / (len(scores) + PRIOR_GRADES)
    letters = sorted(GRADES.index(video.letter) for video in videos if video.letter in GRADES)
    letter = GRADES[letters[len(letters) // 2]] if letters else ""
    return round(place, 4), letter, len(scores)


def trust_of(videos: Sequence[SeenVideo], *, shows_originality: bool) -> Trust:
    """Return the trust: the original videos of those that were looked at; None where not shown.

    What people found out about a creator is no part of it, since a number that brands read would
    tell it. Who was found out more than once isn't recommended at all.
    """
    judged = [video.is_original for video in videos if video.is_original is not None]
    if not judged or not shows_originality:
        return Trust(None, None)
    original = sum(judged)
    return Trust(round((original + 1) / (len(judged) + 1), 1), (original, len(judged)))


def rate_of(
    videos: Sequence[SeenVideo],
    *,
    mix: Mapping[str, float],
    followers: int | None,
    rules: RateRules,
    least_fee: int | None = None,
) -> Rate | None:
    """Return what a sponsored video may cost, by views (or followers), niche and size.

    None where neither is known. A least fee that the creator shows is the bottom of it.
    """
    views = _typical_views(videos)
    if views is None and followers is not None:
        views = followers * rules.views_a_follower
    if views is None:
        return None if least_fee is None else Rate(low=least_fee, high=least_fee)
    times = _size(followers, rules) * _niche(mix, rules) * views / 1000
    low, high = _three_digits(rules.low * times), _three_digits(rules.high * times)
    if least_fee is not None:
        low, high = max(low, least_fee), max(high, least_fee)
    return Rate(low=low, high=high)


def _three_digits(amount: float) -> int:
    """Round to three digits, more than an estimate is good for: 18,245.63 is 18,200."""
    digits = len(str(round(amount)))
    return int(round(amount, min(0, 3 - digits)))


def posts_a_week(videos: Sequence[SeenVideo], *, now: datetime) -> float | None:
    """Return how many videos a week came out lately; None without any video.

    Only the newest are known: where all of them are lately, their own time counts.
    """
    if not videos:
        return None
    since = now - timedelta(weeks=RHYTHM_WEEKS)
    lately = [video.posted_at for video in videos if video.posted_at >= since]
    if len(lately) < len(videos) or len(lately) < 2:
        return round(len(lately) / RHYTHM_WEEKS, 2)
    days = max(1.0, (now - min(lately)).total_seconds() / 86_400)
    return round(7 * len(lately) / days, 2)


def _typical_views(videos: Sequence[SeenVideo]) -> float | None:
    """Return the middle of the views that count: one hit doesn't set a price."""
    counted = [max(0, video.views - video.uncounted) for video in videos if video.views is not None]
    return float(median(counted)) if counted else None


def _size(followers: int | None, rules: RateRules) -> float:
    if followers is None:
        return 1.0
    return next(times for end, times in rules.by_followers if end is None or followers <= end)


def _niche(mix: Mapping[str, float], rules: RateRules) -> float:
    known = sum(mix.values())
    if not known:
        return 1.0
    return sum(share * rules.by_category.get(name, 1.0) for name, share in mix.items()) / known
