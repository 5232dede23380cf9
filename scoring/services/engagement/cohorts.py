"""Cohorts of grades: like is compared with like, down to which counts a platform reports."""

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.domain.engagement import GradePolicy, freeze_reference
from scoring.domain.engagement.policy import ACTIONS
from scoring.domain.points.cohorts import ANY, Choice, Cohort, Step, Window
from scoring.domain.points.fields import IntArray
from scoring.selectors import PLATFORMS, UNKNOWN, GradePopulation
from scoring.services.cohorts import CohortGroups, Group
from scoring.services.engagement.policies import ladder_of

WATCH = "+watch"
NO_GRID: dict[str, Any] = {"mean_rate": 0, "grid": []}


class GradeIndex(CohortGroups):
    """A population to grade, by cohort and period.

    The first trait is the platform and what it reports: "tiktok", "tiktok+watch" where the
    watch-through is known, "tiktok-saves" where saves aren't. The ladder never drops it.
    """

    def __init__(self, population: GradePopulation, policy: GradePolicy) -> None:
        super().__init__(
            population,
            ladder_of(policy),
            kinds=(_kinds(population), _names()),
            countable=_countable(population, policy),
        )
        self.population, self.policy = population, policy
        self._described: dict[tuple[Cohort, Window], dict[str, Any]] = {}

    def choose(self, group: Group) -> Choice:
        """Return the pool of a group; step EVERYONE where none on the ladder was big enough.

        Such a group is graded by fixed cut-offs: videos of other platforms are no yardstick.
        """
        choice = super().choose(group)
        if choice.step is not Step.EVERYONE:
            return choice
        pool, ever = Cohort(group.cohort.platform, ANY, ANY), Window(None, None)
        return replace(choice, pool=pool, window=ever, size=self._size(pool, ever))

    def describe(self, choice: Choice) -> tuple[dict[str, Any], int]:
        """Return the reference as policy files publish it; without a grid where it is too small."""
        if choice.step is Step.EVERYONE:
            return NO_GRID | {"sample_size": choice.size}, choice.size
        key = (choice.pool, choice.window)
        if key not in self._described:
            counts = self.population.counts(self._rows(*key))
            self._described[key] = freeze_reference(counts, policy=self.policy).to_json()
        return self._described[key], choice.size


def pool_of(cohort: str, level: int) -> Cohort:
    """Return whom a cohort was compared with, from its key and its step of the ladder."""
    exact = Cohort.from_key(cohort)
    if level == Step.EXACT:
        return exact
    if level in (Step.NO_NICHE, Step.WIDE_WINDOW):
        return replace(exact, niche=ANY)
    return replace(exact, niche=ANY, length=ANY)


def _countable(population: GradePopulation, policy: GradePolicy) -> npt.NDArray[np.bool_]:
    """Say which videos may be in a reference: those that are graded themselves."""
    engagements = np.zeros(len(population))
    for name in ACTIONS:
        engagements = engagements + np.maximum(getattr(population, name), 0)
    seen = population.views >= policy.min_views
    return seen & (engagements <= policy.review_rate * population.views)


def _kinds(population: GradePopulation) -> IntArray:
    code: IntArray = population.platform.astype(np.int64) * 2 + (
        population.watch_through != UNKNOWN
    )
    for name in ACTIONS:
        code = code * 2 + (getattr(population, name) == UNKNOWN)
    return code


def _names() -> list[str]:
    marks = [("", WATCH), *(("", f"-{name}") for name in ACTIONS)]
    return ["".join(parts) for parts in product(PLATFORMS, *marks)]
