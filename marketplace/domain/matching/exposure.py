"""Spreading what is shown, so that the same few aren't on every list.

Lists choose one after the other, again and again, until nobody would choose otherwise: each takes
what is best for it after a charge of `toll` times how often a thing is on other lists, against the
fair share. The sum of all scores less half the toll times the squares of exposure then only grows
(a potential game), so it ends; and it ends in the same lists whenever it starts from the same.
The best two of a list give way to nobody, however often others show them: what is charged to all
alike would else take from a list just what fits it best. Only where nothing else spreads enough,
one stays, or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROUNDS: Final = 50
# So many of a list stay whatever others show, if it has room for as many others.
KEPT: Final = 2
# Of what is equally good, each list takes what is shown less, and no number decides.
TIE: Final = 1e-4
# Of brands that likely compete, so many are in one list: a choice, and not the same thing thrice.
MOST_LIKELY_RIVALS: Final = 2
# What is so far below the best of a list is no better for it than one rival more.
FAR: Final = 0.2
TOLLS: Final = (
    *(0.0, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05),
    *(0.055, 0.06, 0.065, 0.07, 0.08, 0.09, 0.1, 0.13, 0.17, 0.22),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a list could show: its number, score, and the house it belongs to."""

    number: int
    score: float
    house: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalries:
    """Who competes with whom, by number: `confirmed` by people, or `likely` by a rule too."""

    confirmed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    likely: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def forbid(self, number: int, *, picked: Sequence[Candidate]) -> bool:
        """Say whether a confirmed rival of a thing is in a list."""
        rivals = self.confirmed.get(number, _NOBODY)
        return bool(rivals) and any(one.number in rivals for one in picked)

    def crowd(self, number: int, *, picked: Sequence[Candidate]) -> bool:
        """Say whether a list has enough of what likely competes with a thing."""
        rivals = self.likely.get(number, _NOBODY)
        return bool(rivals) and sum(one.number in rivals for one in picked) >= MOST_LIKELY_RIVALS


_NOBODY: Final[frozenset[int]] = frozenset()
NO_RIVALRIES: Final = Rivalries()


def spread(
    lists: Sequence[Sequence[Candidate]],
    *,
    length: int,
    gini_at_most: float,
    of: int,
    rivalries: Rivalries = NO_RIVALRIES,
    tolls: Sequence[float] = TOLLS,
) -> tuple[list[list[Candidate]], float]:
    """Return each list's choice, best score first, and the toll that it took.

    The toll is the lowest of `tolls` by which the exposure of the `of` things that could be shown
    is spread enough, or the last one. A list shows at most one thing of a house, one of a pair of
    confirmed rivals, and two of likely ones; what is more than FAR below its best comes in for no
    rival's sake.
    """
    settle = partial(_settle, lists, length=length, of=of, rivalries=rivalries)
    most = min(KEPT, length // 2)
    # What the highest toll can't reach needn't be tried by lower ones.
    kept = next(
        (
            kept
            for kept in range(most, 0, -1)
            if _gini_of(settle(kept=kept, toll=tolls[-1]), of=of) <= gini_at_most
        ),
        0,
    )
    chosen: list[list[Candidate]] = []
    for toll in tolls:
        chosen = settle(kept=kept, toll=toll)
        if _gini_of(chosen, of=of) <= gini_at_most:
            return chosen, toll
    return chosen, tolls[-1]


def _gini_of(chosen: Sequence[Sequence[Candidate]], *, of: int) -> float:
    shown = np.bincount([one.number for row in chosen for one in row], minlength=1)
    return gini(np.sort(shown[shown > 0]), of=of)


def gini(shown: NDArray[np.int64], *, of: int) -> float:
    """Return the Gini coefficient of how often things are shown, 0 all alike to 1 only one.

    `shown` are counts of those that are shown at all, of `of` that could be.
    """
    counts = np.sort(np.concatenate([np.zeros(max(0, of - len(shown))), shown]))
    total = counts.sum()
    if not total:
        return 0.0
    places = np.arange(1, len(counts) + 1)
    return float((2 * places - len(counts) - 1) @ counts / (len(counts) * total))


def _settle(
    lists: Sequence[Sequence[Candidate]],
    *,
    length: int,
    kept: int,
    toll: float,
    of: int,
    rivalries: Rivalries,
) -> list[list[Candidate]]:
    fair = max(1.0, length * len(lists) / max(1, of))
    exposure: dict[int, int] = {}
    chosen: list[list[Candidate]] = [[] for _ in lists]
    # The lists that have the most to lose choose first.
    order = sorted(range(len(lists)), key=lambda i: (-_worth(lists[i], length), i))
    for _ in range(ROUNDS):
        moved = False
        for i in order:
            for one in chosen[i]:
                exposure[one.number] -= 1
            new = _pick(
                lists[i],
                length=length,
                kept=kept,
                charge=toll / fair,
                exposure=exposure,
                rivalries=rivalries,
            )
            moved |= [one.number for one in new] != [one.number for one in chosen[i]]
            chosen[i] = new
            for one in new:
                exposure[one.number] = exposure.get(one.number, 0) + 1
        if not moved:
            break
    return [sorted(row, key=lambda one: (-one.score, one.number)) for row in chosen]


def _worth(row: Sequence[Candidate], length: int) -> float:
    return sum(sorted((one.score for one in row), reverse=True)[:length])


def _pick(
    row: Sequence[Candidate],
    *,
    length: int,
    kept: int,
    charge: float,
    exposure: Mapping[int, int],
    rivalries: Rivalries,
) -> list[Candidate]:
    """Return what a list shows: first what it keeps at no charge, then what is worth its toll."""
    least = max((one.score for one in row), default=0.0) - FAR
    picked: list[Candidate] = []
    for many, toll in ((kept, TIE), (length, max(charge, TIE))):
        rest = [one for one in row if one not in picked]
        rest.sort(key=lambda one: (toll * exposure.get(one.number, 0) - one.score, one.number))
        picked = _fill(picked, rest, length=many, least=least, rivalries=rivalries)
    return picked


def _fill(
    picked: Sequence[Candidate],
    rest: Sequence[Candidate],
    *,
    length: int,
    least: float,
    rivalries: Rivalries,
) -> list[Candidate]:
    """Return a list filled up with the first of the rest, by the rules of houses and rivals."""
    filled = [*picked]
    houses = {one.house for one in picked}
    crowding: list[Candidate] = []

    def take(them: Sequence[Candidate]) -> None:
        for one in them:
            if len(filled) == length:
                return
            if one.house not in houses and not rivalries.forbid(one.number, picked=filled):
                houses.add(one.house)
                filled.append(one)

    for one in rest:
        if len(filled) == length:
            return filled
        is_far = one.score < least
        if not is_far and rivalries.crowd(one.number, picked=filled):
            crowding.append(one)
            continue
        if is_far and crowding:
            take(crowding)
            crowding = []
        take([one])
    take(crowding)
    return filled
