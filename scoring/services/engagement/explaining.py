"""A stored grade, taken apart again from its stored inputs and its frozen reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from creatorspark.core.models import Video
from scoring.domain.engagement import Counts, GradeReference, GradeResult, grade_one
from scoring.domain.engagement.explanation import CutOff, NextLetter, cut_offs, next_letter
from scoring.domain.engagement.policy import ACTIONS, GradePolicy
from scoring.domain.points.cohorts import Step
from scoring.models import EngagementGrade
from scoring.selectors import UNKNOWN
from scoring.selectors.engagement import GRADE_COUNTS
from scoring.services.engagement.cohorts import pool_of
from scoring.services.engagement.policies import reigns, rules_of
from scoring.services.engagement.wording import cohort_words, state_sentence, waiting_sentence


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One action of the weighted sum: count × weight = weighted. `count` None: not reported."""

    action: str
    count: int | None
    weight: float
    weighted: float


@dataclass(frozen=True, kw_only=True, slots=True)
class GradeExplanation:
    """How a video's grade came about, so that anyone can redo the sum.

    `state` is graded, absolute, too_early or needs_review; `letter` and `score` (0 to 1) are None
    in the last two. In a cohort rate = (weighted + shrink_views × mean_rate) / (views +
    shrink_views) + watch_weight × watch_through, and the score is its mid-rank place on `grid`
    (101 quantiles). By the absolute table the score follows `plain_rate`; `grid` is empty and
    `reference_sha256` None. `cut_offs` say where each letter starts; rates are per view.
    `step` is how far the cohort was widened; `verified`: redoing it gives the stored grade.
    """

    video_id: int
    letter: str | None
    score: float | None
    state: str
    sentence: str
    cohort: str
    cohort_words: str
    step: str
    bootstrap: bool
    period: date
    window_start: datetime
    window_end: datetime
    sample_size: int
    mean_rate: float
    shrink_views: int
    weights: Mapping[str, float]
    cut_offs: tuple[CutOff, ...]
    lines: tuple[GradeLine, ...]
    weighted: float
    views: int
    watch_through: float | None
    watch_weight: float
    rate: float
    plain_rate: float
    grid: tuple[float, ...]
    next_letter: NextLetter | None
    off_age: bool
    observed_at: datetime
    scoring_age_days: int
    policy_version: str
    policy_sha256: str
    reference_sha256: str | None
    computed_at: datetime
    verified: bool


def grade_explanation(*, video_id: int, now: datetime) -> GradeExplanation | None:
    """Return how a video's current grade came about; None while it has none (see `grade_wait`)."""
    rows = EngagementGrade.objects.select_related("policy", "reference", "snapshot")
    grade = rows.filter(video_id=video_id, is_current=True, computed_at__lte=now).first()
    return explain(grade) if grade else None


def grade_wait(*, video_id: int, now: datetime) -> str:
    """Say why a video has no grade yet and when it gets one; "" when it has one, or is unknown."""
    video = Video.objects.filter(pk=video_id).values("posted_at", "latest_id").first()
    if video is None or EngagementGrade.objects.filter(video=video_id, is_current=True).exists():
        return ""
    in_force = reigns(now=now)
    if not in_force:
        return ""
    return waiting_sentence(
        posted_at=video["posted_at"],
        policy=in_force[-1].rules,
        has_counts=video["latest_id"] is not None,
        now=now,
    )


def explain(grade: EngagementGrade) -> GradeExplanation:
    """Take a grade apart. Needs policy, reference and snapshot selected."""
    rules = rules_of(grade.policy)
    frozen = GradeReference.from_json(grade.reference.parameters)
    reference = frozen if frozen.grid else None
    counts = _counts(grade)
    result = grade_one(counts, policy=rules, reference=reference)
    stored, lines = grade.reference, _lines(grade, rules)
    pool = pool_of(stored.cohort, stored.level)
    return GradeExplanation(
        video_id=grade.video_id,
        letter=result.letter,
        score=result.score,
        state=result.state.value,
        sentence=state_sentence(
            result, policy=rules, views=grade.views, sample_size=frozen.sample_size
        ),
        cohort=pool.key,
        cohort_words=cohort_words(pool),
        step=Step(stored.level).name,
        bootstrap=stored.bootstrap,
        period=stored.period,
        window_start=stored.window_start,
        window_end=stored.window_end,
        sample_size=frozen.sample_size,
        mean_rate=frozen.mean_rate,
        shrink_views=rules.shrink_views if reference else 0,
        weights=dict(rules.weights),
        cut_offs=cut_offs(policy=rules, reference=reference),
        lines=lines,
        weighted=sum(line.weighted for line in lines),
        views=grade.views,
        watch_through=None if grade.watch_through == UNKNOWN else grade.watch_through,
        watch_weight=rules.weights["watch"],
        rate=result.rate,
        plain_rate=result.plain_rate,
        grid=frozen.grid,
        next_letter=next_letter(counts, result, policy=rules, reference=reference),
        off_age=grade.off_age,
        observed_at=grade.snapshot.observed_at,
        scoring_age_days=rules.scoring_age_days,
        policy_version=grade.policy.version,
        policy_sha256=grade.policy.sha256,
        reference_sha256=stored.sha256 if reference else None,
        computed_at=grade.computed_at,
        verified=_agrees(result, grade),
    )


def _agrees(result: GradeResult, grade: EngagementGrade) -> bool:
    letter = EngagementGrade.Letter(grade.letter).label if grade.letter else None
    score = UNKNOWN if result.score is None else result.score
    return (result.letter, score) == (letter, grade.score)


def _lines(grade: EngagementGrade, rules: GradePolicy) -> tuple[GradeLine, ...]:
    lines = []
    for name in ACTIONS:
        count, weight = getattr(grade, name), rules.weights[name]
        known = count != UNKNOWN
        lines.append(
            GradeLine(name, count if known else None, weight, weight * count if known else 0.0)
        )
    return tuple(lines)


def _counts(grade: EngagementGrade) -> Counts:
    columns = {
        name: np.array([getattr(grade, name)], float) for name in (*GRADE_COUNTS, "watch_through")
    }
    for column in columns.values():
        column[column == UNKNOWN] = np.nan
    return Counts(**columns)
