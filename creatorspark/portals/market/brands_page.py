"""The page of brands for a creator: each with its fit, in words to the creator."""

from collections.abc import Sequence
from dataclasses import dataclass

from creatorspark.portals.rounding import add_up
from marketplace import interface as marketplace


@dataclass(frozen=True, slots=True, kw_only=True)
class FitLine:
    """One factor: `points` of at most `most`; together they are the fit of 100."""

    label: str
    value: float
    points: int
    most: int
    is_known: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence that says why, and whether it speaks for the brand."""

    sentence: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandCard:
    """A suggested brand with the lines of its fit, and the sentences that say most."""

    brand: marketplace.SuggestedBrand
    lines: Sequence[FitLine]
    reasons: Sequence[Reason]


def brand_cards(found: marketplace.Suggestions) -> list[BrandCard]:
    """Return a card for each brand of the list."""
    return [_card(one) for one in found.brands]


def _card(one: marketplace.SuggestedBrand) -> BrandCard:
    factors = one.match.why.factors
    points, most = add_up([line.points for line in factors]), add_up([x.weight for x in factors])
    icons = {line.sentence: _icon(line) for line in factors}
    return BrandCard(
        brand=one,
        lines=[
            FitLine(
                label=line.label,
                value=line.value,
                points=points[place],
                most=most[place],
                is_known=line.is_known,
                sentence=line.sentence,
            )
            for place, line in enumerate(factors)
        ],
        reasons=[Reason(text, icons.get(text, "check")) for text in one.match.why.reasons],
    )


def _icon(line: marketplace.FactorLine) -> str:
    """A tick is for what speaks for a match, not for every sentence about it."""
    if not line.is_known:
        return "question"
    return "check" if line.speaks_for else "flat"
