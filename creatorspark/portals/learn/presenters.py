"""What the guides show."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from creatorspark.portals.tier_rules import Ladder, ladder_of
from creatorspark.portals.words import FIELD_LABELS
from rewards import interface as rewards

DEFAULT_WEIGHTS = {
    "views": 0.15,
    "likes": 0.10,
    "shares": 0.15,
    "comments": 0.15,
    "bookmarks": 0.20,
    "engagement_rate": 0.15,
    "sentiment": 0.10,
}


@dataclass(frozen=True, slots=True)
class CountedField:
    """A field of the points sum and its weight (share of 1)."""

    label: str | Promise
    weight: float


def counted_fields() -> list[CountedField]:
    """Return the fields with their weights, heaviest first."""
    ranked = sorted(DEFAULT_WEIGHTS.items(), key=lambda pair: -pair[1])
    return [CountedField(FIELD_LABELS[name], weight) for name, weight in ranked]


def tiers_in_force(*, now: dt.datetime) -> Ladder | None:
    """Return the tiers in force; None where there are none yet."""
    ladder = rewards.tier_ladder(now=now)
    return ladder_of(ladder) if ladder else None
