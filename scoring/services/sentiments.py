"""Sentiment of captions: scored once for each text and model version."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.utils.translation import gettext as _

from scoring.domain.sentiment import MODEL_VERSION, score_caption
from scoring.models import SentimentScore
from scoring.services.locks import Report, exclusive, silent

BATCH = 2_000
_STALE = """
FROM core_video v
LEFT JOIN scoring_sentimentscore m ON m.video_id = v.id AND m.is_current
WHERE v.id > %s AND (
  m.id IS NULL OR m.model_version <> %s
  OR m.text_sha256 <> encode(sha256(convert_to(v.caption, 'UTF8')), 'hex'))
"""


def score_sentiments(*, now: datetime, report: Report = silent) -> int:
    """Score the captions that are new, changed or scored by an older model; return how many.

    Safe to start twice and to interrupt: each batch is its own transaction.
    """
    with exclusive("scoring.sentiments", 0, report=report):
        total = _count()
        done, after = 0, 0
        while batch := _next_batch(after):
            _store(batch, now=now)
            after, done = batch[-1][0], done + len(batch)
            report(_("Reading captions"), done=done, total=max(total, done))
        return done


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_STALE}", [0, MODEL_VERSION])
        return int(cursor.fetchone()[0])


def _next_batch(after: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.id, v.caption {_STALE} ORDER BY v.id LIMIT %s",
            [after, MODEL_VERSION, BATCH],
        )
        return [(int(video_id), str(caption)) for video_id, caption in cursor.fetchall()]


def _store(batch: Sequence[tuple[int, str]], *, now: datetime) -> None:
    rows = []
    for video_id, caption in batch:
        found = score_caption(caption)
        rows.append(
            SentimentScore(
                video_id=video_id,
                value=found.value,
                language=found.language[:12],
                supported=found.measured,
                model_version=MODEL_VERSION,
                text_sha256=sha256(caption.encode()).hexdigest(),
                computed_at=now,
            )
        )
    with transaction.atomic():
        ids = [video_id for video_id, _caption in batch]
        SentimentScore.objects.filter(video_id__in=ids, is_current=True).update(is_current=False)
        SentimentScore.objects.bulk_create(rows)
