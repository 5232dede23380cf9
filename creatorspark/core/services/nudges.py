"""Tell a worker that there is something to do. The database row is the truth, never the message."""

from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError


def nudge_on_commit(task: str, *args: str | int) -> None:
    """Send `task` after the transaction commits.

    A broker that is away loses the message, not the work: a beat sweep finds the row.
    """
    transaction.on_commit(partial(_send, task, args))


def _send(task: str, args: tuple[str | int, ...]) -> None:
    try:
        current_app.send_task(task, args=list(args), retry=False)
    except OperationalError:
        return
