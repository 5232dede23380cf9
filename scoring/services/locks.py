"""One scoring run at a time for each policy, whatever number of workers there is."""

import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection
from django.utils.translation import gettext as _

WAIT_SECONDS = 1.0


class Report(Protocol):
    """Where long work says how far it is; may raise to stop the work."""

    def __call__(self, stage: str, *, done: int = 0, total: int = 0) -> None: ...


def silent(stage: str, *, done: int = 0, total: int = 0) -> None:
    """Report to nobody."""


@contextmanager
def exclusive(
    name: str, number: int, *, report: Report, sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold the lock of a name and number; wait, saying so, while another worker holds it.

    The lock belongs to the database session, so a worker that dies gives it back.
    """
    key = [zlib.crc32(name.encode()) & 0x7FFFFFFF, number & 0x7FFFFFFF]
    while not _ask("SELECT pg_try_advisory_lock(%s, %s)", key):
        report(_("Waiting for another run to finish"))
        sleep(WAIT_SECONDS)
    try:
        yield
    finally:
        _ask("SELECT pg_advisory_unlock(%s, %s)", key)


def _ask(sql: str, key: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, key)
        return bool(cursor.fetchone()[0])


@contextmanager
def session_lock(name: str) -> Iterator[bool]:
    """Hold the lock of a name if nobody else does, and say whether we do; never waits."""
    key = [zlib.crc32(name.encode()) & 0x7FFFFFFF, 0]
    held = _ask("SELECT pg_try_advisory_lock(%s, %s)", key)
    try:
        yield held
    finally:
        if held:
            _ask("SELECT pg_advisory_unlock(%s, %s)", key)
