"""What ratings need from time to time: files nobody measured, and ratings that are out of date.

A file is measured when its originality is looked at. Here follow those that came before this
version of the measures, or whose worker died; and whatever a new caption, policy or model leaves
behind.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection
from django.utils.translation import gettext as _

from creatorspark.core.models import Video
from scoring.domain.quality.measured import VERSION
from scoring.domain.screen import TEXT_VERSION
from scoring.media.problems import MediaProblem
from scoring.media.storage import FileMissing
from scoring.models import Submission
from scoring.services.locks import Report, session_lock, silent
from scoring.services.originality.fingerprints import fingerprint_video
from scoring.services.quality.cohorts import freeze_if_due
from scoring.services.quality.keeping import forget_orphans
from scoring.services.quality.rating import Rules, rate_draft, rate_quietly, rate_video, rules_now
from scoring.services.quality.reading import measure_file

CHUNK = 200
SECONDS_A_TURN = 90.0
# So long a new file is left to the judging of its originality, which measures it in one go.
LEFT_TO_JUDGING = timedelta(minutes=5)

Clock = Callable[[], float]
log = structlog.get_logger(__name__)

_OUT_OF_DATE = """
    m.version = %(measures)s AND (
        a.id IS NULL OR a.policy <> %(policy)s OR a.model_version <> %(model)s
        OR a.measures_version <> %(measures)s OR a.sha256 <> m.sha256
        OR a.reading_version <> coalesce(t.version, '')
        OR a.caption_sha256 <> encode(sha256(convert_to(o.caption, 'UTF8')), 'hex'))
"""
# What was said of this very file and caption since.
_OPINION = """
    m.version = %(measures)s AND EXISTS (
        SELECT FROM scoring_opinion p
        WHERE p.video_id = o.id AND p.outcome = 'read' AND p.sha256 = o.sha256
            AND p.answered_at > a.computed_at AND p.caption_sha256 IN (
                '', encode(sha256(convert_to(o.caption, 'UTF8')), 'hex')))
"""
_READING = """LEFT JOIN scoring_framereading t ON t.sha256 = o.sha256
    AND t.kind = 'text' AND t.version = %(reading)s AND t.problem = ''"""
_VIDEOS = f"""
SELECT o.id FROM core_video o
JOIN core_creator c ON c.id = o.creator_id AND c.erased_at IS NULL
JOIN scoring_measurement m ON m.sha256 = o.sha256
LEFT JOIN scoring_qualityassessment a ON a.video_id = o.id AND a.is_current
{_READING}
WHERE o.id > %(after)s AND o.sha256 <> '' AND o.file <> '' AND ({_OUT_OF_DATE} OR {_OPINION})
ORDER BY o.id LIMIT %(most)s
"""
_CLIPS = f"""
SELECT o.id FROM scoring_submission o
JOIN scoring_measurement m ON m.sha256 = o.sha256
LEFT JOIN scoring_qualityassessment a ON a.submission_id = o.id AND a.is_current
{_READING}
WHERE o.id > %(after)s AND o.purpose = 'draft' AND o.state = 'received' AND o.sha256 <> ''
    AND o.file <> '' AND {_OUT_OF_DATE}
ORDER BY o.id LIMIT %(most)s
"""
_UNMEASURED = """
SELECT o.id FROM core_video o
LEFT JOIN scoring_measurement m ON m.sha256 = o.sha256 AND m.version = %(measures)s
LEFT JOIN scoring_measuringfailure f ON f.sha256 = o.sha256 AND f.version = %(measures)s
LEFT JOIN scoring_judgementrequest r ON r.video_id = o.id
    AND r.state IN ('waiting', 'judging') AND r.requested_at > %(judged_since)s
WHERE o.id > %(after)s AND o.sha256 <> '' AND o.file <> ''
    AND m.id IS NULL AND r.id IS NULL AND (f.id IS NULL OR f.retry_at <= %(now)s)
ORDER BY o.id LIMIT %(most)s
"""
_UNMEASURED_CLIPS = """
SELECT o.id FROM scoring_submission o
JOIN scoring_originalitysearch s ON s.submission_id = o.id AND s.state IN ('done', 'failed')
LEFT JOIN scoring_measurement m ON m.sha256 = o.sha256 AND m.version = %(measures)s
LEFT JOIN scoring_measuringfailure f ON f.sha256 = o.sha256 AND f.version = %(measures)s
WHERE o.id > %(after)s AND o.purpose = 'draft' AND o.state = 'received' AND o.sha256 <> ''
    AND o.file <> '' AND m.id IS NULL AND (f.id IS NULL OR f.retry_at <= %(now)s)
