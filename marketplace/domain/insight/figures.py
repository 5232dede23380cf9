"""All figures of one night, as they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from marketplace.domain.insight import groups, relations
from marketplace.domain.insight.videos import LEAST_CREATORS, Videos
from marketplace.domain.matching.audiences import BANDS, Audience

SCHEMA: Final = 1
MARKETS_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Watchers:
    """An audience that its creator shows."""

    creator_id: int
    audience: Audience


def figures_of(videos: Videos, watchers: Sequence[Watchers]) -> dict[str, Any]:
    """Return every figure that is shown; plain data, the same for the same videos."""
    found = {
        "category": groups.by_names(videos, videos.category, videos.categories),
        "hour": groups.by_numbers(videos, videos.hour, 24),
        "weekday": groups.by_numbers(videos, videos.weekday, 7),
        "length": groups.by_ranges(videos, videos.seconds, groups.LENGTHS),
        "size": groups.by_ranges(videos, videos.followers, groups.SIZES),
        "market": groups.by_names(videos, videos.watched_in, videos.markets),
        "country": groups.by_names(videos, videos.country, videos.countries),
    }
    all_of_them = groups.overall(videos)
    return {
        "schema": SCHEMA,
        "all": all_of_them,
        "groups": {name: rows for name, (rows, _small) in found.items()},
        "hidden": {name: small for name, (_rows, small) in found.items()},
        "week": groups.week(videos),
        "spread": {
            "engagement": relations.distribution(
                videos, videos.engagement, relations.ENGAGEMENT_EDGES
            ),
            "views": relations.distribution(videos, videos.views, relations.VIEW_EDGES),
            "seconds": relations.distribution(videos, videos.seconds, relations.LENGTH_EDGES),
        },
        # Of a few creators, how two figures move together would be about these few.
        "correlations": relations.correlations(videos) if all_of_them else None,
        "audiences": audiences_of(watchers),
        "posted": [_day(videos, np.min), _day(videos, np.max)] if len(videos) else None,
    }


def audiences_of(watchers: Sequence[Watchers]) -> dict[str, Any]:
    """Return the mean audience, each creator counting as much as any other."""
    ages = [one.audience.ages for one in watchers if one.audience.ages is not None]
    female = [one.audience.female for one in watchers if one.audience.female is not None]
    markets = [one.audience.markets for one in watchers if one.audience.markets]
    return {
        "ages": _mean_ages(ages) if len(ages) >= LEAST_CREATORS else None,
        "ages_of": len(ages),
        "female": round(float(np.mean(female)), 4) if len(female) >= LEAST_CREATORS else None,
        "female_of": len(female),
        "markets": _mean_markets(markets) if len(markets) >= LEAST_CREATORS else None,
        "markets_of": len(markets),
    }


def _mean_ages(ages: Sequence[tuple[float, ...]]) -> dict[str, float]:
    means = np.mean(np.array(ages), axis=0)
    return {
        f"{low}-{high}": round(float(share), 4)
        for (low, high), share in zip(BANDS, means, strict=True)
    }


def _mean_markets(markets: Sequence[Any]) -> list[list[Any]]:
    sums: dict[str, list[float]] = {}
    for one in markets:
        for code, share in one.items():
            sums.setdefault(code, []).append(share)
    shown: list[list[Any]] = [
        [code, round(sum(shares) / len(markets), 4)]
        for code, shares in sums.items()
        if len(shares) >= LEAST_CREATORS
    ]
    shown.sort(key=lambda one: (-float(one[1]), one[0]))
    return shown[:MARKETS_SHOWN]


def _day(videos: Videos, pick: Any) -> str:
    return str(np.datetime64(int(pick(videos.posted)), "s").astype("datetime64[D]"))
