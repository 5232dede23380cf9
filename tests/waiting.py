"""Knowing that another connection stands still, without sleeping and hoping."""

from concurrent.futures import Future
from typing import Any

from django.db import connection


def until_somebody_waits(*, or_done: "Future[Any] | None" = None) -> None:
    """Return once some connection to the tests' database waits for another one's lock, or a work
    is done that didn't have to.
    """
    waits = (
        "SELECT 1 FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with connection.cursor() as cursor:
        for _try in range(1_000_000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waits)
            if cursor.fetchone() or (or_done is not None and or_done.done()):
                return
    raise AssertionError("Nobody came to wait.")
