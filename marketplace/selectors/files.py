"""What is taken out of the marketplace as CSV: rows of an import, cleaned creators and brands."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from creatorspark.core.importers.downloads import defuse
from marketplace.domain.cleaning.columns import FIELDS, Kind
from marketplace.models import Audience, Brand, ImportedRow, Listing, MarketImport
from marketplace.selectors.wording import field_label, problem_sentence, shown

CHUNK: Final = 500
CREATOR_COLUMNS: Final = (
    *("creator", "platform", "external_id", "handle", "name", "country", "language"),
    *("followers", "topics", "likes", "comments", "shares", "views", "reported_on"),
    *("audience_ages", "audience_female_share", "audience_markets", "audience_source"),
    *("audience_as_of", "is_listed", "accepts_offers", "refuses"),
)
BRAND_COLUMNS: Final = (
    *("brand", "external_id", "name", "website", "parent", "parent_source", "target_ages"),
    *("target_genders", "target_markets", "goals", "activities", "industries"),
    *("industries_source", "verified_at"),
)


def rows_csv(run: MarketImport, *, odd_only: bool = False) -> Iterator[str]:
    """Yield each row of an import: every field as given beside what it was taken for.

    `odd_only` leaves out the rows with nothing to look at.
    """
    fields = [name for name in FIELDS[Kind(run.kind)] if run.mapping.get(name)]
    derived = ["industries"] if run.kind == Kind.BRANDS else []
    heads = [_("line"), _("what became of it")]
    for name in fields:
        heads += [run.mapping[name], _("%(field)s, cleaned") % {"field": field_label(name)}]
    heads += [*(field_label(name) for name in derived), _("problems")]
    yield "\ufeff" + _line(heads)
    rows = ImportedRow.objects.filter(run=run).order_by("number")
    if odd_only:
        rows = rows.exclude(problems=[])
    for row in rows.iterator(chunk_size=CHUNK):
        cells: list[Any] = [row.number, row.get_state_display()]
        for name in fields:
            cells += [row.original.get(run.mapping[name], ""), _cleaned(row, name)]
        cells += [_cleaned(row, name) for name in derived]
        cells.append(" | ".join(_told(problem) for problem in row.problems))
        yield _line(cells)


def creators_csv() -> Iterator[str]:
    """Yield every creator of the marketplace as cleaned, whom nobody erased or merged."""
    yield "\ufeff" + _line(CREATOR_COLUMNS)
    listings = (
        Listing.objects.select_related("creator")
        .filter(creator__erased_at=None, creator__merged_into=None)
        .order_by("creator_id")
    )
    chunk: list[Listing] = []
    for listing in listings.iterator(chunk_size=CHUNK):
        chunk.append(listing)
        if len(chunk) == CHUNK:
            yield from _creator_lines(chunk)
            chunk = []
    yield from _creator_lines(chunk)


def brands_csv() -> Iterator[str]:
    """Yield every brand as cleaned."""
    yield "\ufeff" + _line(BRAND_COLUMNS)
    brands = Brand.objects.select_related("parent").order_by("pk")
    for brand in brands.iterator(chunk_size=CHUNK):
        yield _line(
            [
                *(brand.pk, brand.external_id, brand.name, brand.website),
                *(brand.parent.name if brand.parent else "", brand.parent_source),
                *(brand.target_ages or "all", "|".join(brand.target_genders) or "all"),
                "|".join(brand.target_markets) or "WORLD",
                *(brand.goals, brand.activities),
                "|".join(f"{one['industry']}:{one['share']}" for one in brand.industries),
                *(brand.industries_source, _moment(brand.verified_at)),
            ]
        )


def _creator_lines(listings: Sequence[Listing]) -> Iterator[str]:
    ids = [one.creator_id for one in listings]
    current = Audience.objects.filter(creator_id__in=ids, is_current=True)
    audiences = {one.creator_id: one for one in current}
    for listing in listings:
        creator, audience = listing.creator, audiences.get(listing.creator_id)
        yield _line(
            [
                *(creator.pk, creator.platform, creator.external_id, creator.handle),
                *(creator.display_name, creator.country, creator.language),
                *(creator.follower_count, "|".join(listing.topics)),
                *(listing.reported.get(name) for name in ("likes", "comments", "shares", "views")),
                listing.reported_on,
                *(_audience_cells(audience)),
                *(listing.is_listed, listing.accepts_offers, "|".join(listing.refuses)),
            ]
        )


def _audience_cells(audience: Audience | None) -> tuple[Any, ...]:
    if audience is None:
        return ("",) * 5
    return (
        _shares(audience.ages),
        audience.female_share,
        _shares(audience.markets),
        audience.source,
        audience.as_of if audience.is_dated else "",
    )


def _shares(shares: dict[str, float]) -> str:
    return json.dumps(shares) if shares else ""


def _moment(at: Any) -> str:
    return at.isoformat() if at else ""


def _cleaned(row: ImportedRow, field: str) -> str:
    return shown(field, row.cleaned[field]) if field in row.cleaned else ""


def _told(problem: dict[str, str]) -> str:
    label = f"{field_label(problem['column'])}: " if problem["column"] else ""
    return f"{label}{problem_sentence(problem)}"


def _line(cells: Sequence[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(["" if cell is None else defuse(str(cell)) for cell in cells])
    return buffer.getvalue()
