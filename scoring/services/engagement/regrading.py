"""Grades computed again from the counts that somebody states, in many cohorts at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from creatorspark.core.models import Policy
from creatorspark.lib.canonical import sha256_of
from scoring.domain.engagement import Counts, GradePolicy, GradeReference, grade_batch
from scoring.domain.engagement.policy import ACTIONS
from scoring.models import CohortReference
from scoring.services.policies import GRADE

COLUMNS = ("views", *ACTIONS, "watch_through")


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedGrade:
    """What a grade is said to rest on: counts (None: not reported), policy and frozen cohort."""

    counts: Mapping[str, Any]
    policy_sha256: str
    reference_sha256: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Regraded:
    """What the stated facts give. `problem` says why they give nothing, else it is empty.

    `letter` is "A" to "E", "too_early" or "needs_review"; `score` has six decimals or is empty.
    """

    letter: str = ""
    score: str = ""
    problem: str = ""


def regrade(*, grades: Sequence[StatedGrade]) -> list[Regraded]:
    """Compute each grade again, in the order given; each policy and cohort is read once."""
    rules = _rules({grade.policy_sha256 for grade in grades})
    cohorts = _cohorts({x.reference_sha256 for x in grades if x.reference_sha256 is not None})
    results = [Regraded()] * len(grades)
    together: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for place, grade in enumerate(grades):
        together[grade.policy_sha256, grade.reference_sha256].append(place)
    for (policy_name, cohort_name), places in together.items():
        policy = rules.get(policy_name, f"there is no grade policy {policy_name}")
        cohort = cohorts.get(cohort_name, f"there is no cohort {cohort_name}")
        counts = [grades[place].counts for place in places]
        for place, result in zip(places, _regrade(counts, policy, cohort), strict=True):
            results[place] = result
    return results


def _regrade(
    counts: Sequence[Mapping[str, Any]],
    policy: GradePolicy | str,
    cohort: GradeReference | str | None,
) -> list[Regraded]:
    """Regrade what one policy grades in one cohort; a text in place of either is the problem."""
    if isinstance(policy, str):
        return [Regraded(problem=policy)] * len(counts)
    if isinstance(cohort, str):
        return [Regraded(problem=cohort)] * len(counts)
    try:
        columns = _columns(counts)
    except (KeyError, TypeError, ValueError):
        if len(counts) == 1:
            return [Regraded(problem="its counts can't be read")]
        # One row that is no row of counts must not hide the others.
        return [_regrade([row], policy, cohort)[0] for row in counts]
    states, scores, letters, _, _ = grade_batch(columns, policy=policy, reference=cohort)
    return [
        Regraded(letter=str(letter), score=f"{score:.6f}")
        if letter
        else Regraded(letter=str(state))
        for state, score, letter in zip(states, scores, letters, strict=True)
    ]


def _columns(rows: Sequence[Mapping[str, Any]]) -> Counts:
    columns = {
        name: np.array([np.nan if row[name] is None else float(row[name]) for row in rows])
        for name in COLUMNS
    }
    return Counts(**columns)


def _rules(wanted: set[str]) -> dict[str, GradePolicy | str]:
    found: dict[str, GradePolicy | str] = {}
    for row in Policy.objects.filter(kind=GRADE, sha256__in=wanted).exclude(state="draft"):
        if sha256_of(row.parameters) != row.sha256:
            found[row.sha256] = f"grade policy {row.version} doesn't have the hash it is named by"
        else:
            found[row.sha256] = GradePolicy.from_parameters(row.parameters)
    return found


def _cohorts(wanted: set[str]) -> dict[str | None, GradeReference | str | None]:
    # A grade by the absolute table names no cohort and needs none.
    found: dict[str | None, GradeReference | str | None] = {None: None}
    rows = CohortReference.objects.filter(policy__kind=GRADE, sha256__in=wanted)
    for row in rows.order_by("sha256", "pk").distinct("sha256"):
        if sha256_of(row.parameters) != row.sha256:
            found[row.sha256] = f"cohort {row.cohort} doesn't have the hash it is named by"
        else:
            found[row.sha256] = GradeReference.from_json(row.parameters)
    return found
