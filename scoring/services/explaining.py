"""A stored score, taken apart again from its stored inputs and its frozen reference."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from scoring.domain.points.breakdown import Hint, break_down, hints
from scoring.domain.points.cohorts import Step
from scoring.domain.points.fields import COUNTS, FIELDS, VideoFacts
from scoring.domain.points.policy import ClassicPolicy, FairPolicy
from scoring.domain.points.reference import CohortParameters
from scoring.models import PointsScore
from scoring.selectors import STORED, UNKNOWN
from scoring.services.policies import rules_of


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One field of the sum; `raw` None: not reported; `left_out` says why it has no weight.

    fair: z = clip((compared − middle) / scale), contribution = weight × z.
    classic: middle is the lowest value, scale the span, contribution = weight × (raw − low) / span.
    """

    field: str
    raw: float | None
    compared: float | None
    middle: float
    scale: float
    z: float
    weight: float
    contribution: float
    left_out: str


@dataclass(frozen=True, slots=True)
class PointsBreakdown:
    """How the points of a video came about. `place` is Φ((total − centre) / spread), 0 to 1.

    `step` is how far the cohort was widened (EXACT … EVERYONE); `pool` whom it was compared with;
    `bootstrap`: with all that was known at the first run. `verified`: recomputing gives `points`.
    """

    video_id: int
    formula: str
    policy_version: str
    policy_sha256: str
    points: int
    points_max: int
    lines: tuple[PointsLine, ...]
    total: float
    centre: float
    spread: float
    place: float
    cohort: str
    pool: str
    step: str
    bootstrap: bool
    sample_size: int
    window_start: datetime
    window_end: datetime
    reference_sha256: str
    off_age: bool
    observed_at: datetime
    computed_at: datetime
    verified: bool


def explain(score: PointsScore) -> PointsBreakdown:
    """Take a score apart. Needs policy, reference and snapshot selected."""
    rules = rules_of(score.policy)
    if isinstance(rules, FairPolicy):
        return _explain_fair(score, rules)
    return _explain_classic(score, rules)


def raise_by(score: PointsScore) -> list[Hint]:
    """Return what a tenth more of each count would bring; nothing under a classic policy."""
    rules = rules_of(score.policy)
    if not isinstance(rules, FairPolicy):
        return []
    return hints(_facts(score), CohortParameters.from_json(score.reference.parameters), rules)


def _explain_fair(score: PointsScore, rules: FairPolicy) -> PointsBreakdown:
    normal = CohortParameters.from_json(score.reference.parameters)
    shown = break_down(_facts(score), normal, rules)
    lines = tuple(
        PointsLine(
            line.field,
            line.raw,
            line.transformed,
            line.median,
            line.scale,
            line.z,
            line.weight,
            line.contribution,
            line.left_out,
        )
        for line in shown.lines
    )
    return _breakdown(
        score,
        formula=rules.formula,
        points_max=rules.points_max,
        lines=lines,
        numbers=(shown.total, shown.centre, shown.spread, shown.place),
        verified=shown.points == score.points,
    )


def _explain_classic(score: PointsScore, rules: ClassicPolicy) -> PointsBreakdown:
    spans = score.reference.parameters["fields"]
    raws = {name: max(0.0, float(_stored(score, name))) for name in COUNTS}
    raws |= {"engagement_rate": score.engagement_rate, "sentiment": score.sentiment}
    lines = []
    for name in FIELDS:
        low, high = float(spans[name]["low"]), float(spans[name]["high"])
        share = (raws[name] - low) / (high - low) if high > low else 0.0
        lines.append(
            PointsLine(
                field=name,
                raw=raws[name],
                compared=share,
                middle=low,
                scale=high - low,
                z=float(getattr(score, f"z_{STORED.get(name, name)}")),
                weight=float(rules.multiplier if high > low else 0),
                contribution=rules.multiplier * share,
                left_out="" if high > low else "alike",
            )
        )
    total = sum(line.contribution for line in lines)
    most = rules.multiplier * len(FIELDS)
    return _breakdown(
        score,
        formula=rules.formula,
        points_max=most,
        lines=tuple(lines),
        numbers=(total, 0.0, 1.0, total / most),
        verified=abs(total - score.points) <= 0.5 + 1e-6,
    )


def _breakdown(
    score: PointsScore,
    *,
    formula: str,
    points_max: int,
    lines: tuple[PointsLine, ...],
    numbers: tuple[float, float, float, float],
    verified: bool,
) -> PointsBreakdown:
    reference = score.reference
    total, centre, spread, place = numbers
    return PointsBreakdown(
        video_id=score.video_id,
        formula=formula,
        policy_version=score.policy.version,
        policy_sha256=score.policy.sha256,
        points=score.points,
        points_max=points_max,
        lines=lines,
        total=total,
        centre=centre,
        spread=spread,
        place=place,
        cohort=reference.cohort,
        pool=reference.parameters.get("pool", reference.cohort),
        step=Step(reference.level).name,
        bootstrap=reference.bootstrap,
        sample_size=reference.sample_size,
        window_start=reference.window_start,
        window_end=reference.window_end,
        reference_sha256=reference.sha256,
        off_age=score.off_age,
        observed_at=score.snapshot.observed_at,
        computed_at=score.computed_at,
        verified=verified,
    )


def _facts(score: PointsScore) -> VideoFacts:
    columns = {name: np.array([_stored(score, name)], float) for name in (*COUNTS, "sentiment")}
    for column in columns.values():
        column[column == UNKNOWN] = np.nan
    return VideoFacts(**columns)


def _stored(score: PointsScore, field: str) -> float:
    return float(getattr(score, STORED.get(field, field)))
