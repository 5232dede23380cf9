"""Rating what was measured: a new row where the file, the caption or the rules are new.

Rating takes milliseconds and can be repeated at will: the same things make no second row.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256 as digest
from uuid import UUID

import structlog
from django.db import transaction

from creatorspark.core.models import Video
from creatorspark.core.services import audit
from creatorspark.core.services.nudges import nudge_on_commit
from scoring.domain.quality import Part, Ratings
from scoring.domain.quality.captions import measure_caption, rate_caption
from scoring.domain.quality.measured import VERSION, from_json
from scoring.models import Measurement, QualityAssessment, Submission
from scoring.services.opinions.counting import count_in, opinions_on
from scoring.services.quality.documents import advice_document, ratings_document
from scoring.services.quality.policies import QualityInForce, policy_in_force
from scoring.services.quality.raters import Rater, rater_in_force
from scoring.services.screen.report import readability_of

KEEP_FRAMES = "scoring.keep_quality_frames"
CENT = Decimal("0.01")
log = structlog.get_logger(__name__)
SAME = (
    "sha256",
    "measures_version",
    "reading_version",
    "caption_sha256",
    "policy",
    "model_version",
    "opinion",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What ratings are made by at one moment: the policy, and the curves or a model."""

    policy: QualityInForce
    rater: Rater


def rules_now(*, now: datetime) -> Rules:
    """Return the policy in force and what rates. Raises UnknownPolicy."""
    return Rules(policy_in_force(at=now), rater_in_force())


def rate_video(
    video_id: int, *, now: datetime, sha256: str = "", rules: Rules | None = None
) -> bool:
    """Rate a video's measured file with its caption, and keep it if it says anything new.

    `sha256` where the video's row doesn't name its file's. False where the file isn't measured,
    the creator is gone, or nothing is new.
    """
    rules = rules or rules_now(now=now)
    with transaction.atomic():
        rows = Video.objects.select_for_update(no_key=True, of=("self",)).select_related("creator")
        video = rows.filter(pk=video_id).first()
        if video is None or not video.file or video.creator.erased_at is not None:
            return False
        measurement = measurement_of(video.sha256 or sha256)
        if measurement is None:
            return False
        row = assessment(measurement, caption=video.caption, rules=rules, now=now)
        if row is None:
            return False
        row.video = video
        count_in(row, opinions_on([video.pk]).get(video.pk), rules=rules.policy.rules)
        before = QualityAssessment.objects.filter(video=video, is_current=True).first()
        if not _replace(before, row):
            return False
        audit.record(
            "scoring.quality.rated",
            target=video,
            actor=None,
            before={"overall": str(before.overall) if before else None},
            after={
                "overall": str(row.overall),
                "policy": row.policy,
                "model": row.model_version,
                "row": row.pk,
            },
        )
    return True


def rate_draft(submission_id: UUID, *, now: datetime, rules: Rules | None = None) -> bool:
    """Rate a clip that isn't posted yet, as `rate_video` does a video."""
    rules = rules or rules_now(now=now)
    with transaction.atomic():
        rows = Submission.objects.select_for_update(no_key=True, of=("self",))
        clip = rows.filter(pk=submission_id, purpose=Submission.Purpose.DRAFT).first()
        if clip is None or clip.state != Submission.State.RECEIVED:
            return False
        measurement = measurement_of(clip.sha256)
        if measurement is None:
            return False
        row = assessment(measurement, caption=caption_of(clip), rules=rules, now=now)
        if row is None:
            return False
        row.submission = clip
        before = QualityAssessment.objects.filter(submission=clip, is_current=True).first()
        return _replace(before, row)


def rate_quietly(
    *, now: datetime, video_id: int = 0, sha256: str = "", submission_id: UUID | None = None
) -> None:
    """Rate what was just measured; what goes wrong is logged and left to `tend`.

    For work that must not fail because a rating does.
    """
    try:
        if submission_id is None:
            rate_video(video_id, now=now, sha256=sha256)
        else:
            rate_draft(submission_id, now=now)
    except Exception:
        log.exception("quality_not_rated", video=video_id, submission=str(submission_id))


def caption_of(clip: Submission) -> str:
    """Return the caption that a clip would be posted with; empty where none was given."""
    return clip.caption


def measurement_of(sha256: str) -> Measurement | None:
    """Return what this version measured of a file, None while it hasn't."""
    if not sha256:
        return None
    return Measurement.objects.filter(sha256=sha256, version=VERSION).first()


def assessment(
    measurement: Measurement | None, *, caption: str, rules: Rules, now: datetime
) -> QualityAssessment | None:
    """Return an unsaved rating that belongs to nobody yet; None where there is nothing to rate."""
    counted = measure_caption(caption)
    read = readability_of(measurement.sha256 if measurement else "")
    text = rate_caption(counted, screen=read.readability)
    if measurement is None and text is None:
        return None
    measured = from_json(measurement.content) if measurement else None
    rated = rules.rater.rate(measured, text=text, rules=rules.policy.rules)
    return QualityAssessment(
        measurement=measurement,
        policy=rules.policy.version,
        model_version=rules.rater.version,
        measures_version=measurement.version if measurement else "",
        reading_version=read.version,
        sha256=measurement.sha256 if measurement else "",
        caption_sha256=caption_digest(caption),
        overall=_cents(rated.ratings.overall),
        visual=_part(rated.ratings, Part.VISUAL),
        audio=_part(rated.ratings, Part.AUDIO),
        text=_part(rated.ratings, Part.TEXT),
        ratings=ratings_document(rated.ratings, caption=counted),
        advice=advice_document(rated.advice),
        computed_at=now,
    )


def caption_digest(caption: str) -> str:
    """Return the digest by which a changed caption is noticed."""
    return digest(caption.encode()).hexdigest()


def _replace(before: QualityAssessment | None, row: QualityAssessment) -> bool:
    if before is not None:
        if all(getattr(before, name) == getattr(row, name) for name in SAME):
            return False
        QualityAssessment.objects.filter(pk=before.pk).update(is_current=False)
    row.save()
    if row.sha256:
        nudge_on_commit(KEEP_FRAMES, row.sha256)
    return True


def _part(ratings: Ratings, part: Part) -> Decimal | None:
    return _cents(ratings.parts[part].value) if part in ratings.parts else None


def _cents(value: float) -> Decimal:
    return Decimal(str(value)).quantize(CENT)
