"""Ages as people write them: "13-24", "All", "18+", "under 25"."""

import re
from dataclasses import dataclass
from typing import Final

# Nobody below is on these platforms; nobody above is counted apart.
YOUNGEST: Final = 13
OLDEST: Final = 80
EVERYBODY: Final = frozenset({"all", "all ages", "any", "anyone", "everyone", "everybody", "*"})

_RANGE: Final = re.compile(r"(\d{1,3})\s*(?:-|–|—|to|until|/)\s*(\d{1,3})")
_FROM: Final = re.compile(r"(?:(\d{1,3})\s*\+|(?:over|from|above|>=?)\s*(\d{1,3}))")
_UNTIL: Final = re.compile(r"(?:under|below|up to|<=?)\s*(\d{1,3})")
_ONE: Final = re.compile(r"(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Ages:
    """From `low` to `high` years, both included."""

    low: int = YOUNGEST
    high: int = OLDEST

    def __post_init__(self) -> None:
        if not YOUNGEST <= self.low <= self.high <= OLDEST:
            raise ValueError(f"Ages run from {YOUNGEST} to {OLDEST}, the lower first.")

    @property
    def is_everybody(self) -> bool:
        """Say whether nobody is left out."""
        return self.low == YOUNGEST and self.high == OLDEST

    def __str__(self) -> str:
        return "" if self.is_everybody else f"{self.low}-{self.high}"


def read_ages(text: str) -> Ages:
    """Return the ages that a text names. Raises ValueError for what names none or contradicts."""
    words = " ".join(text.lower().replace("years", " ").replace("old", " ").split()).strip(" .")
    if words in EVERYBODY:
        return Ages()
    if found := _RANGE.fullmatch(words):
        return _within(int(found[1]), int(found[2]))
    if found := _FROM.fullmatch(words):
        return _within(int(found[1] or found[2]), OLDEST)
    if found := _UNTIL.fullmatch(words):
        return _within(YOUNGEST, int(found[1]))
    if found := _ONE.fullmatch(words):
        return _within(int(found[1]), int(found[1]))
    raise ValueError(f"“{text}” is no range of ages.")


def _within(low: int, high: int) -> Ages:
    if low > high:
        raise ValueError(f"{low} to {high} is the wrong way round.")
    if high < YOUNGEST:
        raise ValueError(f"Nobody under {YOUNGEST} is on these platforms.")
    return Ages(low=min(max(low, YOUNGEST), OLDEST), high=min(high, OLDEST))
