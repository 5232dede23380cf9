"""Drawn creators and briefs for the benchmarks of matching, alike each time."""

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.cleaning.ages import Ages
from marketplace.domain.cleaning.people import Markets
from marketplace.domain.industries import Industry
from marketplace.domain.matching.audiences import BANDS
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.tables import ADULT_AGES, Table
from marketplace.domain.matching.words import MOST_KEPT, number_of

SEED = 20260504
VOCABULARY, WORDS_ASKED = 50_000, 20
CATEGORIES = (
    "dance", "comedy", "beauty", "fitness", "food", "gaming", "education", "music", "fashion",
    "travel", "animals", "technology", "sports", "lifestyle", "art", "family", "news", "vlog",
    "editing", "lip_sync", "fandom", "vehicles", "work",
)  # fmt: skip
MARKETS = (
    "US", "GB", "DE", "FR", "ES", "BR", "MX", "IN", "ID", "JP",
    "KR", "NL", "PL", "IT", "CA", "AU", "TR", "VN", "PH", "TH",
)  # fmt: skip
LANGUAGES = ("en", "de", "fr", "es", "pt", "hi", "id", "ja", "ko", "nl")


def drawn_table(creators: int, dimensions: int) -> Table:
    """Creators with one to three categories, an audience, figures, and embeddings of length 1."""
    random = np.random.default_rng(SEED)
    features = np.empty((creators, len(CATEGORIES) + dimensions), np.float32)
    features[:, : len(CATEGORIES)] = _mixes(creators, random)
    for start in range(0, creators, 10_000):
        words = random.standard_normal((min(10_000, creators - start), dimensions), np.float32)
        words /= np.linalg.norm(words, axis=1, keepdims=True) if dimensions else 1
        features[start : start + len(words), len(CATEGORIES) :] = words
    ages = _shares(creators, len(BANDS), random)
    places = np.cumsum(ages, axis=0)
    followers = np.round(10 ** random.normal(4.6, 0.9, creators)).astype(np.int64)
    return Table(
        ids=np.arange(1, creators + 1, dtype=np.int64),
        categories=CATEGORIES,
        markets=MARKETS,
        languages=LANGUAGES,
        features=features,
        ages=ages,
        adults=np.stack([1 - places[min(row, len(BANDS) - 1)] for row in range(len(ADULT_AGES))]),
        female=random.random(creators, np.float32),
        market=_shares(creators, len(MARKETS), random),
        performance=_some(random.random(creators, np.float32), 0.2, random),
        trust=_some(random.random(creators, np.float32), 0.3, random),
        rate=random.integers(24, 44, creators).astype(np.int16),
        followers=followers,
        grade=random.integers(0, 6, creators).astype(np.int8),
        originality=_some(random.random(creators, np.float32), 0.3, random),
        words=_words((MOST_KEPT, creators), random),
        spoken=random.integers(25, 256, (MOST_KEPT, creators)).astype(np.uint8),
        verified=random.random(creators) < 0.05,
        is_new=np.arange(creators) % 10 == 0,
        language=np.eye(len(LANGUAGES), dtype=np.bool_)[
            random.integers(0, len(LANGUAGES), creators)
        ],
        refused=np.where(random.random(creators) < 0.1, np.uint64(1 << 8), np.uint64(0)),
        available=random.random(creators) < 0.97,
        refused_brands={},
        bound={},
    )


def drawn_needs(count: int, dimensions: int) -> list[Needs]:
    """Briefs of categories, words and embeddings, most also of ages, gender or countries."""
    random = np.random.default_rng(SEED + 1)
    found = []
    for number in range(1, count + 1):
        words = random.standard_normal(dimensions).astype(np.float32)
        low = int(random.integers(13, 40))
        some = random.choice(len(CATEGORIES), 4, replace=False)
        found.append(
            Needs(
                needs_id=number,
                brand_id=number,
                house=number,
                categories={CATEGORIES[n]: round(float(random.random()), 3) for n in some},
                words=_asked(random),
                embedding=words / np.linalg.norm(words) if dimensions else None,
                ages=Ages(low, low + 20) if random.random() < 0.7 else None,
                genders=frozenset({"female"}) if random.random() < 0.4 else frozenset(),
                markets=Markets(tuple(random.choice(MARKETS, 2, replace=False).tolist()))
                if random.random() < 0.6
                else None,
                budget=int(10 ** random.uniform(4, 6)) if random.random() < 0.7 else None,
                industries={Industry.ALCOHOL: 1.0} if random.random() < 0.1 else {},
                excluded_categories=frozenset({"gaming"}) if random.random() < 0.2 else frozenset(),
                languages=frozenset({"en"}) if random.random() < 0.3 else frozenset(),
                least_followers=5_000 if random.random() < 0.3 else None,
            )
        )
    return found


def _words(shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.uint32]:
    """Words of a vocabulary in which the second is half as frequent as the first, and so on."""
    numbers = np.array([number_of(f"word{place}") for place in range(VOCABULARY)], np.uint32)
    places = np.exp(random.random(shape, np.float32) * np.log(VOCABULARY)).astype(np.int64) - 1
    return numbers[np.clip(places, 0, VOCABULARY - 1)]


def _asked(random: np.random.Generator) -> tuple[str, ...]:
    places = np.exp(random.random(WORDS_ASKED) * np.log(VOCABULARY)).astype(np.int64) - 1
    return tuple(f"word{place}" for place in places.tolist())


def _mixes(creators: int, random: np.random.Generator) -> NDArray[np.float32]:
    mix = np.zeros((creators, len(CATEGORIES)), np.float32)
    rows = np.arange(creators)
    for share in (0.6, 0.3, 0.1):
        mix[rows, random.integers(0, len(CATEGORIES), creators)] += share
    return mix


def _shares(creators: int, parts: int, random: np.random.Generator) -> NDArray[np.float32]:
    drawn = random.random((parts, creators), np.float32) ** 4
    return np.asarray(drawn / drawn.sum(axis=0), np.float32)


def _some(
    values: NDArray[np.float32], lacking: float, random: np.random.Generator
) -> NDArray[np.float32]:
    values[random.random(len(values)) < lacking] = np.nan
    return values
