"""Sums of an hour and a video: made again for every hour that got events, rebuildable at will.

A comment counts unless it is a mere link, or somebody says the same for the fourth time within the
hour; where a few accounts say the same many times, each of them counts once. What one account says
never takes away what another says: without an account or device, a comment stands for itself.
"""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from fraud.services.events import comments, interning

BATCH: Final = 200
# How often one person may say the same within an hour, and how many comments are many.
TIMES: Final = 3
MANY: Final = 20
SUM: Final = """
INSERT INTO fraud_hourlycount (video_id, creator_id, hour, views, machine_views, viewers, likes,
    follows, comments, gifts)
WITH events AS NOT MATERIALIZED (
    SELECT * FROM fraud_activityevent
    WHERE at >= %(first)s AND at < %(first)s + interval '1 hour' AND video_id <> 0
), numbered AS (
    SELECT video_id, stem, speaker, row_number() OVER (
        PARTITION BY video_id, stem, speaker ORDER BY at, event
    ) AS time
    FROM (
        SELECT *, CASE WHEN actor <> 0 THEN actor ELSE device END AS speaker
        FROM events WHERE kind = 4 AND flags & 4 = 0
    ) AS comment
), heard AS (
    SELECT *, count(*) OVER same_words AS said,
        count(*) FILTER (WHERE time = 1 OR speaker = 0) OVER same_words AS speakers
    FROM numbered WINDOW same_words AS (PARTITION BY video_id, stem)
), comments AS (
    SELECT video_id, count(*) FILTER (
        WHERE stem = 0 OR speaker = 0 OR time <= CASE
            WHEN said >= %(many)s AND said > %(times)s * speakers THEN 1 ELSE %(times)s END
    ) AS comments
    FROM heard GROUP BY video_id
)
SELECT
    video_id, max(creator_id), %(first)s,
    count(*) FILTER (WHERE kind = 1),
    count(*) FILTER (WHERE kind = 1 AND agent_id IN (SELECT id FROM fraud_useragent WHERE machine)),
    count(DISTINCT actor) FILTER (WHERE kind = 1 AND actor <> 0)
        + count(*) FILTER (WHERE kind = 1 AND actor = 0),
    count(*) FILTER (WHERE kind = 2),
    count(*) FILTER (WHERE kind = 3),
    coalesce(max(comments.comments), 0),
    coalesce(sum(amount) FILTER (WHERE kind = 5), 0)
FROM events LEFT JOIN comments USING (video_id)
GROUP BY video_id
"""

_SUMS: Final = (
    "video_id, creator_id, views, machine_views, viewers, likes, follows, comments, gifts"
)
_CREATOR: Final = 1

# What names no video is in no sum: gifts to a creator, and follows.
UNNAMED: Final = """
SELECT DISTINCT creator_id FROM fraud_activityevent
WHERE at >= %(first)s AND at < %(first)s + interval '1 hour' AND video_id = 0 AND kind IN (3, 5)
"""

# Whose sums changed is examined again; a later change of theirs makes them due anew.
DUE: Final = """
INSERT INTO fraud_duecreator (creator_id, since)
SELECT creator_id, clock_timestamp() FROM unnest(%s::bigint[]) AS changed (creator_id)
ON CONFLICT (creator_id) DO UPDATE SET since = excluded.since
"""


def roll_up(*, hours: int = BATCH) -> int:
    """Sum up to so many stale hours again and return how many were; others may work beside us.

    The latest come first, so that old hours of a large import keep nobody waiting.
    """
    done = 0
    interning.judge_anew()
    while done < hours and _roll_up_one():
        done += 1
    return done


def _roll_up_one() -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        # A delivery that marks the same hour waits for this commit, so no event is overlooked.
        cursor.execute(
            "DELETE FROM fraud_stalehour WHERE hour = (SELECT hour FROM fraud_stalehour "
            "ORDER BY hour DESC LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING hour"
        )
        found = cursor.fetchone()
        if found is None:
            return False
        cursor.execute(f"DELETE FROM fraud_hourlycount WHERE hour = %s RETURNING {_SUMS}", found)
        before = set(cursor.fetchall())
        cursor.execute(SUM, {"first": found[0], "times": TIMES, "many": MANY})
        comments.take_off(cursor, hour=found[0])
        cursor.execute(f"SELECT {_SUMS} FROM fraud_hourlycount WHERE hour = %s", found)
        changed = {row[_CREATOR] for row in before ^ set(cursor.fetchall())}
        cursor.execute(UNNAMED, {"first": found[0]})
        changed.update(creator for (creator,) in cursor.fetchall())
        cursor.execute(DUE, [sorted(changed - {0})])
    return True


def rebuild(*, start: datetime, end: datetime) -> int:
    """Mark all hours from `start` to `end` that have events as stale; return how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fraud_stalehour (hour) SELECT DISTINCT date_trunc('hour', at, 'UTC') "
            "FROM fraud_activityevent WHERE at >= %s AND at < %s ON CONFLICT DO NOTHING",
            [start, end],
        )
        return int(cursor.rowcount)
