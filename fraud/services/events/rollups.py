"""Sums of an hour and a video: made again for every hour that got events, rebuildable at will.

A comment counts unless it is a mere link or the fourth of the same words within the hour.
"""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from fraud.domain.agents import Client, classify
from fraud.models import UserAgent
from fraud.services.events import comments

BATCH: Final = 200
SUM: Final = """
INSERT INTO fraud_hourlycount (video_id, creator_id, hour, views, machine_views, viewers, likes,
    follows, comments, gifts)
SELECT
    event.video_id, max(event.creator_id), date_trunc('hour', event.at, 'UTC'),
    count(*) FILTER (WHERE kind = 1),
    count(*) FILTER (WHERE kind = 1 AND agent_id = ANY(%(machines)s)),
    count(DISTINCT actor) FILTER (WHERE kind = 1 AND actor <> 0)
        + count(*) FILTER (WHERE kind = 1 AND actor = 0),
    count(*) FILTER (WHERE kind = 2),
    count(*) FILTER (WHERE kind = 3),
    count(*) FILTER (WHERE kind = 4 AND flags & 4 = 0 AND NOT repeated),
    coalesce(sum(amount) FILTER (WHERE kind = 5), 0)
FROM (
    SELECT *, kind = 4 AND stem <> 0 AND row_number() OVER same_words > 3 AS repeated
    FROM fraud_activityevent
    WHERE at >= %(first)s AND at < %(first)s + interval '1 hour' AND video_id <> 0
    WINDOW same_words AS (PARTITION BY video_id, kind, stem ORDER BY at)
) AS event
GROUP BY event.video_id, date_trunc('hour', event.at, 'UTC')
"""

_SUMS: Final = (
    "video_id, creator_id, views, machine_views, viewers, likes, follows, comments, gifts"
)
_CREATOR: Final = 1

# Whose sums changed is examined again; a later change of theirs makes them due anew.
DUE: Final = """
INSERT INTO fraud_duecreator (creator_id, since)
SELECT creator_id, clock_timestamp() FROM unnest(%s::bigint[]) AS changed (creator_id)
ON CONFLICT (creator_id) DO UPDATE SET since = excluded.since
"""


def roll_up(*, hours: int = BATCH) -> int:
    """Sum up to so many stale hours again and return how many were; others may work beside us."""
    done = 0
    machines = machine_agents()
    while done < hours and _roll_up_one(machines):
        done += 1
    return done


def _roll_up_one(machines: list[int]) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        # A delivery that marks the same hour waits for this commit, so no event is overlooked.
        cursor.execute(
            "DELETE FROM fraud_stalehour WHERE hour = (SELECT hour FROM fraud_stalehour "
            "ORDER BY hour LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING hour"
        )
        found = cursor.fetchone()
        if found is None:
            return False
        cursor.execute(f"DELETE FROM fraud_hourlycount WHERE hour = %s RETURNING {_SUMS}", found)
        before = set(cursor.fetchall())
        cursor.execute(SUM, {"first": found[0], "machines": machines})
        comments.take_off(cursor, hour=found[0])
        cursor.execute(f"SELECT {_SUMS} FROM fraud_hourlycount WHERE hour = %s", found)
        changed = before ^ set(cursor.fetchall())
        cursor.execute(DUE, [sorted({row[_CREATOR] for row in changed} - {0})])
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


def machine_agents() -> list[int]:
    """Return the numbers of user agents that stand for machines."""
    return [
        number
        for number, text in UserAgent.objects.values_list("pk", "text").iterator()
        if classify(text) in (Client.DECLARED_BOT, Client.IMPOSSIBLE)
    ]
