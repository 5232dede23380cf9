"""Creators and briefs for tests of matching, made of a seed: drawing each part takes too long."""

from random import Random

import numpy as np
from hypothesis import strategies as st

from marketplace.domain.cleaning.ages import Ages
from marketplace.domain.cleaning.people import FEMALE, MALE, Markets
from marketplace.domain.industries import Industry
from marketplace.domain.matching.audiences import BANDS, Audience
from marketplace.domain.matching.profiles import Creator, Needs, Rate, Weights
from marketplace.domain.matching.tables import Table, table_of

CATEGORIES = ("dance", "comedy", "beauty")
MARKETS = ("US", "DE")
LANGUAGES = ("en", "de")

seeds = st.integers(0, 2**32 - 1)


def crowds():
    """Return a strategy of one to twelve creators, half of whom little is known of."""
    return seeds.map(crowd_of)


def briefs():
    """Return a strategy of briefs that ask for some things and leave others open."""
    return seeds.map(brief_of)


def crowd_of(seed: int) -> tuple[Creator, ...]:
    chance = Random(seed)
    return tuple(_creator(chance, number) for number in range(1, chance.randint(1, 12) + 1))


def brief_of(seed: int) -> Needs:
    chance = Random(seed)
    years = sorted((chance.randint(13, 80), chance.randint(13, 80)))
    names = ("content", "audience", "performance", "trust", "price")
    return Needs(
        needs_id=1,
        brand_id=1,
        house=1,
        categories={name: round(chance.random(), 3) for name in _some(chance, CATEGORIES)},
        ages=chance.choice([None, Ages(*years)]),
        genders=frozenset(_some(chance, (FEMALE, MALE))),
        markets=chance.choice([None, Markets(), Markets(("US",)), Markets(("US", "FR"))]),
        budget=chance.choice([None, 0, chance.randint(1, 10**7)]),
        industries=dict.fromkeys(_few(chance, list(Industry)), 1.0),
        excluded_categories=frozenset(_few(chance, CATEGORIES)),
        rivals=frozenset(_few(chance, (1, 2, 3))),
        languages=frozenset(_few(chance, LANGUAGES)),
        least_followers=chance.choice([None, None, chance.randint(0, 10**6)]),
        weights=Weights(**{name: chance.choice([0.0, 0.1, 1.0]) for name in names[1:]}),
    )


def _creator(chance: Random, number: int) -> Creator:
    low = chance.randint(1, 10**7)
    return Creator(
        creator_id=number,
        mix=dict(zip(CATEGORIES, _parts(chance, 3), strict=True)) if chance.random() < 0.8 else {},
        audience=_audience(chance),
        performance=chance.choice([None, round(chance.random(), 3)]),
        trust=chance.choice([None, round(chance.random(), 3)]),
        rate=chance.choice([None, Rate(low=low, high=2 * low)]),
        followers=chance.choice([None, chance.randint(0, 10**8)]),
        languages=frozenset(_some(chance, LANGUAGES)),
        refused_industries=frozenset(_few(chance, list(Industry))),
        bound_to=frozenset(_few(chance, (1, 2, 3))),
        is_available=chance.random() < 0.8,
    )


def _audience(chance: Random) -> Audience:
    markets = dict(zip(MARKETS, _parts(chance, 3), strict=False))
    return Audience(
        ages=chance.choice([None, tuple(_parts(chance, len(BANDS)))]),
        female=chance.choice([None, round(chance.random(), 3)]),
        markets=markets if chance.random() < 0.7 else {},
    )


def _parts(chance: Random, size: int) -> list[float]:
    """Return shares that add up to 1, many of them 0."""
    parts = [chance.choice([0, 0, chance.random()]) for _ in range(size)]
    parts[chance.randrange(size)] += 0.1
    return [part / sum(parts) for part in parts]


def _some(chance: Random, names):
    return [name for name in names if chance.random() < 0.5]


def _few(chance: Random, names):
    return chance.sample(list(names), k=chance.choice([0, 0, 1]))


def table(*crowd: Creator) -> Table:
    return table_of(crowd, categories=CATEGORIES, markets=MARKETS, languages=LANGUAGES)


def unit(*values):
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)
