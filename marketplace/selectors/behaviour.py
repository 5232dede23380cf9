"""The videos and audiences that insight is about, read in pieces so that memory stays flat."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from django.db.models import Exists, F, OuterRef

from creatorspark.core.models import Video
from marketplace.domain.insight.figures import Watchers
from marketplace.domain.insight.videos import Videos
from marketplace.models import Audience, Listing
from marketplace.selectors.known import audience_of
from scoring import interface as scoring

PIECE: Final = 10_000
COLUMNS: Final = 13
ACTIONS: Final = ("likes", "comments", "shares", "saves")
_Row = tuple[Any, ...]


class _Names:
    """Gives each name its place, in the order in which they come."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, name: str) -> int:
        return self.places.setdefault(name, len(self.places)) if name else -1

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self.places)


def graded_videos() -> Videos:
    """Return every video that was counted at its age, of creators who don't hide their videos.

    What a creator hides isn't known here either: followers, categories, audience.
    """
    categories, countries, markets = _Names(), _Names(), _Names()
    hidden = _hidden_parts()
    where = _main_markets(hidden)
    rows: list[np.ndarray[Any, np.dtype[np.float64]]] = []
    for piece in _pieces():
        numbers = [
            (
                *_numbers(row, grade, hidden.get(row["creator_id"], frozenset())),
                categories.place(about),
                countries.place(row["country"]),
                markets.place(where.get(row["creator_id"], "")),
            )
            for row, grade, about in _judged(piece, hidden)
        ]
        rows.append(np.array(numbers, np.float64).reshape(-1, COLUMNS))
    table = np.concatenate(rows) if rows else np.empty((0, COLUMNS))
    return _videos(table, categories.all, countries.all, markets.all)


def shown_audiences() -> list[Watchers]:
    """Return the current audience of each creator who shows it."""
    hidden = _hidden_parts()
    return [
        Watchers(row.creator_id, audience_of(_stored(row)))
        for row in Audience.objects.filter(
            is_current=True, creator__erased_at=None, creator__merged_into=None
        ).order_by("creator_id")
        if "audience" not in hidden.get(row.creator_id, frozenset())
    ]


def _stored(row: Audience) -> dict[str, Any]:
    return {"ages": row.ages, "female_share": row.female_share, "markets": row.markets}


def _hidden_parts() -> dict[int, frozenset[str]]:
    rows = Listing.objects.values_list("creator_id", "shows").iterator()
    return {
        creator: frozenset(part for part, shown in shows.items() if not shown)
        for creator, shows in rows
        if not all(shows.values())
    }


def _main_markets(hidden: Mapping[int, frozenset[str]]) -> dict[int, str]:
    rows = Audience.objects.filter(is_current=True).values_list("creator_id", "markets")
    return {
        creator: max(markets, key=lambda code: (markets[code], code))
        for creator, markets in rows.iterator()
        if markets and "audience" not in hidden.get(creator, frozenset())
    }


def _pieces() -> Iterator[list[dict[str, Any]]]:
    hides = Listing.objects.filter(creator_id=OuterRef("creator_id"), shows__videos=False)
    rows = Video.objects.filter(creator__erased_at=None, creator__merged_into=None)
    fields = ("pk", "creator_id", "posted_at", "duration_seconds", "hashtags", "caption")
    past = 0
    while True:
        piece = list(
            rows.filter(~Exists(hides), pk__gt=past)
            .order_by("pk")
            .values(*fields, country=F("creator__country"), followers=F("creator__follower_count"))[
                :PIECE
            ]
        )
        if not piece:
            return
        yield piece
        past = piece[-1]["pk"]


def _judged(
    piece: list[dict[str, Any]], hidden: Mapping[int, frozenset[str]]
) -> Iterator[tuple[dict[str, Any], scoring.Judgement, str]]:
    ids = [row["pk"] for row in piece]
    grades = scoring.judgements(video_ids=ids)
    about = scoring.categories_of_videos(video_ids=ids)
    for row in piece:
        grade = grades.get(row["pk"])
        if grade is None or not grade.counts["views"]:
            continue
        found = about.get(row["pk"])
        shows = "categories" not in hidden.get(row["creator_id"], frozenset())
        main = found.categories[0].category if found and found.categories and shows else ""
        yield row, grade, main


def _numbers(row: dict[str, Any], grade: scoring.Judgement, hidden: frozenset[str]) -> _Row:
    counts = {name: grade.counts[name] for name in ACTIONS}
    views = float(grade.counts["views"] or 0)
    # Without likes the sum would be a rate of something else.
    total = None if counts["likes"] is None else sum(one or 0 for one in counts.values())
    followers = None if "followers" in hidden else row["followers"]
    return (
        row["creator_id"],
        row["posted_at"].timestamp(),
        views,
        *(_share(one, views) for one in (total, counts["comments"], counts["shares"])),
        np.nan if row["duration_seconds"] is None else row["duration_seconds"],
        np.nan if followers is None else followers,
        len(row["hashtags"]),
        len(row["caption"]),
    )


def _share(count: float | None, views: float) -> float:
    return np.nan if count is None else count / views


def _videos(
    table: np.ndarray[Any, np.dtype[np.float64]],
    categories: tuple[str, ...],
    countries: tuple[str, ...],
    markets: tuple[str, ...],
) -> Videos:
    creator, posted, views, engagement, comments, shares, *rest = table.T
    seconds, followers, hashtags, letters, category, country, market = rest
    return Videos(
        creator=creator.astype(np.int64),
        posted=posted.astype(np.int64),
        views=views,
        engagement=engagement,
        comments=comments,
        shares=shares,
        seconds=seconds,
        followers=followers,
        hashtags=hashtags,
        letters=letters,
        category=category.astype(np.int64),
        country=country.astype(np.int64),
        watched_in=market.astype(np.int64),
        categories=categories,
        countries=countries,
        markets=markets,
    )
