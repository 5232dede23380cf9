"""What matching knows about a creator, and what a brand or a brief asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.cleaning.ages import Ages
from marketplace.domain.cleaning.people import Markets
from marketplace.domain.industries import TRADES, Industry
from marketplace.domain.matching.audiences import Audience

Vector = NDArray[np.float32]

# Grades of engagement, the best first.
GRADES: Final = ("A", "B", "C", "D", "E")
# An industry that a brand hardly touches makes it no seller of that.
SAID_ENOUGH: Final = 0.15
# What was only read from words says who may see it when at least so much of them does.
CLEAR: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What a sponsored video may cost, in minor units of the house's currency, low to high."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("A rate runs from low to high and isn't below 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """A creator in a run. None and empty are “not yet known”, which never counts against anybody.

    `mix` are shares of categories that add up to 1, `words` how much stems of words are its own;
    `performance` is the place among comparable
    creators, `trust` the record of originality and fraud, both 0 to 1. `grade` is one of
    GRADES or "", and `bound_to` are brands that the creator works for now.
    """

    creator_id: int
    mix: Mapping[str, float] = field(default_factory=dict)
    embedding: Vector | None = None
    words: Mapping[str, float] = field(default_factory=dict)
    audience: Audience = field(default_factory=Audience)
    performance: float | None = None
    trust: float | None = None
    rate: Rate | None = None
    followers: int | None = None
    languages: frozenset[str] = frozenset()
    grade: str = ""
    originality: float | None = None
    verified: bool = False
    is_new: bool = False
    refused_industries: frozenset[Industry] = frozenset()
    refused_brands: frozenset[int] = frozenset()
    bound_to: frozenset[int] = frozenset()
    is_available: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each factor says (MATHS 7); a brief moves them."""

    content: float = 0.40
    audience: float = 0.25
    performance: float = 0.15
    trust: float = 0.10
    price: float = 0.10

    def __post_init__(self) -> None:
        values = (self.content, self.audience, self.performance, self.trust, self.price)
        if min(values) < 0 or not sum(values):
            raise ValueError("Weights are 0 or more, and one of them is above 0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a brand or a brief asks for. None and empty ask for nothing.

    `categories` are weights from 0 to 1: how well videos of a category suit; `words` are stems of
    what its texts speak of; `house` is the parent
    company (or the brand itself), `rivals` other brands to which a creator must not be bound
    (confirmed by people), `likely_rivals` those that are only warned of too, and
    `worked_for_rivals` creators whose work for a rival is too fresh. `sold_is_confirmed` says
    that a person named the industries.
    """

    needs_id: int
    brand_id: int
    house: int
    categories: Mapping[str, float] = field(default_factory=dict)
    embedding: Vector | None = None
    words: tuple[str, ...] = ()
    ages: Ages | None = None
    genders: frozenset[str] = frozenset()
    markets: Markets | None = None
    budget: int | None = None
    industries: Mapping[Industry, float] = field(default_factory=dict)
    sold_is_confirmed: bool = False
    excluded_categories: frozenset[str] = frozenset()
    excluded_creators: frozenset[int] = frozenset()
    rivals: frozenset[int] = frozenset()
    likely_rivals: frozenset[int] = frozenset()
    worked_for_rivals: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    least_followers: int | None = None
    most_followers: int | None = None
    least_grade: str = ""
    least_originality: float | None = None
    verified_only: bool = False
    weights: Weights = field(default_factory=Weights)

    @property
    def clearly_sells(self) -> frozenset[Industry]:
        """Return the industries that decide who may see it and who refuses it.

        All that a person named; of those read from words the ones that no other outweighs.
        """
        if self.sold_is_confirmed:
            return frozenset(self.industries)
        least = min(CLEAR, max(SAID_ENOUGH, *self.industries.values(), 0.0))
        return frozenset(one for one, share in self.industries.items() if share >= least)

    @property
    def adults(self) -> tuple[int, float]:
        """Return the age that most viewers must have reached and how much of them, (0, 0) if any.

        The strictest of the industries that the brand is clearly in.
        """
        asked = [
            (TRADES[one].adults, TRADES[one].adult_share)
            for one in self.clearly_sells
            if TRADES[one].adults
        ]
        return max(asked, default=(0, 0.0))


def suits(
    industries: Mapping[Industry, float], *, mentioned: frozenset[str] = frozenset()
) -> dict[str, float]:
    """Return how videos of each category suit a brand, 0 to 1, from what it sells.

    `mentioned` are categories whose creators it has worked with: they count 15 % of the whole.
    """
    found: dict[str, float] = {}
    for industry, share in industries.items():
        for category, weight in TRADES[industry].suits.items():
            found[category] = found.get(category, 0.0) + share * weight
    if not mentioned:
        return {category: min(1.0, weight) for category, weight in found.items()}
    named = dict.fromkeys(mentioned, MENTIONED)
    return {
        category: min(1.0, (1 - MENTIONED) * found.get(category, 0.0) + named.get(category, 0.0))
        for category in {*found, *named}
    }


MENTIONED: Final = 0.15
