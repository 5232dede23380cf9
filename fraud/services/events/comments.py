"""Comments that aren't real leave the counts that are paid, hour by hour, and nobody is accused.

They are written in the transaction that sums the hour, so an hour that is summed again says anew
what doesn't count: links alone, and what an account repeats (see `rollups`).
"""

from datetime import datetime
from typing import Final

from django.db.backends.utils import CursorWrapper

SOURCE: Final = "fraud.comments"
REASON: Final = "SPAM_COMMENTS"
_FORGET: Final = """
DELETE FROM core_countexclusion WHERE source = %(source)s AND window_start = %(hour)s
"""
_TAKE_OFF: Final = """
INSERT INTO core_countexclusion (video_id, window_start, window_end, views, likes, comments,
    shares, saves, reason, source, created_at)
SELECT hourly.video_id, hourly.hour, hourly.hour + interval '1 hour', 0, 0, said.all_of_them
    - hourly.comments, 0, 0, %(reason)s, %(source)s, clock_timestamp()
FROM fraud_hourlycount AS hourly
JOIN core_video ON core_video.id = hourly.video_id
JOIN (
    SELECT video_id, count(*) AS all_of_them FROM fraud_activityevent
    WHERE at >= %(hour)s AND at < %(hour)s + interval '1 hour' AND kind = 4 AND video_id <> 0
    GROUP BY video_id
) AS said ON said.video_id = hourly.video_id
WHERE hourly.hour = %(hour)s AND said.all_of_them > hourly.comments
"""


def take_off(cursor: CursorWrapper, *, hour: datetime) -> None:
    """Say which of the comments of a summed hour don't count; what was said before is replaced."""
    named: dict[str, str | datetime] = {"source": SOURCE, "reason": REASON, "hour": hour}
    cursor.execute(_FORGET, named)
    cursor.execute(_TAKE_OFF, named)
