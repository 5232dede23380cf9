"""Everything about how a video or clip is made, in a fixed number of queries."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from creatorspark.core.models import Video
from scoring.domain.quality.measured import VERSION, Measured, from_json
from scoring.media.problems import Problem
from scoring.media.sentences import ADVICE
from scoring.models import (
    JudgementRequest,
    Measurement,
    MeasuringFailure,
    OriginalitySearch,
    QualityAssessment,
    QualityFrame,
    Submission,
)
from scoring.services.originality.outcomes import CRASHED
from scoring.services.originality.wording import problem_sentence
from scoring.services.quality.cohorts import NOBODY, Cohort, cohort_of
from scoring.services.quality.describing import advice_of, measures_of, parts_of
from scoring.services.quality.rating import Rules, assessment, caption_digest, caption_of, rules_now
from scoring.services.quality.report import OpinionReport, QualityFacts, QualityReport

# How every version of the curves is called.
CURVES = "quality-curves-"
STATES = ("no_file", "waiting", "measuring", "rated", "failed")
NO_FILE, WAITING, MEASURING, RATED, FAILED = STATES
UNDER_WAY = (WAITING, MEASURING)


_QUALITIES = """
SELECT a.video_id, a.overall, a.visual, a.audio, a.text, a.computed_at
FROM scoring_qualityassessment a
JOIN core_video v ON v.id = a.video_id AND v.file <> '' AND v.sha256 = a.sha256
WHERE a.is_current AND a.measurement_id IS NOT NULL AND a.video_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file is. `sha256` is empty while there is none."""

    state: str
    problem: str = ""
    can_retry: bool = False
    sha256: str = ""


def quality_report(*, video_id: int, now: datetime | None = None) -> QualityReport:
    """Return what is known of a video; state no_file for one that doesn't exist."""
    video = Video.objects.select_related("creator").filter(pk=video_id).first()
    if video is None:
        return QualityReport(state=NO_FILE)
    row = QualityAssessment.objects.select_related("measurement").filter(
        video=video, is_current=True
    )
    return _report(
        row.first(),
        _standing_of_video(video),
        caption=video.caption,
        niche=video.creator.niche,
        now=now or timezone.now(),
    )


def draft_quality(*, submission_id: UUID, now: datetime | None = None) -> QualityReport:
    """Return what is known of a clip that isn't posted; state no_file for an unknown one."""
    clips = Submission.objects.select_related("creator")
    clip = clips.filter(pk=submission_id, purpose=Submission.Purpose.DRAFT).first()
    if clip is None:
        return QualityReport(state=NO_FILE)
    row = QualityAssessment.objects.select_related("measurement").filter(
        submission=clip, is_current=True
    )
    report = _report(
        row.first(),
        _standing_of_clip(clip),
        caption=caption_of(clip),
        niche=clip.creator.niche if clip.creator else "",
        now=now or timezone.now(),
    )
    # Its file goes after a time, and with it whatever a newer rating would rest on.
    return report if clip.file else replace(report, is_stale=False)


def qualities(*, video_ids: Collection[int]) -> dict[int, QualityFacts]:
    """Return the ratings of the videos whose file, as it is now, was measured; others are absent.

    One query, also for no video at all, so that a page's queries don't hang on what it shows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUALITIES, [list(video_ids)])
        return {video: QualityFacts(*values) for video, *values in cursor.fetchall()}


def _report(
    row: QualityAssessment | None, standing: Standing, *, caption: str, niche: str, now: datetime
) -> QualityReport:
    """Put a stored rating into words; without one, rate the caption alone, here and at once."""
    rules = rules_now(now=now)
    if row is None:
        row = assessment(None, caption=caption, rules=rules, now=now)
        state = standing.state
    else:
        # What was rated of this file stays, while a newer rating is on its way.
        same = not standing.sha256 or row.sha256 == standing.sha256
        state = RATED if same or standing.state != FAILED else FAILED
    report = QualityReport(
        state=state,
        problem=standing.problem,
        problem_sentence=problem_sentence(standing.problem),
        can_retry=standing.can_retry,
        sha256=standing.sha256,
    )
    if row is None:
        return report
    rated = _rated(report, row, caption, niche, rules)
    # Of a file that is gone or couldn't be read no newer rating follows.
    return rated if standing.state in UNDER_WAY else replace(rated, is_stale=False)


def _rated(
    report: QualityReport, row: QualityAssessment, caption: str, niche: str, rules: Rules
) -> QualityReport:
    measured = _measured(row.measurement)
    cohort = _cohort(row, niche, rules)
    rated = tuple(row.ratings)
    return replace(
        report,
        overall=float(row.overall),
        parts=parts_of(row, cohort),
        missing=tuple(part for part in ("visual", "audio", "text") if part not in rated),
        percentile=cohort.place("overall", float(row.overall)),
        cohort=cohort.name,
        cohort_size=cohort.size,
        model_version=row.model_version,
        policy=row.policy,
        computed_at=row.computed_at,
        is_stale=row.pk is not None and _is_stale(row, caption, report.sha256, rules),
        advice=advice_of(row, _frames(row.sha256)),
        measures=measures_of(row, measured),
        series=_series(measured),
        seconds=(measured.seconds or None) if measured else None,
        has_sound=measured.has_sound if measured else None,
        measured_at=row.measurement.made_at if row.measurement else None,
        sha256=row.sha256 or report.sha256,
        opinion=_opinion(row),
        is_learned=not row.model_version.startswith(CURVES),
    )


def _opinion(row: QualityAssessment) -> OpinionReport | None:
    found = row.opinion
    return OpinionReport(found["model"], found["says"], found["before"]) if found else None


def _cohort(row: QualityAssessment, niche: str, rules: Rules) -> Cohort:
    """Return whom a rating is compared with: a caption alone can't be held against whole videos."""
    if not row.sha256:
        return NOBODY
    least = rules.policy.rules.cohort_least
    return cohort_of(niche=niche, model_version=row.model_version, least=least)


