"""Asking for a judgement. The stored row is the truth; a worker takes it, now or after a crash."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from creatorspark.core.services.nudges import nudge_on_commit
from scoring.models import JudgementRequest

TASK = "scoring.judge_originality"

# In the order of the videos, so that two who ask for the same ones never wait for each other. A
# row under way keeps its claim: its worker sees that `asked` has grown and gives the row back.
# Tries of what was asked before don't count for what is asked now: the file may be another.
_ASK = """
INSERT INTO scoring_judgementrequest AS row
    (video_id, cause, state, stage, asked, requested_at, attempts, problem)
SELECT id, %(cause)s, 'waiting', '', 1, %(now)s, 0, ''
FROM core_video WHERE id = ANY(%(videos)s) ORDER BY id
ON CONFLICT (video_id) DO UPDATE SET
    cause = excluded.cause,
    asked = row.asked + 1,
    state = CASE row.state WHEN 'judging' THEN 'judging' ELSE 'waiting' END,
    requested_at = CASE row.state WHEN 'waiting' THEN row.requested_at
                                  ELSE excluded.requested_at END,
    attempts = 0,
    problem = CASE row.state WHEN 'judging' THEN row.problem ELSE '' END,
    retry_at = NULL,
    nudged_at = NULL,
    finished_at = CASE row.state WHEN 'judging' THEN row.finished_at ELSE NULL END
"""


def request_judgement(
    *,
    video_id: int,
    now: datetime,
    cause: str = JudgementRequest.Cause.NEW_FILE,
    nudge: bool = True,
    soon: bool = False,
) -> None:
    """Ask for a video's originality to be judged (again); a worker begins after the commit.

    Does nothing for a video that doesn't exist. Asked twice before a worker comes, it is judged
    once; asked while it is being judged, once more. `nudge` False leaves it to the beat; `soon`
    lets it go before what nobody waits for.
    """
    request_judgements(video_ids=[video_id], now=now, cause=cause, nudge=nudge, soon=soon)


def request_judgements(
    *,
    video_ids: Collection[int],
    now: datetime,
    cause: str,
    nudge: bool = True,
    soon: bool = False,
) -> None:
    """Ask for many videos at once, as `request_judgement` does for one."""
    wanted = sorted(set(video_ids))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ASK, {"cause": cause, "now": now, "videos": wanted})
        for video_id in wanted if nudge else ():
            nudge_on_commit(TASK, video_id, soon=soon)
