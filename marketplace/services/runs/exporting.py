"""What a run rests on and what came of it, as CSV, line by line."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import numpy as np

from creatorspark.core.importers.downloads import defuse
from marketplace.domain.matching.audiences import BANDS, coverage
from marketplace.domain.matching.ranking import rank
from marketplace.models import Brand, CreatorProfile, Match, MatchRun
from marketplace.services.needs import needs_of_brands
from marketplace.services.profiles.currency import house_currency
from marketplace.services.runs.reading import why_of
from marketplace.services.tables.opening import opened
from scoring.interface import CATEGORIES

CHUNK: Final = 500
# More columns than this no spreadsheet shows.
MOST_BRANDS: Final = 5_000
_CATEGORIES: Final = [str(value) for value, _label in CATEGORIES]
_TONE: Final = ("brightness", "colour", "cuts")
_BANDS: Final = [f"{low}-{high}" for low, high in BANDS]


def recommendations_csv(run: MatchRun, *, now: datetime) -> Iterator[str]:
    """Yield a line a creator: its brands, their scores and the reasons, each as a list.

    The first three columns are those of the table that this product replaces.
    """
    yield _line(
        ["Creator Name", "Top Brands", "Similarity Scores", "Reasons", "Username", "Creator", "Run"]
    )
    currency = house_currency(now=now)
    rows = Match.objects.filter(run=run, direction=Match.Direction.BRANDS)
    rows = rows.select_related("creator", "brand").order_by("creator_id", "rank")
    for creator, found in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row.creator):
        matches = list(found)
        yield _line(
            [
                creator.display_name or creator.handle or creator.external_id,
                [row.brand.name for row in matches if row.brand],
                [round(row.score, 5) for row in matches],
                [" ".join(why_of(row, currency=currency).reasons) for row in matches],
                *(creator.handle, creator.pk, run.version),
            ]
        )


def features_csv(run: MatchRun, *, now: datetime) -> Iterator[str]:
    """Yield what matching reads of each creator and of each brand; empty is not known."""
    yield _line(
        [
            *("kind", "id", "name", *_CATEGORIES, *(f"age {band}" for band in _BANDS)),
            *("female", "markets", "performance", "trust", "followers", "rate low", "rate high"),
            *_TONE,
        ]
    )
    rows = CreatorProfile.objects.filter(run=run).select_related("creator").order_by("creator_id")
    for row in rows.iterator(chunk_size=CHUNK):
        yield _line(
            [
                *("creator", row.creator_id, row.creator.display_name or row.creator.handle),
                *(row.mix.get(name, 0 if row.mix else "") for name in _CATEGORIES),
                *(row.audience.get("ages", {}).get(band, "") for band in _BANDS),
                row.audience.get("female_share", ""),
                _pairs(row.audience.get("markets", {})),
                *(row.performance.get("place", ""), row.trust.get("value", "")),
                *(row.followers, row.rate.get("low", ""), row.rate.get("high", "")),
                *(row.rhythm.get("tone", {}).get(name, "") for name in _TONE),
            ]
        )
    brands = list(Brand.objects.order_by("pk"))
    for brand, needs in zip(brands, needs_of_brands(brands, now=now), strict=True):
        wanted = coverage(needs.ages) if needs.ages else [1.0] * len(_BANDS)
        yield _line(
            [
                *("brand", brand.pk, brand.name),
                *(round(needs.categories.get(name, 0.0), 4) for name in _CATEGORIES),
                *(round(share, 4) for share in wanted),
                *("|".join(sorted(needs.genders)), "|".join(brand.target_markets) or "WORLD"),
                *("",) * (5 + len(_TONE)),
            ]
        )


def similarity_csv(run: MatchRun, *, now: datetime) -> Iterator[str]:
    """Yield a line a creator with its score for every brand; empty where a rule forbids the pair.

    Raises ValueError for more brands than a spreadsheet has columns.
    """
    brands = list(Brand.objects.order_by("pk"))
    if len(brands) > MOST_BRANDS:
        raise ValueError(f"{len(brands)} brands are more columns than a table can have.")
    yield _line(["Creator", "Creator Name", *(brand.name for brand in brands)])
    table = opened(run).table
    scores = np.full((len(brands), len(table)), np.nan, np.float32)
    needs = needs_of_brands(brands, now=now)
    for row, ranked in enumerate(rank(table, needs, most=max(1, len(table)))):
        scores[row, ranked.places] = ranked.scores
    names = _names(run)
    for place, creator_id in enumerate(table.ids.tolist()):
        cells = ["" if np.isnan(one) else f"{one:.5f}" for one in scores[:, place]]
        yield _line([creator_id, names.get(creator_id, ""), *cells])


def merged_csv(run: MatchRun, *, now: datetime) -> Iterator[str]:
    """Yield every recommendation beside what is known of its creator and of its brand."""
    yield _line(
        [
            *("Creator", "Creator Name", "Username", "Followers", "Categories", "Audience Age"),
            *("Audience Female", "Audience Markets", "Brand", "Brand Name", "Target Age"),
            *("Target Gender", "Target Markets", "Industries", "Goals", "Rank", "Score"),
            *("Reasons", "Warnings"),
        ]
    )
    currency = house_currency(now=now)
    rows = Match.objects.filter(run=run, direction=Match.Direction.BRANDS)
    rows = rows.select_related("creator", "brand").order_by("creator_id", "rank")
    chunk: list[Match] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _merged(run, chunk, currency=currency)
            chunk = []
    yield from _merged(run, chunk, currency=currency)


def _merged(run: MatchRun, rows: Sequence[Match], *, currency: str) -> Iterator[str]:
    ids = {row.creator_id for row in rows}
    profiles = {
        one.creator_id: one
        for one in CreatorProfile.objects.filter(run=run, creator_id__in=ids).defer("embedding")
    }
    for row in rows:
        profile, brand = profiles[row.creator_id], row.brand
        assert brand is not None
        why = why_of(row, currency=currency)
        audience = profile.audience
        yield _line(
            [
                *(row.creator_id, row.creator.display_name, row.creator.handle, profile.followers),
                *(_pairs(profile.mix), _pairs(audience.get("ages", {}))),
                *(audience.get("female_share", ""), _pairs(audience.get("markets", {}))),
                *(brand.pk, brand.name, brand.target_ages or "all"),
                "|".join(brand.target_genders) or "all",
                "|".join(brand.target_markets) or "WORLD",
                "|".join(f"{one['industry']}:{one['share']}" for one in brand.industries),
                *(brand.goals, row.rank, f"{row.score:.5f}"),
                *(" ".join(why.reasons), " ".join(why.warnings)),
            ]
        )


def _names(run: MatchRun) -> dict[int, str]:
    rows = CreatorProfile.objects.filter(run=run)
    return dict(rows.values_list("creator_id", "creator__display_name"))


def _pairs(shares: dict[str, float]) -> str:
    return "|".join(f"{name}:{share}" for name, share in shares.items())


def _line(cells: Sequence[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([defuse(one) if isinstance(one, str) else one for one in cells])
    return text.getvalue()
