"""Invented profiles for everybody outside the cast."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from creatorspark.demo.domain.cast import CAST, CastMember
from creatorspark.demo.domain.niches import NICHES
from creatorspark.demo.domain.phrases import PHRASEBOOKS, Phrasebook

T = TypeVar("T")

CREATORS_AT_SCALE_ONE = 60
SMALLEST, LARGEST = 200, 10_000_000
PLATFORMS = (("tiktok", 0.84), ("youtube", 0.10), ("instagram", 0.06))

_STARTS = ("ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne", "pa", "ri", "so", "tu", "ze")
_ENDS = ("bel", "cko", "dra", "fin", "lou", "mira", "nox", "pim", "quil", "rra", "sko", "vane")
_NICHE_WORDS = {
    "comedy": ("laughs", "skits", "oops"),
    "cooking": ("cooks", "plates", "eats"),
    "beauty": ("glow", "brush", "face"),
    "fitness": ("moves", "lifts", "runs"),
    "gaming": ("plays", "games", "quest"),
    "diy": ("makes", "builds", "mends"),
    "travel": ("roams", "maps", "away"),
    "music": ("sings", "loops", "hums"),
    "education": ("explains", "learns", "lab"),
    "pets": ("paws", "tails", "zoo"),
    "fashion": ("wears", "thrifts", "seams"),
    "finance": ("saves", "budgets", "coins"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A creator before any video. Rates as in `CastMember`."""

    platform: str
    handle: str
    display_name: str
    bio: str
    verified: bool
    followers: int
    niche: str
    country: str
    utc_offset: int
    language: str
    posts_per_week: float
    appeal: float
    reach: float
    shares_watch_time: bool
    story: str


def cast_profiles() -> list[Profile]:
    """Return the cast as profiles, in the order of `CAST`."""
    return [_profile_of(member) for member in CAST]


def _profile_of(member: CastMember) -> Profile:
    return Profile(
        platform="tiktok",
        handle=member.handle,
        display_name=member.display_name,
        bio=member.bio,
        verified=False,
        followers=member.followers,
        niche=member.niche,
        country=member.country,
        utc_offset=member.utc_offset,
        language=member.language,
        posts_per_week=member.posts_per_week,
        appeal=member.appeal,
        reach=member.reach,
        shares_watch_time=bool(member.login),
        story=member.story.value,
    )


def crowd_size(*, scale: float) -> int:
    """Return how many creators stand beside the cast; at least three."""
    return max(3, round(CREATORS_AT_SCALE_ONE * scale) - len(CAST))


def crowd_profile(rng: np.random.Generator, *, index: int) -> Profile:
    """Return the `index`-th creator outside the cast."""
    book = _pick(rng, PHRASEBOOKS, [book.weight for book in PHRASEBOOKS])
    niche = _pick(rng, NICHES, [niche.weight for niche in NICHES])
    country, offset = book.countries[int(rng.integers(len(book.countries)))]
    followers = _followers(rng, index=index)
    return Profile(
        platform=_pick(rng, PLATFORMS, [share for _, share in PLATFORMS])[0],
        handle=_handle(rng, niche=niche.name, index=index),
        display_name=_display_name(rng, book),
        bio=f"{niche.name.capitalize()}, {country}",
        verified=followers > 1_000_000,
        followers=followers,
        niche=niche.name,
        country=country,
        utc_offset=offset,
        language=book.language,
        posts_per_week=float(np.clip(rng.gamma(2.6, 1.15), 0.3, 9.0)),
        appeal=float(rng.lognormal(0.0, 0.22)),
        reach=float(rng.lognormal(0.0, 0.35)),
        shares_watch_time=bool(rng.random() < 0.35),
        story="",
    )


def _followers(rng: np.random.Generator, *, index: int) -> int:
    # The golden ratio spreads any number of creators evenly over all sizes; the power makes
    # small ones common and very large ones rare.
    spread = (0.5 + index * 0.6180339887) % 1.0
    exponent = spread**1.5
    size = SMALLEST * (LARGEST / SMALLEST) ** exponent * float(rng.lognormal(0.0, 0.15))
    return int(min(LARGEST, max(SMALLEST, size)))


def _handle(rng: np.random.Generator, *, niche: str, index: int) -> str:
    # The index, spelled in syllables, makes every handle its own.
    base = len(_STARTS) * len(_ENDS)
    turn = index // base
    first, last = divmod(index * 67 % base, len(_ENDS))
    word = _NICHE_WORDS[niche][int(rng.integers(3))]
    return f"{_STARTS[first]}{_ENDS[last]}.{word}" + (f"{turn + 1}" if turn else "")


def _display_name(rng: np.random.Generator, book: Phrasebook) -> str:
    first = book.first_names[int(rng.integers(len(book.first_names)))]
    last = book.last_names[int(rng.integers(len(book.last_names)))]
    return f"{last} {first}" if book.language == "ja" else f"{first} {last}"


def _pick(rng: np.random.Generator, options: Sequence[T], weights: Sequence[float]) -> T:
    shares = np.array(weights) / sum(weights)
    return options[int(rng.choice(len(options), p=shares))]
