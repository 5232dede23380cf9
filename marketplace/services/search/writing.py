"""The list of a brief as lines of CSV, all of one run."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, Final

from creatorspark.core.importers.downloads import defuse
from creatorspark.lib.money import plain_minor
from marketplace.models import Campaign
from marketplace.services.search.facts import CreatorCard, SearchPage
from marketplace.services.search.searching import search

PER_PAGE: Final = 100
MOST_PAGES: Final = 50
FACTORS: Final = ("content", "audience", "performance", "trust", "price")
HEAD: Final = (
    *("place", "creator", "name", "handle", "platform", "score"),
    *(f"{name}_{part}" for name in FACTORS for part in ("weight", "value")),
    *("categories", "followers", "country", "language", "grade", "originality"),
    *("rate_low", "rate_high", "currency", "audience_as_of", "audience_source"),
    *("reasons", "warnings", "run", "brief_version"),
)


def recommendations_csv(
    campaign: Campaign,
    *,
    chosen: Mapping[str, Iterable[str]],
    sort: str,
    run_version: int | None,
    now: datetime,
) -> Iterator[str]:
    """Return the lines, at most 5,000 creators. Raises RunGone at once, not at the first line."""
    wish = {name: tuple(values) for name, values in chosen.items()}

    def page(number: int, run: int | None) -> SearchPage:
        return search(
            campaign,
            chosen=wish,
            sort=sort,
            page=number,
            per_page=PER_PAGE,
            run_version=run,
            now=now,
        )

    first = page(1, run_version)
    run = first.run.version if first.run else None
    others = (page(number, run) for number in range(2, min(first.pages, MOST_PAGES) + 1))
    cards = (card for one in chain([first], others) for card in one.rows)
    return chain(
        ["\ufeff" + _line(HEAD)],
        (_line(_cells(card, run=run, version=campaign.version)) for card in cards),
    )


def _cells(card: CreatorCard, *, run: int | None, version: int) -> list[Any]:
    lines = {line.factor: line for line in card.lines}
    factors: list[Any] = []
    for name in FACTORS:
        line = lines.get(name)
        factors += [f"{line.weight:.4f}", f"{line.value:.4f}"] if line else ["", ""]
    rate = card.rate
    return [
        *(card.place, card.creator_id, card.name, card.handle, card.platform),
        *(f"{card.score:.4f}", *factors),
        "; ".join(f"{one.value} {one.share:.2f}" for one in card.categories),
        *(card.followers, card.country, card.language, card.grade, card.originality),
        *(plain_minor(rate.low) if rate else "", plain_minor(rate.high) if rate else ""),
        *(rate.currency if rate else "", card.audience.as_of, card.audience.source),
        " ".join(line.sentence for line in card.lines),
        *(" ".join(card.warnings), run, version),
    ]


def _line(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow("" if one is None else defuse(str(one)) for one in cells)
    return out.getvalue()
