"""Which part of each audience is what a brief asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from marketplace.domain.cleaning.people import FEMALE
from marketplace.domain.matching.audiences import coverage
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.tables import Floats, Table


@dataclass(frozen=True, slots=True)
class Shares:
    """A column for each thing that is asked for, None where everybody will do.

    Where an audience isn't known its age and market are 0, its gender NaN.
    """

    age: Floats | None
    gender: Floats | None
    market: Floats | None


def shares_of(table: Table, needs: Needs) -> Shares:
    """Return the parts of every creator's audience."""
    return Shares(_age(table, needs), _gender(table, needs), _market(table, needs))


def _age(table: Table, needs: Needs) -> Floats | None:
    if needs.ages is None or needs.ages.is_everybody:
        return None
    return _sum(table.ages, coverage(needs.ages))


def _gender(table: Table, needs: Needs) -> Floats | None:
    if len(needs.genders) != 1:
        return None
    return table.female if FEMALE in needs.genders else np.float32(1) - table.female


def _market(table: Table, needs: Needs) -> Floats | None:
    if needs.markets is None or needs.markets.is_world:
        return None
    return _sum(table.market, [float(code in needs.markets.codes) for code in table.markets])


def _sum(rows: Floats, weights: Sequence[float]) -> Floats:
    """Add up the rows that count: there are few, so this is quicker than a product of all."""
    asked = np.flatnonzero(weights)
    if not len(asked):
        return np.zeros(rows.shape[1], np.float32)
    if len(asked) > 1 and asked[-1] - asked[0] == len(asked) - 1:
        near = slice(asked[0], asked[-1] + 1)
        return np.asarray(np.array(weights[near], np.float32) @ rows[near], np.float32)
    total = np.float32(weights[asked[0]]) * rows[asked[0]]
    for number in asked[1:]:
        total += np.float32(weights[number]) * rows[number]
    return np.asarray(total, np.float32)
