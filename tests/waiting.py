"""Knowing that another connection stands still, without sleeping and hoping."""

from django.db import connections


def until_somebody_waits(alias: str = "default") -> None:
    """Return once some connection to the tests' database waits for another one's lock."""
    waits = (
        "SELECT 1 FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with connections[alias].cursor() as cursor:
        for _try in range(1_000_000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waits)
            if cursor.fetchone():
                return
    raise AssertionError("Nobody came to wait.")
