"""Grouping a population by cohort and period, and finding the pool each cohort is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from creatorspark.lib.pgcopy import moment
from scoring.domain.points.cohorts import (
    ANY,
    Choice,
    Cohort,
    Window,
    choose_pool,
    cohort_of,
    length_bucket,
)
from scoring.domain.points.fields import IntArray, VideoFacts
from scoring.domain.points.policy import FairPolicy
from scoring.domain.points.reference import CohortParameters, freeze_reference
from scoring.selectors import PLATFORMS, Population

EPOCH = np.datetime64("2000-01-01T00:00:00", "us")


@dataclass(frozen=True, slots=True)
class Group:
    """Videos of one exact cohort that reach scoring age in one month."""

    cohort: Cohort
    period: date


class CohortIndex:
    """A population by cohort and period; `which[row]` is the position of the row's group."""

    def __init__(self, population: Population, policy: FairPolicy) -> None:
        self.population, self.policy = population, policy
        labels = _labels(population, policy)
        months = due_months(population.posted_at, policy)
        base = int(months.min()) if len(months) else 0
        key = months - base
        for codes, names in labels:
            key = key * len(names) + codes
        found, self.which, self.counts = np.unique(key, return_inverse=True, return_counts=True)
        self._order = np.argsort(self.which, kind="stable")
        self._ends = np.cumsum(self.counts)
        parts = [names for _, names in labels]
        self.groups = [_group(int(value), base, parts) for value in found]
        self._platform = np.array([group.cohort.platform for group in self.groups], dtype=object)
        self._length = np.array([group.cohort.length for group in self.groups], dtype=object)
        self._niche = np.array([group.cohort.niche for group in self.groups], dtype=object)
        self._period = np.array([group.period.toordinal() for group in self.groups])
        self._frozen: dict[tuple[Cohort, Window], CohortParameters] = {}

    def choose(self, group: Group) -> Choice:
        """Return the pool that a group is compared with."""
        return choose_pool(group.cohort, period=group.period, policy=self.policy, size=self._size)

    def freeze(self, choice: Choice) -> CohortParameters:
        """Return what is normal in a pool, computed once however many cohorts share it."""
        key = (choice.pool, choice.window)
        if key not in self._frozen:
            self._frozen[key] = freeze_reference(self._facts(*key), self.policy)
        return self._frozen[key]

    def span(self, choice: Choice) -> tuple[datetime, datetime]:
        """Return from when to before when the pool's videos reached scoring age."""
        if choice.window.start is not None and choice.window.end is not None:
            return choice.window.start, choice.window.end
        posted = self.population.posted_at[self._rows(choice.pool, choice.window)]
        age = timedelta(days=self.policy.scoring_age_days)
        first, last = moment(int(posted.min())), moment(int(posted.max()))
        return first + age, last + age + timedelta(microseconds=1)

    def _size(self, pool: Cohort, window: Window) -> int:
        return int(self.counts[self._match(pool, window)].sum())

    def _facts(self, pool: Cohort, window: Window) -> VideoFacts:
        return self.population.facts(self._rows(pool, window))

    def _rows(self, pool: Cohort, window: Window) -> IntArray:
        starts = self._ends - self.counts
        slices = [
            self._order[starts[group] : self._ends[group]]
            for group in np.flatnonzero(self._match(pool, window))
        ]
        return np.concatenate(slices) if slices else np.empty(0, np.int64)

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


def due_months(posted_at: IntArray, policy: FairPolicy) -> IntArray:
    """Return the month (counted from 1970) in which each video reaches scoring age."""
    age = policy.scoring_age_days * 86_400_000_000
    moments = EPOCH + (posted_at + age).astype("timedelta64[us]")
    months: IntArray = moments.astype("datetime64[M]").astype(np.int64)
    return months


def _labels(population: Population, policy: FairPolicy) -> list[tuple[IntArray, Sequence[str]]]:
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
        (population.platform.astype(np.int64), PLATFORMS),
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
