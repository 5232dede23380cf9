"""The page of brands for a creator: each with its fit, in words to the creator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace import interface as marketplace

# Brands read “they” in the same place.
FACTORS: Final[Mapping[str, Promise]] = {
    "content": _("What you make"),
    "audience": _("Who watches you"),
    "performance": _("How well it does"),
    "trust": _("Trust"),
    "price": _("Price"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FitLine:
    """One factor: `points` of at most `most`; together they are the fit of 100."""

    label: str
    value: float
    points: int
    most: int
    is_known: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandCard:
    """A suggested brand with the lines of its fit."""

    brand: marketplace.SuggestedBrand
    lines: Sequence[FitLine]


def brand_cards(found: marketplace.Suggestions) -> list[BrandCard]:
    """Return a card for each brand of the list."""
    return [
        BrandCard(
            brand=one,
            lines=[
                FitLine(
                    label=str(FACTORS.get(line.factor, line.label)),
                    value=line.value,
                    points=round(100 * line.points),
                    most=round(100 * line.weight),
                    is_known=line.is_known,
                    sentence=line.sentence,
                )
                for line in one.match.why.factors
            ],
        )
        for one in found.brands
    ]
