"""Lists of a run as people read them: who, at which place, and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db.models import Q, QuerySet

from creatorspark.lib.sentences import Sentence
from marketplace.domain.matching.explaining import Factor, speaks_for
from marketplace.models import Match, MatchRun
from marketplace.selectors.saying import FACTOR_LABELS, YOUR_LABELS, said, said_to_creator
from marketplace.services.search.facts import FactorLine, RunNote
from marketplace.services.search.runs import note_of, run_of

MOST_REASONS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why two match: all factors, the sentences that say most, doubts, and what would change it."""

    factors: tuple[FactorLine, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    would_help: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandMatch:
    """A brand in a creator's list. `score` is 0 to 1, `rank` counts from 1."""

    brand_id: int
    name: str
    website: str
    about: str
    is_verified: bool
    rank: int
    score: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorMatch:
    """A creator in the list of a brand or of a brief. `score` is 0 to 1, `rank` counts from 1."""

    creator_id: int
    handle: str
    name: str
    rank: int
    score: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandsForCreator:
    """A creator's list of brands in one run; `run` None while nothing was computed yet."""

    run: RunNote | None
    matches: tuple[BrandMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorsFor:
    """The list of a brand or of a brief in one run; `run` None while nothing was computed yet."""

    run: RunNote | None
    matches: tuple[CreatorMatch, ...]


def brands_for_creator(
    creator_id: int, *, currency: str, version: int | None = None
) -> BrandsForCreator:
    """Return the brands that suit a creator, best first. Raises RunGone."""
    run = run_of(version)
    if run is None:
        return BrandsForCreator(run=None, matches=())
    rows = _rows(run, Match.Direction.BRANDS).filter(creator_id=creator_id)
    return BrandsForCreator(
        run=note_of(run),
        matches=tuple(
            BrandMatch(
                brand_id=row.brand.pk,
                name=row.brand.name,
                website=row.brand.website,
                about=row.brand.about,
                is_verified=row.brand.is_verified,
                rank=row.rank,
                score=row.score,
                why=why_of(row, currency=currency, to_creator=True),
            )
            for row in rows.select_related("brand")
            if row.brand is not None
        ),
    )


def creators_for(
    *,
    brand_id: int | None = None,
    campaign_id: int | None = None,
    currency: str,
    version: int | None = None,
) -> CreatorsFor:
    """Return the creators that suit a brand, or a brief, best first. Raises RunGone."""
    run = run_of(version)
    if run is None:
        return CreatorsFor(run=None, matches=())
    rows = _rows(run, Match.Direction.CREATORS)
    asked = Q(brand_id=brand_id) if brand_id is not None else Q(campaign_id=campaign_id)
    return CreatorsFor(
        run=note_of(run),
        matches=tuple(
            CreatorMatch(
                creator_id=row.creator_id,
                handle=row.creator.handle,
                name=row.creator.display_name,
                rank=row.rank,
                score=row.score,
                why=why_of(row, currency=currency),
            )
            for row in rows.filter(asked).select_related("creator")
        ),
    )


def why_of(row: Match, *, currency: str, to_creator: bool = False) -> Why:
    """Return a match's reasons in the reader's language; sums in minor units of `currency`.

    What isn't known is no reason; it stands among the factors. `to_creator` says it to the one
    whom it is about.
    """
    say = partial(said_to_creator if to_creator else said, currency=currency)
    labels = YOUR_LABELS if to_creator else FACTOR_LABELS
    lines = tuple(_line(one, say=say, labels=labels) for one in row.factors)
    reasons = tuple(one.sentence for one in lines if one.is_known)
    return Why(
        factors=lines,
        reasons=reasons[:MOST_REASONS],
        warnings=_told(row.warnings, "warning", say),
        would_help=_told(row.warnings, "would_help", say),
    )


def _rows(run: MatchRun, direction: Match.Direction) -> QuerySet[Match]:
    return Match.objects.filter(run=run, direction=direction).order_by("rank")


def _line(
    stored: dict[str, Any], *, say: Callable[[Sentence], str], labels: Mapping[Factor, Any]
) -> FactorLine:
    factor = Factor(stored["factor"])
    return FactorLine(
        factor=factor.value,
        label=str(labels[factor]),
        weight=stored["weight"],
        value=stored["value"],
        points=round(stored["weight"] * stored["value"], 4),
        is_known=stored["known"],
        speaks_for=speaks_for(_sentence(stored), value=stored["value"], is_known=stored["known"]),
        sentence=" ".join(
            say(_sentence(one)) for one in (stored, stored.get("also")) if one is not None
        ),
    )


def _told(
    stored: Iterable[dict[str, Any]], kind: str, say: Callable[[Sentence], str]
) -> tuple[str, ...]:
    return tuple(say(_sentence(one)) for one in stored if one["kind"] == kind)


def _sentence(stored: dict[str, Any]) -> Sentence:
    return Sentence(stored["text"], stored["values"])
