"""What the demo world's creators tell brands: words, rules, who watches. Pure; the same each time.

Most tell everything, some little, a few nothing: pages have to say "not yet known" somewhere.
"""

import math
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from creatorspark.demo.domain.cast import Story
from creatorspark.demo.domain.facts import CreatorFacts

BANDS: Final = ("13-17", "18-20", "21-24", "25-34", "35-44", "45-54", "55-64", "65-80")
# How old those are who watch: weights by band.
_YOUNG: Final = (20, 24, 24, 20, 8, 3, 1, 0)
_GROWN: Final = (5, 12, 20, 34, 17, 8, 3, 1)
_WATCHED: Final[dict[str, tuple[tuple[int, ...], float]]] = {
    "comedy": (_YOUNG, 0.50),
    "cooking": (_GROWN, 0.64),
    "beauty": (_YOUNG, 0.86),
    "fitness": (_GROWN, 0.48),
    "gaming": (_YOUNG, 0.24),
    "music": (_YOUNG, 0.55),
    "education": (_GROWN, 0.46),
    "travel": (_GROWN, 0.57),
    "fashion": (_YOUNG, 0.78),
    "technology": (_GROWN, 0.27),
}
_ELSEWHERE: Final = ("US", "GB", "CA", "DE", "BR", "MX", "FR", "JP", "IN")
_TOPICS: Final[dict[str, tuple[str, ...]]] = {
    "comedy": ("comedy sketches", "pranks", "parodies"),
    "cooking": ("street food", "recipes", "cooking"),
    "beauty": ("makeup tutorials", "skincare", "beauty reviews"),
    "fitness": ("home workouts", "running", "fitness"),
    "gaming": ("gaming", "game reviews", "speedruns"),
    "music": ("songs", "covers", "music"),
    "education": ("science", "tutorials", "learning"),
    "travel": ("travel", "city walks", "hidden places"),
    "fashion": ("outfits", "thrift fashion", "styling"),
    "technology": ("technology", "phone reviews", "apps"),
}
_NEVER: Final = (
    (), (), ("tobacco", "gambling"), (), ("alcohol",), ("politics", "gambling"), (),
    ("alcohol", "tobacco", "gambling"),
)  # fmt: skip
_SCHOOLS: Final = Story.SHARED_TABLETS.value
_OWNER: Final = Story.SMALL_BUT_GOOD.value


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceFacts:
    """Who watches, in shares; `as_of` the day the figures are of."""

    ages: dict[str, float]
    female: float
    markets: dict[str, float]
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class KitFacts:
    """What one creator tells brands. `least_fee` in minor units; `hides` are parts of the kit."""

    about: str
    topics: str
    refuses: tuple[str, ...]
    least_fee: int | None
    hides: tuple[str, ...] = ()
    is_public: bool = False
    is_listed: bool = True
    audience: AudienceFacts | None = field(default=None)


def kit_of(creator: CreatorFacts, *, today: date) -> KitFacts:
    """Return what a creator tells; the same for the same profile and day."""
    dice = random.Random(f"kit {creator.handle}")
    topics = _TOPICS.get(creator.niche, (creator.niche.replace("_", " "),))
    hides = ("grade",) if dice.random() < 0.06 else ()
    kit = KitFacts(
        about=creator.bio,
        topics=", ".join(topics),
        refuses=dice.choice(_NEVER),
        least_fee=_fee(creator.follower_count, dice) if dice.random() < 0.5 else None,
        hides=("audience", *hides) if dice.random() < 0.08 else hides,
        is_public=creator.story == _OWNER or dice.random() < 0.3,
        # A school isn't for hire.
        is_listed=creator.story != _SCHOOLS,
        audience=None,
    )
    if creator.story != _OWNER and dice.random() < 0.15:
        return kit
    return KitFacts(
        **{name: getattr(kit, name) for name in KitFacts.__slots__ if name != "audience"},
        audience=_audience(creator, dice, today=today),
    )


def _audience(creator: CreatorFacts, dice: random.Random, *, today: date) -> AudienceFacts:
    weights, female = _WATCHED.get(creator.niche, (_GROWN, 0.5))
    told = [weight * dice.uniform(0.75, 1.25) for weight in weights]
    home = dice.uniform(0.45, 0.75)
    others = dice.sample([code for code in _ELSEWHERE if code != creator.country], 3)
    rest = [dice.uniform(0.2, 1.0) for _code in others]
    left = (1 - home) * dice.uniform(0.6, 0.9)
    is_old = dice.random() < 0.12 and creator.story != _OWNER
    old = 150 if is_old else dice.randint(2, 60)
    return AudienceFacts(
        ages={band: one / sum(told) for band, one in zip(BANDS, told, strict=True)},
        female=round(min(0.95, max(0.05, female + dice.uniform(-0.08, 0.08))), 3),
        markets={
            creator.country: round(home, 3),
            **{
                code: round(left * part / sum(rest), 3)
                for code, part in zip(others, rest, strict=True)
            },
        },
        as_of=today - timedelta(days=old),
    )


def _fee(followers: int, dice: random.Random) -> int:
    """Return a round fee that grows more slowly than the followers do."""
    dollars = max(40, int(math.pow(followers, 0.62) * dice.uniform(0.5, 0.9)))
    return dollars // 10 * 1_000
