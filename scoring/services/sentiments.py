"""Sentiment of what videos say, scored once for each text and model version.

What points were made from stays: a new model or opinion, or text read off the pictures later, is
for videos that have no points yet. Only a changed caption is judged anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from scoring.domain.screen import TEXT_VERSION
from scoring.domain.sentiment import MODEL_VERSION, NEUTRAL, score_words
from scoring.models import SentimentScore
from scoring.services.locks import Report, exclusive, silent
from scoring.services.opinions.counting import count, opinions_on
from scoring.services.quality.policies import policy_in_force

BATCH = 2_000
# As near to the middle as VADER calls neutral.
EDGE = 0.025
# As a picture's text comes after the caption in what is hashed, it can't pass for a part of it.
SEPARATOR = "\x1f"
_CAPTION = "encode(sha256(convert_to(v.caption, 'UTF8')), 'hex')"
_ALL = """encode(sha256(convert_to(
  v.caption || coalesce(E'\\x1f' || nullif(r.content->>'words', ''), ''), 'UTF8')), 'hex')"""
_STALE = f"""
FROM core_video v
LEFT JOIN scoring_framereading r ON v.sha256 <> '' AND r.sha256 = v.sha256
  AND r.kind = 'text' AND r.version = %(reading)s
LEFT JOIN scoring_sentimentscore m ON m.video_id = v.id AND m.is_current
LEFT JOIN (SELECT video_id, max(answered_at) AS at FROM scoring_opinion WHERE outcome = 'read'
           GROUP BY video_id) o ON o.video_id = v.id
WHERE v.id > %(after)s AND v.posted_at <= %(now)s AND (
  m.id IS NULL OR m.text_sha256 NOT IN ({_CAPTION}, {_ALL})
  OR (m.model_version <> %(model)s OR m.text_sha256 <> {_ALL} OR o.at > m.computed_at)
    AND NOT EXISTS (SELECT FROM scoring_pointsscore p WHERE p.video_id = v.id))
"""


def score_sentiments(*, now: datetime, report: Report = silent) -> int:
    """Score the captions that are new, changed or scored by an older model; return how many.

    Safe to start twice and to interrupt: each batch is its own transaction.
    """
    with exclusive("scoring.sentiments", 0, report=report):
        total = _count(now)
        done, after = 0, 0
        while batch := _next_batch(after, now=now):
            _store(batch, now=now)
            after, done = batch[-1][0], done + len(batch)
            report(_("Reading captions"), done=done, total=max(total, done))
        return done


def _count(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_STALE}", _parameters(0, now=now))
        return int(cursor.fetchone()[0])


def _parameters(after: int, *, now: datetime) -> dict[str, Any]:
    return {"after": after, "now": now, "model": MODEL_VERSION, "reading": TEXT_VERSION}


def _next_batch(after: int, *, now: datetime) -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.id, v.caption, coalesce(r.content->>'words', '') "
            f"{_STALE} ORDER BY v.id LIMIT {BATCH}",
            _parameters(after, now=now),
        )
        return [(int(video), str(caption), str(screen)) for video, caption, screen in cursor]


def _store(batch: Sequence[tuple[int, str, str]], *, now: datetime) -> None:
    rows = []
    cap = policy_in_force(at=now).rules.opinion_cap
    opinions = opinions_on([video_id for video_id, _caption, _screen in batch])
    for video_id, caption, screen in batch:
        found = score_words(caption, screen=screen)
        text = f"{caption}{SEPARATOR}{screen}" if screen else caption
        opinion = opinions.get(video_id)
        says = opinion.values["sentiment"] if opinion and opinion.values else None
        counted = count(found.value, opinion, says=says, cap=cap)
        rows.append(
            SentimentScore(
                video_id=video_id,
                value=round(counted.value, 5),
                opinion=counted.trace,
                language=found.language[:12],
                supported=found.measured,
                model_version=MODEL_VERSION,
                text_sha256=sha256(text.encode()).hexdigest(),
                computed_at=now,
            )
        )
    with transaction.atomic():
        ids = [row[0] for row in batch]
        SentimentScore.objects.filter(video_id__in=ids, is_current=True).update(is_current=False)
        SentimentScore.objects.bulk_create(rows)


@dataclass(frozen=True, slots=True)
class SentimentReport:
    """How a video's words feel: 0 negative to 1 positive, None where that isn't known.

    `sentence` says it in words; `language` is a code, "emoji" or empty.
    """

    value: float | None
    language: str
    sentence: str
    model_version: str


def sentiment_report(*, video_id: int) -> SentimentReport:
    """Return how a video's words feel, and if that can't be told why not."""
    row = SentimentScore.objects.filter(video_id=video_id, is_current=True).first()
    if row is None:
        return SentimentReport(None, "", _("Its words are read every night."), "")
    value = row.value if row.supported else None
    return SentimentReport(value, row.language, _sentence(row), row.model_version)


def _sentence(row: SentimentScore) -> str:
    if row.supported:
        return _("%(mood)s: %(value).2f, where 0 is negative and 1 positive.") % {
            "mood": _mood(row.value),
            "value": row.value,
        }
    if not row.language:
        return _("There are no words to go by. That counts neither for nor against you.")
    return _(
        "We can’t tell the mood of words in this language yet (%(language)s). That counts neither "
        "for nor against you."
    ) % {"language": _language(row.language)}


def _mood(value: float) -> str:
    if value > NEUTRAL + EDGE:
        return _("Positive")
    return _("Negative") if value < NEUTRAL - EDGE else _("Neither positive nor negative")


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
