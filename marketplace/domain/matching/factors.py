"""The five factors of a match, each 0 to 1, over all creators at once (MATHS 7).

score = w1 content + w2 audience + w3 performance + w4 trust + w5 price, weights adding up to 1
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from marketplace.domain.matching.profiles import Needs, Weights
from marketplace.domain.matching.shares import Shares
from marketplace.domain.matching.tables import NEUTRAL, RATE_STEPS, Flags, Floats, Table

# A brand hopes for most of an audience; nobody's is all of its target.
ENOUGH: Final = 0.6
# “Everybody” says less than a target that is met, and more than one that is missed.
EVERYBODY: Final = 0.8
AGE, GENDER, MARKET = 0.5, 0.2, 0.3
# What words say beside categories, where both sides have any.
TEXT: Final = 0.25
# Words in common fill up to so much of what categories leave open.
WORDS: Final = 0.5
# From a price half as high again as the budget on, none of the price factor is left.
TOO_DEAR: Final = 1.5


@dataclass(frozen=True, kw_only=True)
class Factors:
    """A column a factor, None where the factor has no weight; `score` is their weighted sum."""

    content: Floats
    audience: Floats | None
    performance: Floats | None
    trust: Floats | None
    price: Floats | None
    weights: Weights

    @property
    def score(self) -> Floats:
        """Return the weighted sums."""
        total = np.float32(self.weights.content) * self.content
        weighted = np.empty_like(total)
        for name in ("audience", "performance", "trust", "price"):
            column = getattr(self, name)
            if column is not None:
                np.multiply(column, np.float32(getattr(self.weights, name)), out=weighted)
                total += weighted
        return np.asarray(total, np.float32)


def factors_of(
    table: Table, needs: Needs, *, shares: Shares, content: Floats | None = None
) -> Factors:
    """Return the factors of every creator; `content` when it has been worked out already."""
    weights = weights_of(needs)
    return Factors(
        content=content_of(table, needs) if content is None else content,
        audience=audience_of(table, shares) if weights.audience else None,
        performance=table.fair_performance if weights.performance else None,
        trust=table.fair_trust if weights.trust else None,
        price=price_of(table, needs) if weights.price else None,
        weights=weights,
    )


def weights_of(needs: Needs) -> Weights:
    """Return the weights, adding up to 1; without a budget the price has none."""
    w = needs.weights
    price = w.price if needs.budget else 0.0
    total = w.content + w.audience + w.performance + w.trust + price
    if not total:  # The brief asked for nothing but a price, and then named no budget.
        return Weights(content=1.0, audience=0, performance=0, trust=0, price=0)
    return Weights(
        content=w.content / total,
        audience=w.audience / total,
        performance=w.performance / total,
        trust=w.trust / total,
        price=price / total,
    )


def content_of(table: Table, needs: Needs) -> Floats:
    """Return how well a creator's categories, and words where both have any, suit."""
    if _has_text(table, needs):
        product = np.asarray(wanted_of(table, needs) @ table.features.T, np.float32)
    else:
        product = np.zeros(len(table), np.float32)
        for name, shares in zip(table.categories, table.makers, strict=True):
            if needs.categories.get(name):
                product += np.float32(needs.categories[name]) * shares
    return content_from(table, needs, product)


def wanted_of(table: Table, needs: Needs) -> Floats:
    """Return what a brief asks for as one vector over a table's features."""
    categories = [needs.categories.get(name, 0.0) for name in table.categories]
    wanted = np.zeros(table.features.shape[1], np.float32)
    wanted[: len(categories)] = categories
    if needs.embedding is not None and _has_text(table, needs):
        wanted[: len(categories)] *= np.float32(1 - TEXT)
        wanted[len(categories) :] = np.float32(TEXT / 2) * needs.embedding
    return wanted


def content_from(table: Table, needs: Needs, product: Floats) -> Floats:
    """Return the factor from the product: the middle for creators nothing is known of.

    It is the middle for everybody, too, where it isn't known what is asked for. Embeddings count
    (1 + cosine) / 2, so that the factor stays from 0 to 1. The product is used up.
    """
    return _with_words(table, needs, _without_words(table, needs, product))


def _with_words(table: Table, needs: Needs, content: Floats) -> Floats:
    """Let words in common fill a part of what categories leave open; they never take anything."""
    shared = table.said_by.shared(needs.words) if table.said_by is not None else None
    if shared is None:
        return content
    np.multiply(shared, np.float32(WORDS), out=shared)
    np.multiply(shared, np.float32(1) - content, out=shared)
    return np.add(content, shared, out=content)


def _without_words(table: Table, needs: Needs, product: Floats) -> Floats:
    if not needs.categories and not _has_text(table, needs):
        return np.full(len(table), NEUTRAL, np.float32)
    if _has_text(table, needs):
        np.add(product, np.float32(TEXT / 2), out=product)
    if table.lacks_mix is not None:
        product = np.where(table.lacks_mix, np.float32(NEUTRAL), product)
    return np.asarray(product, np.float32)


def _has_text(table: Table, needs: Needs) -> bool:
    return needs.embedding is not None and table.dimensions == len(needs.embedding)


def audience_of(table: Table, shares: Shares) -> Floats:
    """Return how much of an audience is the target: full from 60 % of each of age, gender, market.

    A target of everybody counts 0.8; what isn't known 0.5.
    """
    asked = [
        (weight, share, lacking)
        for weight, share, lacking in (
            (AGE, shares.age, table.lacks_ages),
            (GENDER, shares.gender, table.lacks_female),
            (MARKET, shares.market, table.lacks_market),
        )
        if share is not None
    ]
    anybody = EVERYBODY * (1 - sum(weight for weight, _share, _lacking in asked))
    total = np.full(len(table), anybody, np.float32)
    for weight, share, lacking in asked:
        total += _part(share, lacking, weight=weight)
    return total


def _part(share: Floats, lacking: Flags | None, *, weight: float) -> Floats:
    met = share * np.float32(weight / ENOUGH)
    np.minimum(met, np.float32(weight), out=met)
    if lacking is not None:
        met[lacking] = np.float32(weight * NEUTRAL)
    return met


def price_of(table: Table, needs: Needs) -> Floats:
    """Return 1 where the rate is within the budget, falling to 0 at half as much again.

    Rates are estimates, so they are compared in half-octaves; unknown ones count 0.5.
    """
    if not needs.budget:
        return np.full(len(table), NEUTRAL, np.float32)
    steps = np.arange(int(table.rate.max(initial=0)) + 2)
    asked = 2.0 ** (np.maximum(steps - 1, 0) / RATE_STEPS)
    within = np.clip((TOO_DEAR - asked / needs.budget) / (TOO_DEAR - 1), 0, 1)
    within[0] = NEUTRAL  # Place 0 is for the rates that aren't known.
    return np.asarray(within, np.float32).take(table.rate_places)
