"""Categories of videos: found once for each evidence and version; what a person said stays."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Video
from scoring.domain.categories import CategoryScore, Evidence, categories_of
from scoring.domain.screen import TEXT_VERSION
from scoring.models import CategoryAssessment, CategoryCorrection
from scoring.services.categories.serving import Answering, answering
from scoring.services.locks import Report, exclusive, silent

BATCH = 1_000
MOST_KEPT = 8
_DIGEST = """encode(sha256(convert_to(concat_ws(E'\\x1f', v.caption,
  array_to_string(v.hashtags, ' '), v.sound_title, coalesce(r.content->>'words', '')
), 'UTF8')), 'hex')"""
_FROM = """
FROM core_video v
LEFT JOIN scoring_framereading r ON v.sha256 <> '' AND r.sha256 = v.sha256
  AND r.kind = 'text' AND r.version = %(reading)s
LEFT JOIN scoring_categoryassessment a ON a.video_id = v.id AND a.is_current
"""
_STALE = f"""
{_FROM}
WHERE v.id > %(after)s AND v.posted_at <= %(now)s AND (a.id IS NULL OR a.source <> 'staff'
  AND (a.model_version <> %(model)s OR a.evidence_sha256 <> {_DIGEST}))
"""
_COLUMNS = f"""v.id, v.caption, v.hashtags, v.sound_title, coalesce(r.content->>'words', ''),
  {_DIGEST}"""


@dataclass(frozen=True, slots=True)
class VideoEvidence:
    """What a video says, and the digest by which a change is noticed."""

    video_id: int
    evidence: Evidence
    sha256: str


def assess_categories(*, now: datetime, report: Report = silent) -> int:
    """Find the categories of videos that are new, changed or were read by another version.

    Returns how many. Safe to start twice and to interrupt: each batch is its own transaction. A
    person's correction stays until it is handed back.
    """
    with exclusive("scoring.categories", 0, report=report):
        by = answering()
        total = _count(by, now=now)
        done, after = 0, 0
        while batch := _next_batch(by, after=after, now=now):
            _store(batch, by=by, now=now)
            after, done = batch[-1].video_id, done + len(batch)
            report(_("Finding what videos are about"), done=done, total=max(total, done))
        return done


def evidence_of(video_ids: Collection[int]) -> list[VideoEvidence]:
    """Return what these videos say, in the order of their numbers."""
    sql = f"SELECT {_COLUMNS} {_FROM} WHERE v.id = ANY(%(ids)s) ORDER BY v.id"
    return _read(sql, {"ids": list(video_ids), "reading": TEXT_VERSION})


def assessment(
    found: VideoEvidence, *, by: Answering, now: datetime, correction: CategoryCorrection | None
) -> CategoryAssessment:
    """Return the row to store: what the layer says, under what a person said if anyone did."""
    scores = by.scores(found.evidence)
    said = correction.categories if correction else [one.value for one in categories_of(scores)]
    return CategoryAssessment(
        video_id=found.video_id,
        categories=said,
        scores=[_score_json(one) for one in scores[:MOST_KEPT]],
        source=CategoryAssessment.Source.STAFF if correction else by.source,
        model_version=by.version,
        correction=correction,
        evidence_sha256=found.sha256,
        computed_at=now,
    )


def _score_json(score: CategoryScore) -> dict[str, Any]:
    return {
        "category": score.category.value,
        "confidence": score.confidence,
        "because": list(score.because),
    }


def _count(by: Answering, *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_STALE}", _parameters(by, after=0, now=now))
        return int(cursor.fetchone()[0])


def _next_batch(by: Answering, *, after: int, now: datetime) -> list[VideoEvidence]:
    sql = f"SELECT {_COLUMNS} {_STALE} ORDER BY v.id LIMIT {BATCH}"
    return _read(sql, _parameters(by, after=after, now=now))


def _parameters(by: Answering, *, after: int, now: datetime) -> dict[str, Any]:
    return {"reading": TEXT_VERSION, "model": by.version, "after": after, "now": now}


def _read(sql: str, parameters: dict[str, Any]) -> list[VideoEvidence]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [
            VideoEvidence(int(video), Evidence(caption, tuple(tags), sound, screen), digest)
            for video, caption, tags, sound, screen, digest in cursor.fetchall()
        ]


def _store(batch: Sequence[VideoEvidence], *, by: Answering, now: datetime) -> None:
    with transaction.atomic():
        ids = [found.video_id for found in batch]
        # Whoever corrects a video holds its row; a correction made meanwhile isn't written over.
        locked = Video.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
        list(locked.values_list("pk", flat=True))
        current = CategoryAssessment.objects.filter(video_id__in=ids, is_current=True)
        corrected = set(
            current.filter(source=CategoryAssessment.Source.STAFF).values_list(
                "video_id", flat=True
            )
        )
        current.exclude(video_id__in=corrected).update(is_current=False)
        CategoryAssessment.objects.bulk_create(
            assessment(found, by=by, now=now, correction=None)
            for found in batch
            if found.video_id not in corrected
        )
