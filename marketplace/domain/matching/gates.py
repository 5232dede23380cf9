"""What is impossible, whatever else fits: each gate says who doesn't pass it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.shares import Shares, shares_of
from marketplace.domain.matching.tables import (
    ADULT_AGES,
    Flags,
    Floats,
    Table,
    bits_of,
    grade_place,
)

# Less of an audience than this is as good as none.
LEAST_OVERLAP: Final = 0.05
# From this share on a category is one of a creator's own.
OWN_CATEGORY: Final = 0.15


class Gate(StrEnum):
    """Why a pair is impossible, in the order in which they are looked at."""

    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    RIVAL = "rival"
    EXCLUDED = "excluded"
    CATEGORY = "category"
    LEGAL_AGE = "legal_age"
    AGE = "age"
    GENDER = "gender"
    MARKET = "market"
    LANGUAGE = "language"
    FOLLOWERS = "followers"
    GRADE = "grade"
    ORIGINALITY = "originality"
    VERIFIED = "verified"
    # Not a gate of its own: who is let through, and still isn't worth showing.
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Removed:
    """How many a gate stopped: those that no gate before it had stopped, and all it would stop."""

    gate: Gate
    first: int
    alone: int


def stopped(table: Table, needs: Needs, *, shares: Shares) -> Flags:
    """Return whom any gate stops, a flag a creator."""
    found = ~table.available
    for _gate, whom in stopped_by(table, needs, shares=shares):
        found |= whom
    return found


def removed(table: Table, needs: Needs) -> tuple[Removed, ...]:
    """Return what each gate stopped, in their order; those that stopped nobody are left out."""
    left = np.ones(len(table), np.bool_)
    found = []
    for gate, stopped in stopped_by(table, needs, shares=shares_of(table, needs)):
        alone = int(stopped.sum())
        if alone:
            found.append(Removed(gate, int((stopped & left).sum()), alone))
        left &= ~stopped
    return tuple(found)


def stopped_by(table: Table, needs: Needs, *, shares: Shares) -> Iterator[tuple[Gate, Flags]]:
    """Go through the gates that a brief asks for, with whom each stops.

    What isn't known stops nobody, but for what has to be proved: the legal age of an audience, and
    the least grade or originality that a brief names.
    """
    for gate, look in _GATES:
        stopped = look(table, needs, shares)
        if stopped is not None:
            yield gate, stopped


def _unavailable(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    return None if table.available.all() else ~table.available


def _refused(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    bits = bits_of(needs.clearly_sells)
    stopped = np.asarray((table.refused & np.uint64(bits)) != 0)
    for brand in (needs.brand_id, needs.house):
        stopped[table.refused_brands.get(brand, [])] = True
    return stopped if stopped.any() else None


def _rival(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    stopped = np.zeros(len(table), np.bool_)
    for brand in needs.rivals:
        stopped[table.bound.get(brand, [])] = True
    stopped[table.places_of(sorted(needs.worked_for_rivals))] = True
    return stopped if stopped.any() else None


def _excluded(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    if not needs.excluded_creators:
        return None
    stopped = np.zeros(len(table), np.bool_)
    stopped[table.places_of(sorted(needs.excluded_creators))] = True
    return stopped


def _category(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    rows = [
        shares >= OWN_CATEGORY
        for name, shares in zip(table.categories, table.makers, strict=True)
        if name in needs.excluded_categories
    ]
    return np.asarray(np.logical_or.reduce(rows)) if rows else None


def _legal_age(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    age, share = needs.adults
    if not age:
        return None
    return ~np.asarray(table.adults[ADULT_AGES.index(age)] >= share)


def _age(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    return _too_few(shares.age, table.lacks_ages)


def _gender(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    return _too_few(shares.gender, table.lacks_female)


def _market(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    return _too_few(shares.market, table.lacks_market)


def _too_few(share: Floats | None, lacking: Flags | None) -> Flags | None:
    if share is None:
        return None
    stopped = np.asarray(share < LEAST_OVERLAP)
    if lacking is not None:
        stopped &= ~lacking
    return stopped


def _language(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    if not needs.languages:
        return None
    stopped = np.ones(len(table), np.bool_)
    for name, speakers in zip(table.languages, table.speakers, strict=True):
        if name in needs.languages:
            stopped &= ~speakers
    if table.lacks_language is not None:
        stopped &= ~table.lacks_language
    return stopped


def _followers(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    if needs.least_followers is None and needs.most_followers is None:
        return None
    low, high = needs.least_followers or 0, needs.most_followers
    known = table.followers >= 0
    outside = table.followers < low
    if high is not None:
        outside |= table.followers > high
    return np.asarray(known & outside)


def _grade(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    return np.asarray(table.grade > grade_place(needs.least_grade)) if needs.least_grade else None


def _originality(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    if not needs.least_originality:
        return None
    return ~np.asarray(table.originality >= np.float32(needs.least_originality))


def _verified(table: Table, needs: Needs, shares: Shares) -> Flags | None:
    return ~table.verified if needs.verified_only else None


_GATES: Final[tuple[tuple[Gate, Callable[[Table, Needs, Shares], Flags | None]], ...]] = (
    (Gate.UNAVAILABLE, _unavailable),
    (Gate.REFUSED, _refused),
    (Gate.RIVAL, _rival),
    (Gate.EXCLUDED, _excluded),
    (Gate.CATEGORY, _category),
    (Gate.LEGAL_AGE, _legal_age),
    (Gate.AGE, _age),
    (Gate.GENDER, _gender),
    (Gate.MARKET, _market),
    (Gate.LANGUAGE, _language),
    (Gate.FOLLOWERS, _followers),
    (Gate.GRADE, _grade),
    (Gate.ORIGINALITY, _originality),
    (Gate.VERIFIED, _verified),
)
