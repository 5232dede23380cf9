"""A video's sum, line by line, so that a person can redo it; and what would raise it."""

import math
from dataclasses import dataclass, replace

import numpy as np

from scoring.domain.points.fair import FairScores, score_fair
from scoring.domain.points.fields import COUNTS, ENGAGEMENTS, FIELDS, VideoFacts
from scoring.domain.points.policy import FairPolicy
from scoring.domain.points.reference import NOT_REPORTED, CohortParameters, normal_table
from scoring.domain.points.standard import effective_weights, transformed

RAISE = 0.10


@dataclass(frozen=True, slots=True)
class Line:
    """One field: z = clip((transformed − median) / scale), contribution = weight × z.

    `left_out` says why a field has no weight ("" when it has); `raw` None: not reported.
    """

    field: str
    raw: float | None
    transformed: float | None
    median: float
    scale: float
    z: float
    weight: float
    contribution: float
    left_out: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The whole sum: Σ contributions = total; place = Φ((total − centre) / spread)."""

    lines: tuple[Line, ...]
    total: float
    centre: float
    spread: float
    place: float
    points_max: int
    points: int


@dataclass(frozen=True, slots=True)
class Hint:
    """What a tenth more of one count would bring, all else equal."""

    field: str
    now: int
    then: int
    points_gained: int


def break_down(facts: VideoFacts, reference: CohortParameters, policy: FairPolicy) -> Breakdown:
    """Explain the points of one video (facts of length 1) against its frozen reference."""
    scores = score_fair(facts, reference, policy)
    table, first = normal_table([reference]), np.zeros(1, np.int64)
    left_out = (scores.left_out[0] >> np.arange(len(FIELDS)) & 1).astype(bool)[:, None]
    weights = effective_weights(table, first, left_out)[:, 0]
    columns = transformed(facts, table, first, shrink_views=policy.shrink_views)[:, 0]
    raws = [*(facts.count(name)[0] for name in COUNTS), scores.engagement_rate[0]]
    raws.append(facts.sentiment[0])
    lines = tuple(
        _line(row, float(raws[row]), float(columns[row]), float(weights[row]), scores, reference)
        for row in range(len(FIELDS))
    )
    total = float(scores.total[0])
    place = _phi((total - reference.centre) / reference.spread)
    return Breakdown(
        lines,
        total,
        reference.centre,
        reference.spread,
        place,
        policy.points_max,
        int(scores.points[0]),
    )


def hints(facts: VideoFacts, reference: CohortParameters, policy: FairPolicy) -> list[Hint]:
    """Return what a tenth more likes, shares, comments or bookmarks would bring, best first.

    Views aren't among them: more views with no more engagement lower the rate.
    """
    before = int(score_fair(facts, reference, policy).points[0])
    found = []
    for name in ENGAGEMENTS:
        now = facts.count(name)[0]
        if math.isnan(now):
            continue
        then = float(now + max(1.0, math.ceil(now * RAISE)))
        raised = replace(facts, **{name: np.array([then])})
        gained = int(score_fair(raised, reference, policy).points[0]) - before
        found.append(Hint(name, int(now), int(then), gained))
    return sorted(found, key=lambda hint: (-hint.points_gained, ENGAGEMENTS.index(hint.field)))


def _line(
    row: int,
    raw: float,
    column: float,
    weight: float,
    scores: FairScores,
    reference: CohortParameters,
) -> Line:
    normal, unknown, z = reference.fields[row], math.isnan(raw), float(scores.z[row, 0])
    return Line(
        field=FIELDS[row],
        raw=None if unknown else raw,
        transformed=None if unknown else column,
        median=normal.median,
        scale=normal.scale,
        z=z,
        weight=weight,
        contribution=weight * z,
        left_out=normal.left_out or (NOT_REPORTED if unknown else ""),
    )


def _phi(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))
