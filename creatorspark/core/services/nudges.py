"""Tell a worker that there is something to do. The database row is the truth, never the message."""

from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

# Redis hands out the lowest first; what beat sends lies between (CELERY_TASK_DEFAULT_PRIORITY).
SOON, IN_TURN = 0, 6


def nudge_on_commit(task: str, *args: str | int, soon: bool = False) -> None:
    """Send `task` after the transaction commits; `soon` where a person waits for it.

    A broker that is away loses the message, not the work: a beat sweep finds the row.
    """
    transaction.on_commit(partial(nudge, task, *args, soon=soon))


def nudge(task: str, *args: str | int, soon: bool = False) -> None:
    """Send `task` now, as `nudge_on_commit` does."""
    try:
        current_app.send_task(
            task, args=list(args), retry=False, priority=SOON if soon else IN_TURN
        )
    except OperationalError:
        log.warning("nudge_lost", nudged=task)