ORDER BY o.id LIMIT %(most)s
"""
NO_CLIP = UUID(int=0)


def tend(
    *,
    now: datetime,
    seconds: float = SECONDS_A_TURN,
    report: Report = silent,
    clock: Clock = time.monotonic,
) -> None:
    """Do a turn of each: rate what is out of date, measure what isn't, compare, and forget.

    Does nothing while another process is at it. Everything can be repeated and be cut short.
    """
    with session_lock("scoring.quality.tend") as held:
        if not held:
            return
        rate_out_of_date(now=now, until=clock() + seconds, report=report, clock=clock)
        measure_unmeasured(now=now, until=clock() + seconds, report=report, clock=clock)
        freeze_if_due(now=now)
        forget_orphans(now=now)


def rate_out_of_date(
    *,
    now: datetime,
    until: float = float("inf"),
    report: Report = silent,
    clock: Clock = time.monotonic,
) -> int:
    """Rate measured videos and clips whose rating is missing or rests on what has changed.

    Returns how many got a new rating.
    """
    rules = rules_now(now=now)
    given = {"policy": rules.policy.version, "model": rules.rater.version, "reading": TEXT_VERSION}
    rated = 0
    for done, video_id in enumerate(_each(_VIDEOS, given, after=0)):
        if clock() > until:
            return rated
        report(_("Rating how videos are made"), done=done)
        rated += _rated(rate_video, video_id, now=now, rules=rules)
    for clip in _each(_CLIPS, given, after=NO_CLIP):
        if clock() > until:
            return rated
        rated += _rated(rate_draft, clip, now=now, rules=rules)
    return rated


def measure_unmeasured(
    *,
    now: datetime,
    until: float = float("inf"),
    report: Report = silent,
    clock: Clock = time.monotonic,
) -> int:
    """Read files that nobody measured yet and rate them; return how many were tried."""
    done = 0
    given = {"now": now, "judged_since": now - LEFT_TO_JUDGING}
    for video_id in _each(_UNMEASURED, given, after=0):
        if clock() > until:
            break
        report(_("Measuring how videos are made"), done=done)
        _measure_one(video_id, now=now)
        done += 1
    for clip in _each(_UNMEASURED_CLIPS, given, after=NO_CLIP):
        if clock() > until:
            break
        _measure_clip(clip, now=now)
        done += 1
    return done


def _measure_clip(submission_id: UUID, *, now: datetime) -> None:
    """Measure a clip whose search is over; its fingerprint isn't needed any more."""
    clips = Submission.objects.filter(pk=submission_id).exclude(file="").exclude(sha256="")
    clip = clips.first()
    if clip is None:
        return  # taken back since it was found
    try:
        measure_file(clip.file.name or "", sha256=clip.sha256, now=now)
    except Exception:
        log.exception("file_not_measured", submission=str(submission_id))
    else:
        rate_quietly(submission_id=submission_id, now=now)


def _measure_one(video_id: int, *, now: datetime) -> None:
    """Measure one file; one that can't be read doesn't hold up the others."""
    video = Video.objects.get(pk=video_id)
    try:
        stored = fingerprint_video(video, now=now)
    except (MediaProblem, FileMissing) as wrong:
        log.info("file_not_measured", video=video_id, problem=str(wrong))
    except Exception:
        log.exception("file_not_measured", video=video_id)
    else:
        rate_quietly(video_id=video_id, sha256=stored.sha256, now=now)


def _rated(rate: Callable[..., bool], number: int | UUID, *, now: datetime, rules: Rules) -> bool:
    """Rate one; a fault of one must not keep the others waiting."""
    try:
        return rate(number, now=now, rules=rules)
    except Exception:
        log.exception("quality_not_rated", number=str(number))
        return False


def _each(sql: str, given: dict[str, Any], *, after: int | UUID) -> Iterator[Any]:
    """Yield the numbers that a query finds, in their order, a chunk at a time."""
    last: Any = after
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, {**given, "measures": VERSION, "after": last, "most": CHUNK})
            found = [number for (number,) in cursor.fetchall()]
        yield from found
        if len(found) < CHUNK:
            return
        last = found[-1]
