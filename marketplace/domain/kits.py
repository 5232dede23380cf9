"""A creator's media kit, and what others may see of it.

What a creator doesn't show is for others as if it weren't known: nothing of it leaks. Counts are
rounded for others: held against what the platform shows, exact ones would tell what of them was
found false, which is between the creator and the house.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from marketplace.domain.real_views import FalseViews
from marketplace.domain.tone import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class KitVideo:
    """One of the best of the last videos. `engagement` is actions for each view."""

    title: str
    url: str
    posted_at: datetime
    views: int
    engagement: float | None
    letter: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KitAudience:
    """Who watches, in shares from 0 to 1; empty and None are “not yet known”, the day too."""

    ages: Mapping[str, float]
    female: float | None
    markets: Sequence[tuple[str, float]]
    source: str
    as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KitWork:
    """How the last videos do, as counted here; None is “not yet known”."""

    videos: int
    views: int | None
    engagement: float | None
    a_week: float | None
    newest: date | None
    tone: Tone | None
    best: tuple[KitVideo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KitRate:
    """What a video may cost in minor units: the estimate, and the least the creator takes."""

    low: int | None
    high: int | None
    least: int | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A media kit. `hidden` names the parts only the creator sees, and is empty for others.

    `categories` and `grades` count the last `posts` videos, one of which may be of two categories;
    `original` are how many of how many that were looked at; `false_views` only the owner reads.
    """

    creator_id: int
    name: str
    handle: str
    platform: str
    verified: bool
    country: str
    language: str
    about: str
    topics: tuple[str, ...]
    followers: int | None
    categories: tuple[tuple[str, int], ...]
    posts: int
    audience: KitAudience | None
    grades: tuple[tuple[str, int], ...]
    original: tuple[int, int] | None
    false_views: FalseViews | None
    work: KitWork | None
    rate: KitRate | None
    reported: Mapping[str, int]
    reported_on: date | None
    is_listed: bool
    accepts_offers: bool
    public_address: str
    hidden: frozenset[str]


def for_others(kit: Kit) -> Kit:
    """Return what others may see: each hidden part as if nothing were known of it."""
    # What was found false is between the creator and staff, whatever is shown.
    shown = replace(kit, hidden=frozenset(), false_views=None)
    if "followers" in kit.hidden:
        reported = {k: v for k, v in kit.reported.items() if k != "followers"}
        shown = replace(shown, followers=None, reported=reported)
    if "audience" in kit.hidden:
        shown = replace(shown, audience=None)
    if "categories" in kit.hidden:
        shown = replace(shown, categories=(), topics=())
    if "grade" in kit.hidden:
        shown = replace(shown, grades=())
    if "originality" in kit.hidden:
        shown = replace(shown, original=None)
    if "rate" in kit.hidden and shown.rate is not None:
        has_estimate = shown.rate.low is not None
        shown = replace(shown, rate=replace(shown.rate, least=None) if has_estimate else None)
    if "videos" in kit.hidden:
        return replace(shown, work=None, reported={})
    return replace(shown, work=_work_for_others(shown.work, kit.hidden))


def _work_for_others(work: KitWork | None, hidden: Collection[str]) -> KitWork | None:
    if work is None:
        return None
    best = tuple(
        replace(
            video,
            views=round_for_others(video.views),
            engagement=_rate_for_others(video.engagement),
            letter="" if "grade" in hidden else video.letter,
            category="" if "categories" in hidden else video.category,
        )
        for video in work.best
    )
    return replace(
        work,
        best=best,
        views=None if work.views is None else round_for_others(work.views),
        engagement=_rate_for_others(work.engagement),
    )


def round_for_others(count: int) -> int:
    """Return a count with its first two digits: 48,213 is 48,000."""
    unit = int(10 ** max(0, len(str(count)) - 2))
    return (count + unit // 2) // unit * unit


def _rate_for_others(rate: float | None) -> float | None:
    return None if rate is None else float(f"{rate:.2g}")
