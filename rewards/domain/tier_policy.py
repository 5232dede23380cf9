"""The tier policy: which tiers there are, what each needs, and what it brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from creatorspark.lib.parameters import check_names, whole

NO_TIER: Final = ""
LETTERS: Final = ("A", "B", "C", "D", "E")

DEFAULT_PARAMETERS: Final[dict[str, Any]] = {
    "window_weeks": 8,
    "notice_weeks": 1,
    "grace_weeks": 2,
    "strong_letters": ["A", "B"],
    "tiers": [
        {
            "name": "silver",
            "needs": {
                "graded_videos": 4,
                "strong_percent": 40,
                "original_videos": 0,
                "original_percent": 80,
                "quality": 40,
            },
            "brings": {"shop_discount_percent": 5, "badge": True},
        },
        {
            "name": "gold",
            "needs": {
                "graded_videos": 8,
                "strong_percent": 55,
                "original_videos": 0,
                "original_percent": 90,
                "quality": 50,
            },
            "brings": {"shop_discount_percent": 10, "badge": True},
        },
        {
            "name": "platinum",
            "needs": {
                "graded_videos": 12,
                "strong_percent": 70,
                "original_videos": 3,
                "original_percent": 95,
                "quality": 60,
            },
            "brings": {"shop_discount_percent": 15, "badge": True},
        },
    ],
}

MOST_DISCOUNT: Final = 90


class Need(StrEnum):
    """What a tier may ask for."""

    GRADED = "graded_videos"
    STRONG = "strong_percent"
    ORIGINALS = "original_videos"
    ORIGINAL = "original_percent"
    QUALITY = "quality"


# need -> the highest value that a policy may ask for.
NEEDS: Final[Mapping[Need, int]] = {
    Need.GRADED: 1_000,
    Need.STRONG: 100,
    Need.ORIGINALS: 1_000,
    Need.ORIGINAL: 100,
    Need.QUALITY: 100,
}


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One tier: what it needs, and what it brings beside the step of the pay policy."""

    name: str
    needs: Mapping[Need, int]
    shop_discount_percent: int
    badge: bool


@dataclass(frozen=True, kw_only=True)
class TierPolicy:
    """The rules of tiers, lowest tier first. Weeks are ISO weeks."""

    window_weeks: int
    notice_weeks: int
    grace_weeks: int
    strong_letters: frozenset[str]
    tiers: Sequence[Tier]

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "TierPolicy":
        """Read and check a policy's parameters. Raises ValueError with a sentence."""
        check_names(parameters, title="The tier policy", wanted=DEFAULT_PARAMETERS)
        rows = parameters["tiers"]
        if not isinstance(rows, list) or not rows:
            raise ValueError("tiers must be a list of one tier or more, the lowest first.")
        letters = parameters["strong_letters"]
        if not isinstance(letters, list) or not letters or not set(letters) <= set(LETTERS):
            raise ValueError(f"strong_letters must be a list of some of {', '.join(LETTERS)}.")
        policy = cls(
            window_weeks=whole(parameters, name="window_weeks", low=1, high=52),
            notice_weeks=whole(parameters, name="notice_weeks", low=1, high=12),
            grace_weeks=whole(parameters, name="grace_weeks", low=1, high=12),
            strong_letters=frozenset(letters),
            tiers=tuple(_tier(row) for row in rows),
        )
        policy._check()
        return policy

    def _check(self) -> None:
        names = [tier.name for tier in self.tiers]
        if len(set(names)) != len(names):
            raise ValueError("Each tier has a name of its own.")
        if sorted(self.strong_letters) != list(LETTERS[: len(self.strong_letters)]):
            raise ValueError("strong_letters must begin with A and leave none out.")
        for lower, higher in pairwise(self.tiers):
            falling = [need for need in Need if higher.needs[need] < lower.needs[need]]
            if falling:
                raise ValueError(
                    f"“{higher.name}” asks for less {falling[0]} than “{lower.name}”; "
                    "a higher tier never needs less."
                )
            if higher.shop_discount_percent < lower.shop_discount_percent:
                raise ValueError(f"“{higher.name}” brings less than “{lower.name}”.")

    def named(self, name: str) -> Tier | None:
        """Return the tier of that name; None for no tier, or one that this policy doesn't have."""
        return next((tier for tier in self.tiers if tier.name == name), None)

    def rank(self, name: str) -> int:
        """Return 1 for the lowest tier and so on; 0 for no tier, or one it doesn't have."""
        names = [tier.name for tier in self.tiers]
        return names.index(name) + 1 if name in names else 0

    def after(self, name: str) -> Tier | None:
        """Return the tier above; None when there is none."""
        rank = self.rank(name)
        return self.tiers[rank] if rank < len(self.tiers) else None


def _tier(row: Any) -> Tier:
    check_names(row, title="A tier", wanted=DEFAULT_PARAMETERS["tiers"][0])
    name = row["name"]
    if not isinstance(name, str) or not name.isidentifier() or len(name) > 20:
        raise ValueError("A tier's name is one word of up to 20 letters.")
    needs, brings = row["needs"], row["brings"]
    check_names(needs, title=f"needs of “{name}”", wanted=dict.fromkeys(Need))
    check_names(brings, title=f"brings of “{name}”", wanted=("shop_discount_percent", "badge"))
    if not isinstance(brings["badge"], bool):
        raise ValueError("badge is true or false.")
    return Tier(
        name=name,
        needs={need: whole(needs, name=need, low=0, high=high) for need, high in NEEDS.items()},
        shop_discount_percent=whole(
            brings, name="shop_discount_percent", low=0, high=MOST_DISCOUNT
        ),
        badge=brings["badge"],
    )
