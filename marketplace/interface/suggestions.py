"""Brands that suit a creator, what it answered, and who said yes to a brand."""

from dataclasses import dataclass
from datetime import datetime

from creatorspark.core.models import Creator, User
from marketplace.interface.runs import BrandMatch, brands_for_creator
from marketplace.models import Brand, BrandAnswer, Listing
from marketplace.selectors.wording import industry_label
from marketplace.services import suggestions
from marketplace.services.listings import refuses
from marketplace.services.search.facts import RunNote
from marketplace.services.suggestions import AnswerRefused

__all__ = [
    "AnswerRefused",
    "AnsweredBrand",
    "SuggestedBrand",
    "Suggestions",
    "decline_brand",
    "decline_reasons",
    "interested_in_brand",
    "say_interested",
    "suggested_brands",
    "take_answer_back",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedBrand:
    """A brand of a creator's list: `fit` of 100, what it sells, whether the creator said yes."""

    match: BrandMatch
    fit: int
    industries: tuple[str, ...]
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredBrand:
    """A brand that a creator answered; `reason` in words, empty where none was given."""

    brand_id: int
    name: str
    is_wanted: bool
    reason: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """A creator's brands in one run, without those it declined; `run` None before the first."""

    run: RunNote | None
    brands: tuple[SuggestedBrand, ...]
    answered: tuple[AnsweredBrand, ...]


def suggested_brands(*, creator_id: int, now: datetime, run: int | None = None) -> Suggestions:
    """Return a creator's list and its answers. What it refuses since counts at once, and so does
    that staff suspended a brand. RunGone.
    """
    found = brands_for_creator(creator_id=creator_id, now=now, run=run)
    rows = BrandAnswer.objects.filter(creator_id=creator_id).select_related("brand")
    answers = {row.brand_id: row for row in rows.order_by("-answered_at", "-pk")}
    brands = Brand.objects.in_bulk([one.brand_id for one in found.matches])
    listing = (
        Listing.objects.filter(creator_id=creator_id).prefetch_related("refused_brands").first()
    )
    shown = [
        one
        for one in found.matches
        if not _declined(answers.get(one.brand_id))
        and not brands[one.brand_id].is_suspended
        and not (listing and refuses(listing, brands[one.brand_id]))
    ]
    return Suggestions(
        run=found.run,
        brands=tuple(
            SuggestedBrand(
                match=one,
                fit=round(100 * one.score),
                industries=_sells(brands[one.brand_id]),
                is_wanted=one.brand_id in answers,
            )
            for one in shown
        ),
        answered=tuple(_answered(row) for row in answers.values()),
    )


def say_interested(*, creator_id: int, brand_id: int, actor: User, now: datetime) -> None:
    """Say that a creator would like to work with a brand. Raises AnswerRefused, DoesNotExist."""
    creator, brand = _both(creator_id, brand_id)
    suggestions.be_interested(creator, brand=brand, actor=actor, now=now)


def decline_brand(
    *, creator_id: int, brand_id: int, reason: str, actor: User, now: datetime
) -> None:
    """Say that a brand isn't for a creator. Raises AnswerRefused, DoesNotExist."""
    creator, brand = _both(creator_id, brand_id)
    suggestions.decline(creator, brand=brand, reason=reason, actor=actor, now=now)


def take_answer_back(*, creator_id: int, brand_id: int, actor: User, now: datetime) -> None:
    """Forget an answer; without one nothing happens. Raises DoesNotExist."""
    creator, brand = _both(creator_id, brand_id)
    suggestions.take_back(creator, brand=brand, actor=actor, now=now)


def decline_reasons() -> list[tuple[str, str]]:
    """Return the reasons by code and words."""
    return [(code, str(label)) for code, label in BrandAnswer.Reason.choices if code]


def interested_in_brand(*, brand_id: int) -> frozenset[int]:
    """Return the creators who said that they would like to work with a brand."""
    rows = BrandAnswer.objects.filter(brand_id=brand_id, answer=BrandAnswer.Answer.INTERESTED)
    return frozenset(rows.values_list("creator_id", flat=True))


def _both(creator_id: int, brand_id: int) -> tuple[Creator, Brand]:
    return Creator.objects.get(pk=creator_id), Brand.objects.get(pk=brand_id)


def _sells(brand: Brand) -> tuple[str, ...]:
    return tuple(industry_label(one["industry"]) for one in brand.industries[:3])


def _declined(row: BrandAnswer | None) -> bool:
    return row is not None and row.answer == BrandAnswer.Answer.DECLINED


def _answered(row: BrandAnswer) -> AnsweredBrand:
    return AnsweredBrand(
        brand_id=row.brand_id,
        name=row.brand.name,
        is_wanted=row.answer == BrandAnswer.Answer.INTERESTED,
        reason=str(row.get_reason_display()) if row.reason else "",
        answered_at=row.answered_at,
    )
