"""Scoring videos with a policy: read, freeze what is missing, compute, write what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from creatorspark.core.models import Policy
from creatorspark.lib.canonical import sha256_of
from scoring.domain.points.classic import ClassicScores, score_classic
from scoring.domain.points.cohorts import Step, months_before
from scoring.domain.points.fair import FairScorer
from scoring.domain.points.policy import ClassicPolicy, FairPolicy
from scoring.domain.points.reference import CohortParameters
from scoring.models import CohortReference
from scoring.selectors import CHUNK, Population, join_populations, load_population
from scoring.services.cohorts import CohortIndex, midnight
from scoring.services.locks import Report, exclusive, silent
from scoring.services.policies import rules_of
from scoring.services.references import NeedsWholeHistory, freeze_references
from scoring.services.writing import Scored, changed_rows, write_scores

LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
EVERYONE = "*|*|*"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did: videos looked at, and how many of them got a new score."""

    policy: str
    videos: int
    written: int


def score_videos(
    policy: Policy, *, now: datetime, whole_history: bool = True, report: Report = silent
) -> RunResult:
    """Score every video that has reached scoring age; run twice, the second does nothing.

    `whole_history` False looks only at the months that can still change (for the nightly run).
    Safe to start twice: the second run waits for the first. Each chunk is its own transaction.
    """
    rules = rules_of(policy)
    with exclusive("scoring.points", policy.pk, report=report):
        if isinstance(rules, ClassicPolicy):
            return _score_classic(policy, rules, now=now, report=report)
        try:
            return _score_fair(policy, rules, now=now, whole=whole_history, report=report)
        except NeedsWholeHistory:
            return _score_fair(policy, rules, now=now, whole=True, report=report)


def read_population(
    rules: FairPolicy | ClassicPolicy,
    *,
    now: datetime,
    since: datetime = LONG_AGO,
    even_young: bool = False,
    report: Report,
) -> Population | None:
    """Return the videos posted since a moment that are old enough to be scored, or None.

    Counts are those at scoring age; a classic policy has no such age and takes the latest.
    `even_young` takes videos of any age.
    """
    age = timedelta(days=rules.scoring_age_days) if isinstance(rules, FairPolicy) else timedelta(0)
    tolerance = (
        timedelta(days=rules.snapshot_tolerance_days) if isinstance(rules, FairPolicy) else None
    )
    parts = []
    for done, total, part in load_population(
        now=now,
        posted_since=since,
        posted_until=now if even_young else now - age,
        age=age,
        tolerance=tolerance,
        neutral=isinstance(rules, ClassicPolicy),
    ):
        report(_("Reading videos"), done=done, total=total)
        parts.append(part)
    return join_populations(parts)


def _recent_from(rules: FairPolicy, *, now: datetime) -> date:
    """Return the first month of which a nightly run needs every video."""
    return months_before(now.date(), rules.wide_window_months + 1)


def _score_fair(
    policy: Policy, rules: FairPolicy, *, now: datetime, whole: bool, report: Report
) -> RunResult:
    complete_from = None if whole else _recent_from(rules, now=now)
    age = timedelta(days=rules.scoring_age_days)
    since = midnight(complete_from) - age if complete_from else LONG_AGO
    population = read_population(rules, now=now, since=since, report=report)
    if population is None or not len(population):
        return RunResult(policy.version, 0, 0)
    index = CohortIndex(population, rules)
    frozen = freeze_references(
        index,
        policy,
        groups=index.groups,
        now=now,
        complete_from=complete_from,
        report=report,
    )
    reference_ids = np.array([reference.pk for reference in frozen])[index.which]
    changed, known = changed_rows(population, reference_ids, policy_id=policy.pk)
    rows = np.flatnonzero(changed)
    normals = [CohortParameters.from_json(reference.parameters) for reference in frozen]
    scorer = FairScorer(normals, rules)
    for start in range(0, len(rows), CHUNK):
        report(_("Scoring"), done=start, total=len(rows))
        chunk = rows[start : start + CHUNK]
        part = population.take(chunk)
        scores = scorer.score(part.facts(), index.which[chunk])
        scored = Scored(
            scores.points, scores.total, scores.z, scores.left_out, scores.engagement_rate
        )
        write_scores(
            part,
            scored,
            reference_ids[chunk],
            replaced=part.video_id[known[chunk]],
            policy_id=policy.pk,
            now=now,
        )
    return RunResult(policy.version, len(population), len(rows))


def _score_classic(
    policy: Policy, rules: ClassicPolicy, *, now: datetime, report: Report
) -> RunResult:
    population = read_population(rules, now=now, report=report)
    if population is not None:
        population = population.take(population.sentiment >= 0)
    if population is None or not len(population):
        return RunResult(policy.version, 0, 0)
    scores = score_classic(population.facts(), rules)
    reference = _population_reference(policy, scores, population, now=now)
    reference_ids = np.full(len(population), reference.pk)
    changed, known = changed_rows(population, reference_ids, policy_id=policy.pk)
    rows = np.flatnonzero(changed)
    bits = sum(1 << row for row, span in enumerate(scores.ranges) if span.constant)
    for start in range(0, len(rows), CHUNK):
        report(_("Scoring"), done=start, total=len(rows))
        chunk = rows[start : start + CHUNK]
        scored = Scored(
            scores.points[chunk],
            scores.total[chunk],
            scores.z[:, chunk],
            np.full(len(chunk), bits, np.int16),
            scores.engagement_rate[chunk],
        )
        part = population.take(chunk)
        write_scores(
            part,
            scored,
            reference_ids[chunk],
            replaced=part.video_id[known[chunk]],
            policy_id=policy.pk,
            now=now,
        )
    return RunResult(policy.version, len(population), len(rows))


def _population_reference(
    policy: Policy, scores: ClassicScores, population: Population, *, now: datetime
) -> CohortReference:
    """Return the frozen description of a classic population; the same population has the same."""
    parameters: Mapping[str, Any] = scores.parameters()
    sha256 = sha256_of(parameters)
    reference, _created = CohortReference.objects.get_or_create(
        policy=policy,
        period=now.date().replace(day=1),
        cohort=f"{EVERYONE}@{sha256[:16]}",
        defaults={
            "level": Step.EVERYONE,
            "window_start": LONG_AGO,
            "window_end": now,
            "bootstrap": True,
            "parameters": parameters,
            "sample_size": len(population),
            "sha256": sha256,
            "computed_at": now,
        },
    )
    return reference
