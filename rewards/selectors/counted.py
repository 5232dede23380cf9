"""From when on the views came that a line pays for: counters are read now and then."""

from datetime import datetime
from typing import Final

from django.db import connection

# Where no earlier line counted the video, it is paid for from its first day on.
_SINCE: Final = """
SELECT line.id, coalesce(
    (
        SELECT (before.inputs ->> 'observed_at')::timestamptz
        FROM rewards_earningsline before
        WHERE before.video_id = line.video_id AND before.counted IS NOT NULL
            AND before.week < coalesce(line.base_week, line.week)
        ORDER BY before.week DESC LIMIT 1
    ),
    greatest(video.posted_at, %(began)s::timestamptz)
)
FROM rewards_earningsline line JOIN core_video video ON video.id = line.video_id
WHERE line.statement_id = %(statement)s
    AND (line.counted IS NOT NULL OR line.base_week IS NOT NULL)
"""


def counted_since(statement_id: int, *, began: datetime | None) -> dict[int, datetime]:
    """Return by line when the counter had been read last before its views; other lines: none.

    `began`: when pay began; what came before that was never paid.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"statement": statement_id, "began": began})
        return dict(cursor.fetchall())
