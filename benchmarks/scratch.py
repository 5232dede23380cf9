"""A database of the product's own, migrated and empty, dropped when the benchmark ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """Point the default connection at a new migrated database on the same server."""
    original = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    _switch(name)
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        yield
    finally:
        _switch(original)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _switch(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def durable() -> dict[str, str]:
    """Return the settings that decide what a commit costs; fsync and synchronous_commit are on."""
    values = {}
    with connection.cursor() as cursor:
        for name in ("synchronous_commit", "fsync", "full_page_writes", "shared_buffers"):
            cursor.execute(f"SHOW {name}")
            values[name] = cursor.fetchone()[0]
    if values["synchronous_commit"] != "on" or values["fsync"] != "on":
        raise RuntimeError(f"The server doesn't wait for the disk: {values}")
    return values
