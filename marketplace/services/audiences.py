"""Who watches a creator: each statement is kept, the newest one is current."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from marketplace.domain.matching import audiences as domain
from marketplace.models import Audience

# Figures without a day came in when they came in; how old they were then, nobody knows.
UNDATED: Final = timedelta(days=365)


class AudienceError(Exception):
    """These shares can't be an audience; the message is for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source says of a creator's audience; `original` is how it said it."""

    creator_id: int
    audience: domain.Audience
    original: dict[str, Any] = field(default_factory=dict)


def ages_json(audience: domain.Audience) -> dict[str, float]:
    """Return the shares of ages by band ("13-17"), as they are stored; empty when not known."""
    if audience.ages is None:
        return {}
    return {
        f"{low}-{high}": round(share, 6)
        for (low, high), share in zip(domain.BANDS, audience.ages, strict=True)
    }


def record(
    creator: Creator,
    *,
    ages: dict[str, float],
    female_share: float | None,
    markets: dict[str, float],
    source: str,
    as_of: date,
    actor: User | None,
    now: datetime,
) -> Audience:
    """Keep what a creator, a platform or counting here says: shares of bands and countries, 0 to 1.

    Raises AudienceError for shares that don't add up, or a day to come.
    """
    if as_of > now.date():
        raise AudienceError(_("The day is still to come. Nothing was kept; give the day it is of."))
    try:
        bands = tuple(ages.get(f"{low}-{high}", 0.0) for low, high in domain.BANDS)
        audience = domain.Audience(
            ages=bands if ages else None, female=female_share, markets=markets
        )
    except ValueError as fault:
        raise AudienceError(
            _("The shares don't add up to 100 %. Nothing was kept; look at them again.")
        ) from fault
    said = Statement(creator_id=creator.pk, audience=audience)
    with transaction.atomic():
        append([said], source=source, as_of=as_of, now=now)
        kept = Audience.objects.filter(creator=creator, source=source, as_of=as_of).latest("pk")
        audit.record(
            "marketplace.audience.recorded",
            target=kept,
            actor=actor,
            after={"creator": creator.pk, "source": source, "as_of": as_of.isoformat()},
        )
    return kept


def append(
    statements: Sequence[Statement],
    *,
    source: str,
    as_of: date,
    now: datetime,
    is_dated: bool = True,
) -> frozenset[int]:
    """Keep statements, one a creator, and return the creators of whom something new was said.

    What the source said before, of that day or a later one, isn't kept twice. Without `is_dated`
    nobody named the day, so that the figures count as a year old. Call it inside a transaction.
    """
    ids = sorted({one.creator_id for one in statements})
    # Two files at once would both find no current one; the creators' rows make them wait.
    list(Creator.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    known = list(Audience.objects.filter(creator_id__in=ids))
    current = {one.creator_id: one for one in known if one.is_current}
    fresh = [
        row
        for said in statements
        if not _is_known(row := _row(said, source, as_of, is_dated, now), known)
    ]
    for row in fresh:
        before = current.get(row.creator_id)
        row.is_current = before is None or _counts_as_of(before) <= _counts_as_of(row)
    replaced = [row.creator_id for row in fresh if row.is_current]
    Audience.objects.filter(creator_id__in=replaced, is_current=True).update(is_current=False)
    Audience.objects.bulk_create(fresh)
    return frozenset(row.creator_id for row in fresh)


def newest_of(rows: Iterable[Audience]) -> Audience | None:
    """Return the statement that counts of these, None of none."""
    return max(rows, key=lambda row: (_counts_as_of(row), row.pk), default=None)


def _counts_as_of(row: Audience) -> date:
    return row.as_of if row.is_dated else row.as_of - UNDATED


def _row(said: Statement, source: str, as_of: date, is_dated: bool, now: datetime) -> Audience:
    return Audience(
        creator_id=said.creator_id,
        ages=ages_json(said.audience),
        female_share=said.audience.female,
        markets={code: round(share, 6) for code, share in said.audience.markets.items()},
        original=said.original,
        source=source,
        as_of=as_of,
        is_dated=is_dated,
        recorded_at=now,
    )


def _is_known(row: Audience, known: Sequence[Audience]) -> bool:
    return any(
        one.creator_id == row.creator_id
        and one.source == row.source
        and _counts_as_of(one) >= _counts_as_of(row)
        and one.original == row.original
        and (one.ages, one.female_share, one.markets) == (row.ages, row.female_share, row.markets)
        for one in known
    )
