"""Who watches, in bands of age, shares of gender and shares of countries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from marketplace.domain.cleaning.ages import Ages
from marketplace.domain.cleaning.people import FEMALE, MALE, Markets

# Bands end where laws and the platforms' own statistics draw lines.
BANDS: Final = ((13, 17), (18, 20), (21, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 80))
# “Female” about an audience means most of it: nobody's audience is of one gender only.
MAINLY: Final = 0.85
EVEN: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Shares of an audience. None and empty are “not known”, of `as_of`, the day, too.

    `ages` has a share for each of BANDS, together 1; `markets` maps ISO codes to shares, and what
    is missing to 1 is elsewhere.
    """

    ages: tuple[float, ...] | None = None
    female: float | None = None
    markets: Mapping[str, float] = field(default_factory=dict)
    as_of: date | None = None
    source: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether anything is known of who watches."""
        return self.ages is not None or self.female is not None or bool(self.markets)

    def __post_init__(self) -> None:
        if self.ages is not None and (
            len(self.ages) != len(BANDS) or abs(sum(self.ages) - 1) > 0.01 or min(self.ages) < 0
        ):
            raise ValueError("The shares of ages are one for each band and add up to 1.")
        if self.female is not None and not 0 <= self.female <= 1:
            raise ValueError("A share is between 0 and 1.")
        if any(share < 0 for share in self.markets.values()) or sum(self.markets.values()) > 1.01:
            raise ValueError("Shares of countries are 0 or more and add up to 1 at most.")


def stated(
    *,
    ages: Ages | None,
    genders: frozenset[str],
    markets: Markets | None,
    as_of: date | None = None,
    source: str = "",
) -> Audience:
    """Return what words about an audience ("13-24", "female", "USA") amount to.

    Years are taken to be alike within a range, and one gender to be 85 % of it; several countries
    share evenly. It is an assumption, which `source` should say.
    """
    return Audience(
        ages=None if ages is None else ages_alike(ages),
        female=_female(genders),
        markets=_evenly(markets),
        as_of=as_of,
        source=source,
    )


def ages_alike(ages: Ages) -> tuple[float, ...]:
    """Return the shares of the bands when each year of a range is as frequent as any other."""
    years = ages.high - ages.low + 1
    return tuple(_common(ages, low, high) / years for low, high in BANDS)


def coverage(ages: Ages) -> tuple[float, ...]:
    """Return which part of each band's years a range covers, 0 to 1."""
    return tuple(_common(ages, low, high) / (high - low + 1) for low, high in BANDS)


def of_age(ages: tuple[float, ...], *, least: int) -> float:
    """Return the share that is of at least that age."""
    covered = coverage(Ages(low=max(least, BANDS[0][0])))
    return sum(share * part for share, part in zip(ages, covered, strict=True))


def _common(ages: Ages, low: int, high: int) -> int:
    return max(0, min(ages.high, high) - max(ages.low, low) + 1)


def _female(genders: frozenset[str]) -> float | None:
    return {
        frozenset({FEMALE}): MAINLY,
        frozenset({MALE}): 1 - MAINLY,
        frozenset({FEMALE, MALE}): EVEN,
    }.get(genders)


def _evenly(markets: Markets | None) -> dict[str, float]:
    if markets is None or markets.is_world:
        return {}
    return {code: 1 / len(markets.codes) for code in markets.codes}
