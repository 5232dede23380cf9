"""The newest videos of many creators, with what was counted, in one query."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

NEWEST: Final = 20
_NEWEST = """
SELECT c.id, v.id, v.posted_at, s.views, s.observed_at, coalesce(x.views, 0), v.caption, v.hashtags
FROM unnest(%s::bigint[]) AS c(id)
CROSS JOIN LATERAL (
  SELECT id, posted_at, latest_id, caption, hashtags FROM core_video
  WHERE creator_id = c.id ORDER BY posted_at DESC, id DESC LIMIT %s
) v
LEFT JOIN core_metricsnapshot s ON s.id = v.latest_id
LEFT JOIN LATERAL (
  SELECT sum(views) AS views FROM core_countexclusion WHERE video_id = v.id
) x ON true
ORDER BY c.id, v.posted_at DESC, v.id DESC
"""


@dataclass(frozen=True, slots=True)
class RecentVideo:
    """A video and its newest counts; `uncounted` views were found false."""

    video_id: int
    posted_at: datetime
    views: int | None
    observed_at: datetime | None
    uncounted: int
    caption: str = ""
    hashtags: tuple[str, ...] = ()


def newest_videos(creator_ids: Sequence[int]) -> dict[int, list[RecentVideo]]:
    """Return the newest videos of each creator, the newest first; creators without are absent."""
    found: dict[int, list[RecentVideo]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [list(creator_ids), NEWEST])
        for creator_id, video_id, posted_at, views, seen_at, uncounted, *said in cursor.fetchall():
            caption, hashtags = said
            found[creator_id].append(
                RecentVideo(
                    *(video_id, posted_at, views, seen_at, int(uncounted)),
                    caption=caption,
                    hashtags=tuple(hashtags),
                )
            )
    return found
