"""What a creator's statements say of each video, and the histories they brought along."""

from collections.abc import Collection
from datetime import UTC
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.fields.json import KT

from creatorspark.lib.periods import week_label
from rewards.domain.history import HistoryVideo
from rewards.models import CarriedHistory

VIDEOS = """
SELECT video.platform, video.external_id, video.posted_at, st.currency,
    coalesce(sum(line.amount) FILTER (WHERE line.counted IS NOT NULL), 0)::bigint,
    coalesce(sum(line.amount) FILTER (WHERE line.judgement <> ''), 0)::bigint,
    array_agg(DISTINCT line.week ORDER BY line.week),
    (array_agg(line.inputs ORDER BY line.id DESC) FILTER (WHERE line.judgement <> ''))[1]
        #>> '{grade,letter}',
    (array_agg(line.inputs ORDER BY line.id DESC) FILTER (WHERE line.judgement <> ''))[1]
        #>> '{grade,score}',
    (array_agg(line.inputs ORDER BY line.id DESC) FILTER (WHERE line.judgement <> ''))[1]
        #>> '{originality}',
    array_agg(DISTINCT line.inputs #>> '{grade,policy_sha256}')
        FILTER (WHERE line.judgement <> '')
FROM rewards_statement st
JOIN rewards_earningsline line ON line.statement_id = st.id
JOIN core_video video ON video.id = line.video_id
WHERE st.creator_id = ANY(%s) AND line.cause NOT LIKE 'staff:%%'
GROUP BY video.id, st.currency ORDER BY video.posted_at, video.id
"""


def paid_videos(creator_ids: Collection[int]) -> tuple[list[HistoryVideo], set[str]]:
    """Return each video that statements paid, oldest first, and the grade policies they name."""
    with connection.cursor() as cursor:
        cursor.execute(VIDEOS, [list(creator_ids)])
        rows = cursor.fetchall()
    return [_video(row) for row in rows], {name for row in rows for name in row[10] or ()}


def _video(row: tuple[Any, ...]) -> HistoryVideo:
    platform, external_id, posted_at, currency, base, bonus, weeks, grade, score, original = row[
        :10
    ]
    return HistoryVideo(
        platform=platform,
        external_id=external_id,
        posted_at=posted_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        grade=grade or "",
        score=score or "",
        originality=original or "",
        base=base,
        bonus=bonus,
        currency=currency,
        weeks=[week_label(week) for week in weeks],
    )


def carried(creator_id: int) -> QuerySet[CarriedHistory]:
    """Return the histories a creator brought, newest first, without their videos.

    Annotated with `url`, `issued_at`, `profiles` and `totals` from the document.
    """
    rows = CarriedHistory.objects.filter(creator_id=creator_id).defer("document")
    return rows.annotate(
        url=KT("document__history__issuer__url"),
        issued_at=KT("document__history__issued_at"),
        profiles=F("document__history__profiles"),
        totals=F("document__history__totals"),
    ).order_by("-imported_at", "-pk")