def _is_stale(row: QualityAssessment, caption: str, sha256: str, rules: Rules) -> bool:
    wanted: dict[str, Any] = {
        "caption_sha256": caption_digest(caption),
        "policy": rules.policy.version,
        "model_version": rules.rater.version,
        "measures_version": VERSION,
    }
    if sha256:
        wanted["sha256"] = sha256
    return any(getattr(row, name) != value for name, value in wanted.items())


def _measured(row: Measurement | None) -> Measured | None:
    if row is None or row.version != VERSION:
        return None
    return from_json(row.content)


def _series(measured: Measured | None) -> dict[str, tuple[float | None, ...]]:
    if measured is None or not measured.seconds:
        return {}
    return {
        name: tuple(None if value != value else value for value in row)
        for name, row in measured.series.items()
    }


def _frames(sha256: str) -> list[QualityFrame]:
    if not sha256:
        return []
    return list(QualityFrame.objects.filter(sha256=sha256, kind=QualityFrame.Kind.MOMENT))


def _standing_of_video(video: Video) -> Standing:
    if not video.file:
        return _before_the_file(video)
    failure = _failure(video.sha256)
    if failure is not None:
        return _failed(failure)
    request = JudgementRequest.objects.filter(video=video).first()
    reading = (
        request is not None
        and request.state == JudgementRequest.State.JUDGING
        and request.stage == JudgementRequest.Stage.FINGERPRINT
    )
    return Standing(MEASURING if reading else WAITING, sha256=video.sha256)


def _before_the_file(video: Video) -> Standing:
    rows = Submission.objects.filter(video=video).exclude(state=Submission.State.WITHDRAWN)
    sent = rows.order_by("-submitted_at").first()
    return Standing(NO_FILE) if sent is None else _standing_of_submission(sent)


def _standing_of_submission(sent: Submission) -> Standing:
    kinds = Submission.State
    states = {kinds.WAITING: WAITING, kinds.FETCHING: WAITING, kinds.FAILED: FAILED}
    if sent.state not in states:
        return Standing(NO_FILE)
    return Standing(
        states[kinds(sent.state)], sent.problem, sent.state == kinds.FAILED and _helps(sent.problem)
    )


def _standing_of_clip(clip: Submission) -> Standing:
    if clip.state != Submission.State.RECEIVED:
        return _standing_of_submission(clip)
    if not clip.file:
        return Standing(NO_FILE, sha256=clip.sha256)
    failure = _failure(clip.sha256)
    if failure is not None:
        return _failed(failure)
    search = OriginalitySearch.objects.filter(submission=clip).first()
    if search is not None and search.state == OriginalitySearch.State.FAILED:
        return Standing(FAILED, search.problem, sha256=clip.sha256)
    reading = search is not None and search.state == OriginalitySearch.State.SEARCHING
    return Standing(MEASURING if reading else WAITING, sha256=clip.sha256)


def _failure(sha256: str) -> MeasuringFailure | None:
    rows = MeasuringFailure.objects.filter(sha256=sha256, version=VERSION)
    return rows.first() if sha256 else None


def _failed(failure: MeasuringFailure) -> Standing:
    """A failure that is tried again by itself counts as waiting, and says why.

    One without a problem is a try under way, or one whose worker died. Of a lost file nothing is
    promised, though it is looked for a few times more.
    """
    if failure.retry_at is not None and failure.problem != Problem.FILE_LOST:
        state = WAITING if failure.problem else MEASURING
        return Standing(state, failure.problem, sha256=failure.sha256)
    problem = failure.problem or CRASHED
    return Standing(FAILED, problem, _helps(problem), failure.sha256)


def _helps(problem: str) -> bool:
    if problem in list(Problem):
        return ADVICE[Problem(problem)].retry
    return problem == CRASHED
