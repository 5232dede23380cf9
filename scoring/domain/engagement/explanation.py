"""What a grade is made of, and what separates a video from the next letter."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from scoring.domain.engagement.grade import GradeResult, grade_one, rate_for_score
from scoring.domain.engagement.policy import ACTIONS, LETTERS, GradePolicy
from scoring.domain.engagement.reference import Counts, GradeReference


@dataclass(frozen=True, slots=True)
class CutOff:
    """Where a letter starts: its score, and the rate that reaches it here."""

    letter: str
    score: float
    rate: float


@dataclass(frozen=True, slots=True)
class ActionsNeeded:
    """So many more of one action, at the same views, would have brought the letter."""

    action: str
    more: int


@dataclass(frozen=True, slots=True)
class NextLetter:
    """The letter above, the rate it starts at, how far that is, and what would have closed it."""

    letter: str
    rate: float
    gap: float
    needed: tuple[ActionsNeeded, ...]


def cut_offs(*, policy: GradePolicy, reference: GradeReference | None) -> tuple[CutOff, ...]:
    """Return where each letter starts, A to D; E starts at nothing.

    Rates are shrunk weighted ones in a cohort, plain ones by the absolute table.
    """
    return tuple(
        CutOff(letter, score, _rate_at(score, policy=policy, reference=reference))
        for letter, score in policy.cutoffs.items()
    )


def next_letter(
    counts: Counts, result: GradeResult, *, policy: GradePolicy, reference: GradeReference | None
) -> NextLetter | None:
    """Return what separates one graded video from the letter above; None at the top or ungraded."""
    if result.letter is None or result.letter == LETTERS[0]:
        return None
    letter = LETTERS[LETTERS.index(result.letter) - 1]
    rate = _rate_at(policy.cutoffs[letter], policy=policy, reference=reference)
    own = result.plain_rate if reference is None else result.rate
    needed = []
    for action in ACTIONS:
        more = _more_needed(counts, action, letter, policy=policy, reference=reference)
        if more is not None:
            needed.append(ActionsNeeded(action, more))
    return NextLetter(letter, rate, max(0.0, rate - own), tuple(needed))


def _rate_at(score: float, *, policy: GradePolicy, reference: GradeReference | None) -> float:
    if reference is not None:
        return rate_for_score(score, reference=reference)
    return float(np.interp(score, policy.absolute_scores, policy.absolute_rates))


def _more_needed(
    counts: Counts,
    action: str,
    letter: str,
    *,
    policy: GradePolicy,
    reference: GradeReference | None,
) -> int | None:
    """Return the fewest more of an action that reach a letter, None where none do.

    The score never falls when a count grows, so halving finds it. More engagements than the
    review limit allows reach nothing.
    """
    column = getattr(counts, action)
    if np.isnan(column[0]) or not policy.weights[action]:
        return None
    engaged = sum(float(np.nan_to_num(getattr(counts, name))[0]) for name in ACTIONS)
    most = int(policy.review_rate * float(counts.views[0]) - engaged)

    def reaches(more: int) -> bool:
        grown = replace(counts, **{action: column + more})
        found = grade_one(grown, policy=policy, reference=reference).letter
        return found is not None and found <= letter

    return _fewest(reaches, most) if most > 0 else None


def _fewest(holds: Callable[[int], bool], most: int) -> int | None:
    """Return the smallest whole number from 1 to `most` for which a monotone condition holds."""
    if not holds(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
