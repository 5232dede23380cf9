"""Grouping a population by cohort and period, and finding the pool each cohort is compared with."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from creatorspark.lib.pgcopy import moment
from scoring.domain.points.cohorts import (
    ANY,
    Choice,
    Cohort,
    Step,
    Window,
    choose_pool,
    cohort_of,
    length_bucket,
)
from scoring.domain.points.fields import IntArray
from scoring.domain.points.policy import FairPolicy
from scoring.domain.points.reference import CohortParameters, freeze_reference
from scoring.selectors import PLATFORMS, Population

EPOCH = np.datetime64("2000-01-01T00:00:00", "us")


@dataclass(frozen=True, slots=True)
class Group:
    """Videos of one exact cohort that reach scoring age in one month."""

    cohort: Cohort
    period: date


class Traits(Protocol):
    """The columns of a population by which videos are grouped, and its niches' names."""

    @property
    def posted_at(self) -> IntArray: ...
    @property
    def platform(self) -> npt.NDArray[np.int32]: ...
    @property
    def seconds(self) -> npt.NDArray[np.int32]: ...
    @property
    def niche(self) -> npt.NDArray[np.int32]: ...
    @property
    def niches(self) -> tuple[str, ...]: ...


class CohortGroups(ABC):
    """A population by cohort and period; `which[row]` is the position of the row's group.

    `kinds` are the rows' first trait as codes and their names, the platforms when not given;
    `countable` says which rows may be in a reference, all when not given.
    """

    def __init__(
        self,
        traits: Traits,
        rules: FairPolicy,
        *,
        kinds: tuple[IntArray, Sequence[str]] | None = None,
        countable: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        self.traits, self.rules, self._countable = traits, rules, countable
        labels = _labels(traits, rules, kinds or (traits.platform.astype(np.int64), PLATFORMS))
        months = due_months(traits.posted_at, rules)
        base = int(months.min()) if len(months) else 0
        key = months - base
        for codes, names in labels:
            key = key * len(names) + codes
        found, self.which, sizes = np.unique(key, return_inverse=True, return_counts=True)
        self._order = np.argsort(self.which, kind="stable")
        self._ends = np.cumsum(sizes)
        self._starts = self._ends - sizes
        self._sizes = sizes if countable is None else np.bincount(self.which, countable, len(found))
        parts = [names for _, names in labels]
        self.groups = [_group(int(value), base, parts) for value in found]
        self._platform = np.array([group.cohort.platform for group in self.groups], dtype=object)
        self._length = np.array([group.cohort.length for group in self.groups], dtype=object)
        self._niche = np.array([group.cohort.niche for group in self.groups], dtype=object)
        self._period = np.array([group.period.toordinal() for group in self.groups])

    @abstractmethod
    def describe(self, choice: Choice) -> tuple[dict[str, Any], int]:
        """Return what is normal in a pool as plain JSON, and how many videos made it."""

    def choose(self, group: Group) -> Choice:
        """Return the pool that a group is compared with."""
        return choose_pool(group.cohort, period=group.period, policy=self.rules, size=self._size)

    def span(self, choice: Choice, group: Group) -> tuple[datetime, datetime]:
        """Return from when to before when the pool's videos reached scoring age."""
        if choice.window.start is not None and choice.window.end is not None:
            return choice.window.start, choice.window.end
        posted = self.traits.posted_at[self._rows(choice.pool, choice.window)]
        if not len(posted):
            return midnight(group.period), midnight(group.period)
        age = timedelta(days=self.rules.scoring_age_days)
        first, last = moment(int(posted.min())), moment(int(posted.max()))
        return first + age, last + age + timedelta(microseconds=1)

    def is_kind(self, groups: IntArray, kind: str) -> npt.NDArray[np.bool_]:
        """Say of each of some groups whether its first trait is this one."""
        same: npt.NDArray[np.bool_] = (self._platform == kind)[groups]
        return same

    def _size(self, pool: Cohort, window: Window) -> int:
        return int(self._sizes[self._match(pool, window)].sum())

    def _rows(self, pool: Cohort, window: Window) -> IntArray:
        slices = [
            self._order[self._starts[group] : self._ends[group]]
            for group in np.flatnonzero(self._match(pool, window))
        ]
        rows = np.concatenate(slices) if slices else np.empty(0, np.int64)
        return rows if self._countable is None else rows[self._countable[rows]]

    def _match(self, pool: Cohort, window: Window) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        match = np.ones(len(self.groups), np.bool_)
        for column, wanted in (
            (self._platform, pool.platform),
            (self._length, pool.length),
            (self._niche, pool.niche),
        ):
            if wanted != ANY:
                match &= column == wanted
        if window.start is not None:
            match &= self._period >= window.start.date().toordinal()
        if window.end is not None:
            match &= self._period < window.end.date().toordinal()
        return match


class CohortIndex(CohortGroups):
    """A population to score with points, by cohort and period."""

    def __init__(self, population: Population, policy: FairPolicy) -> None:
        super().__init__(population, policy)
        self.population, self.policy = population, policy
        self._frozen: dict[tuple[Cohort, Window], CohortParameters] = {}

    def freeze(self, choice: Choice) -> CohortParameters:
        """Return what is normal in a pool, computed once however many cohorts share it."""
        key = (choice.pool, choice.window)
        if key not in self._frozen:
            facts = self.population.facts(self._rows(*key))
            self._frozen[key] = freeze_reference(facts, self.policy)
        return self._frozen[key]

    def describe(self, choice: Choice) -> tuple[dict[str, Any], int]:
        """Return what is normal in a pool, and which pool it is."""
        normal = self.freeze(choice)
        named = {"pool": choice.pool.key, "step": Step(choice.step).name}
        return normal.as_json() | named, normal.sample_size


def due_months(posted_at: IntArray, policy: FairPolicy) -> IntArray:
    """Return the month (counted from 1970) in which each video reaches scoring age."""
    age = policy.scoring_age_days * 86_400_000_000
    moments = EPOCH + (posted_at + age).astype("timedelta64[us]")
    months: IntArray = moments.astype("datetime64[M]").astype(np.int64)
    return months


def _labels(
    population: Traits, policy: FairPolicy, kinds: tuple[IntArray, Sequence[str]]
) -> list[tuple[IntArray, Sequence[str]]]:
    """Return codes and names of platform, length and niche."""
    edges = np.array(policy.length_edges)
    lengths = [length_bucket(int(edge), policy) for edge in edges]
    lengths += [length_bucket(int(edges[-1]) + 1, policy) if len(edges) else "0+", ANY]
    length = np.searchsorted(edges, population.seconds, side="left")
    length[population.seconds < 0] = len(lengths) - 1
    tidy = [
        cohort_of(platform=ANY, seconds=None, niche=niche, policy=policy).niche
        for niche in population.niches
    ]
    niches, positions = np.unique(np.array(tidy, dtype=object), return_inverse=True)
    niche = positions[population.niche] if len(positions) else population.niche.astype(np.int64)
    return [
        kinds,
        (length.astype(np.int64), lengths),
        (niche, [str(name) for name in niches]),
    ]


def _group(key: int, base: int, parts: list[Sequence[str]]) -> Group:
    names = []
    for part in reversed(parts):
        key, position = divmod(key, len(part))
        names.append(part[position])
    niche, length, platform = names
    month = key + base
    period = date(1970 + month // 12, month % 12 + 1, 1)
    return Group(Cohort(platform, length, niche), period)


def midnight(day: date) -> datetime:
    """Return the first moment of a UTC day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
