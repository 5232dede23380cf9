"""Grading videos: read, freeze what is missing, compute, write what changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.utils.translation import gettext as _

from creatorspark.lib.pgcopy import microseconds
from scoring.domain.engagement import GradePolicy, GradeReference, grade_batch
from scoring.domain.points.cohorts import Cohort, months_before
from scoring.domain.points.fields import IntArray
from scoring.models import CohortReference
from scoring.selectors import CHUNK, GradePopulation, join_grade_populations, load_grade_population
from scoring.services.cohorts import midnight
from scoring.services.engagement.cohorts import GradeIndex
from scoring.services.engagement.policies import LONG_AGO, Reign, reigns
from scoring.services.engagement.writing import Grades, compare, write_grades
from scoring.services.locks import Report, exclusive, silent
from scoring.services.references import Frozen, NeedsWholeHistory, freeze_references


@dataclass(frozen=True, slots=True)
class GradingResult:
    """What a run did: videos looked at, and how many of them got a new grade."""

    videos: int
    written: int


def grade_videos(
    *, now: datetime, whole_history: bool = True, report: Report = silent
) -> GradingResult:
    """Grade every video that has reached scoring age; run twice, the second does nothing.

    Each is graded under the policy that was in force when it reached that age, whenever the run
    is. `whole_history` False looks only at the months that can still change (for the nightly run).
    Safe to start twice: the second run waits for the first. Each chunk is its own transaction.
    """
    videos, written = 0, 0
    with exclusive("scoring.grades", 0, report=report):
        for reign in reigns(now=now):
            result = _grade_reign(reign, now=now, whole=whole_history, report=report)
            videos, written = videos + result.videos, written + result.written
    return GradingResult(videos, written)


def _grade_reign(reign: Reign, *, now: datetime, whole: bool, report: Report) -> GradingResult:
    complete_from = None if whole else months_before(now.date(), reign.rules.wide_window_months + 1)
    try:
        return _grade(reign, now=now, complete_from=complete_from, report=report)
    except NeedsWholeHistory:
        return _grade(reign, now=now, complete_from=None, report=report)


def _grade(
    reign: Reign, *, now: datetime, complete_from: date | None, report: Report
) -> GradingResult:
    population = _read(reign, now=now, complete_from=complete_from, report=report)
    if population is None or not len(population):
        return GradingResult(0, 0)
    own = population.posted_at >= microseconds(reign.posted_from)
    compared = compare(population, policy_id=reign.policy.pk)
    rows = np.flatnonzero(compared.changed & own)
    if len(rows):
        part, had = population.take(rows), compared.reference_id[rows]
        index = GradeIndex(population, reign.rules)
        groups = index.which[rows]
        ids, known = _kept(had, groups, index, policy_id=reign.policy.pk)
        used, position = np.unique(groups[ids == 0], return_inverse=True)
        frozen = freeze_references(
            index,
            reign.policy,
            groups=[index.groups[group] for group in used],
            now=now,
            complete_from=complete_from,
            report=report,
        )
        if frozen:
            ids[ids == 0] = np.array([reference.pk for reference in frozen])[position]
        known |= {reference.pk: reference for reference in frozen}
        grades = _compute(part, ids, known, reign.rules)
        _write(part, grades, ids, had, reign, now=now, report=report)
    return GradingResult(int(own.sum()), len(rows))


def _read(
    reign: Reign, *, now: datetime, complete_from: date | None, report: Report
) -> GradePopulation | None:
    """Return the videos of a reign and those before it, which its references need."""
    last = reign.last_moment(now=now)
    since = midnight(complete_from) - reign.age if complete_from else LONG_AGO
    if last < max(since, reign.posted_from):
        return None
    parts = []
    for done, total, part in load_grade_population(
        now=now,
        posted_since=since,
        posted_until=last,
        age=reign.age,
        tolerance=timedelta(days=reign.rules.snapshot_tolerance_days),
    ):
        report(_("Reading videos"), done=done, total=total)
        parts.append(part)
    return join_grade_populations(parts)


def _kept(
    had: IntArray, groups: IntArray, index: GradeIndex, *, policy_id: int
) -> tuple[IntArray, dict[int, Frozen]]:
    """Return the reference that each corrected video keeps, 0 for the others, and what they say.

    Only a platform that reports other counts than before takes a video to another cohort; a
    creator's new niche doesn't.
    """
    ids, known = np.zeros(len(had), np.int64), {}
    olds = [int(pk) for pk in np.unique(had[had > 0])]
    found = CohortReference.objects.filter(pk__in=olds, policy_id=policy_id)
    for row in found.only("cohort", "parameters"):
        ids[(had == row.pk) & index.is_kind(groups, Cohort.from_key(row.cohort).platform)] = row.pk
        known[row.pk] = Frozen(row.pk, row.parameters)
    return ids, known


def _compute(
    part: GradePopulation,
    ids: IntArray,
    known: dict[int, Frozen],
    rules: GradePolicy,
) -> Grades:
    grades = Grades.empty(len(part))
    order = np.argsort(ids, kind="stable")
    cuts = np.flatnonzero(np.diff(ids[order])) + 1
    for rows in np.split(order, cuts):
        frozen = GradeReference.from_json(known[int(ids[rows[0]])].parameters)
        reference = frozen if frozen.grid else None
        grades.put(rows, grade_batch(part.counts(rows), policy=rules, reference=reference))
    return grades


def _write(
    part: GradePopulation,
    grades: Grades,
    ids: IntArray,
    had: IntArray,
    reign: Reign,
    *,
    now: datetime,
    report: Report,
) -> None:
    for start in range(0, len(part), CHUNK):
        report(_("Grading"), done=start, total=len(part))
        chunk = slice(start, start + CHUNK)
        some = part.take(chunk)
        write_grades(
            some,
            grades.take(chunk),
            ids[chunk],
            replaced=some.video_id[had[chunk] > 0],
            policy_id=reign.policy.pk,
            now=now,
        )
