"""What pay and the public policy file need to know of grades."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max

from creatorspark.core.models import Policy
from scoring.domain.engagement.policy import ACTIONS
from scoring.models import CohortReference, EngagementGrade
from scoring.selectors import UNKNOWN
from scoring.services.engagement.cohorts import pool_of
from scoring.services.policies import GRADE

LETTERS = {
    EngagementGrade.State.TOO_EARLY: "too_early",
    EngagementGrade.State.NEEDS_REVIEW: "needs_review",
}
_JUDGEMENTS = """
SELECT g.video_id, g.state, g.letter, g.score, g.views, g.likes, g.comments, g.shares, g.saves,
  g.watch_through, p.sha256, r.sha256, jsonb_array_length(r.parameters -> 'grid') > 0,
  g.off_age, g.computed_at
FROM scoring_engagementgrade g
JOIN core_policy p ON p.id = g.policy_id
JOIN scoring_cohortreference r ON r.id = g.reference_id
WHERE g.is_current AND g.video_id = ANY(%s)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What pay needs to know of one video's current grade.

    `letter` is "A" to "E", "too_early" or "needs_review"; `score` has six decimals, "" when there
    is none. A count of None was not reported. `reference_sha256` None: by the absolute table.
    """

    video_id: int
    letter: str
    score: str
    counts: Mapping[str, int | float | None]
    grade_policy_sha256: str
    reference_sha256: str | None
    off_age: bool
    computed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicPolicy:
    """A policy that is or was in force, as anyone may read it."""

    kind: str
    version: str
    parameters: Mapping[str, Any]
    sha256: str
    effective_from: datetime
    effective_until: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicReference:
    """A frozen cohort, as anyone may read it. `cohort` is whom the videos were compared with.

    `period` is the first day of the first month whose grades used it.
    """

    cohort: str
    period: date
    parameters: Mapping[str, Any]
    sha256: str


def judgements(*, video_ids: Collection[int]) -> dict[int, Judgement]:
    """Return the current grades of these videos in one query; videos without one are absent."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGEMENTS, [list(video_ids)])
        return {row[0]: _judgement(row) for row in cursor.fetchall()}


def grade_policies() -> list[PublicPolicy]:
    """Return the grade policies that are or were in force, oldest first."""
    rows = Policy.objects.filter(kind=GRADE).exclude(state=Policy.State.DRAFT)
    return [
        PublicPolicy(
            kind=row.kind,
            version=row.version,
            parameters=row.parameters,
            sha256=row.sha256,
            effective_from=row.effective_from,
            effective_until=row.effective_until,
        )
        for row in rows.order_by("effective_from")
        if row.effective_from is not None
    ]


def grade_references(*, sha256s: Collection[str] | None = None) -> Iterator[PublicReference]:
    """Yield the frozen cohorts of grades, each hash once; all of them when none are named.

    Cohorts too small for a grid are left out: grades without one name no reference.
    """
    rows = CohortReference.objects.filter(policy__kind=GRADE, sample_size__gt=0)
    if sha256s is not None:
        rows = rows.filter(sha256__in=list(sha256s))
    rows = rows.exclude(parameters__grid=[]).order_by("sha256", "period", "pk").distinct("sha256")
    for row in rows.iterator(chunk_size=500):
        yield PublicReference(
            cohort=pool_of(row.cohort, row.level).key,
            period=row.period,
            parameters=row.parameters,
            sha256=row.sha256,
        )


def grade_reference_count() -> tuple[int, int]:
    """Return how many frozen cohorts of grades there are, and the newest one's number.

    Cohorts are frozen and never deleted, so the same answer means the same cohorts.
    """
    found = CohortReference.objects.filter(policy__kind=GRADE).aggregate(
        number=Count("pk"), newest=Max("pk")
    )
    return found["number"], found["newest"] or 0


def _judgement(row: tuple[Any, ...]) -> Judgement:
    video, state, letter, score, views, *counts, watch, policy, reference, grid, off, at = row
    graded = state not in LETTERS
    return Judgement(
        video_id=video,
        letter=EngagementGrade.Letter(letter).label if graded else LETTERS[state],
        score=f"{score:.6f}" if graded else "",
        counts={
            "views": views,
            **{name: _reported(count) for name, count in zip(ACTIONS, counts, strict=True)},
            "watch_through": _reported(watch),
        },
        grade_policy_sha256=policy,
        reference_sha256=reference if grid else None,
        off_age=off,
        computed_at=at,
    )


def _reported(value: float) -> float | None:
    return None if value == UNKNOWN else value


def letter_counts() -> dict[str, int]:
    """Return how many videos have each letter now, the two states without one last."""
    rows = EngagementGrade.objects.filter(is_current=True).values_list("state", "letter")
    counts: dict[str, int] = {}
    for state, letter, number in rows.annotate(number=Count("pk")).order_by("state", "letter"):
        name = LETTERS.get(state) or EngagementGrade.Letter(letter).label
        counts[name] = counts.get(name, 0) + number
    return dict(sorted(counts.items()))
