"""Events from a file, batch by batch, so that an import of any size needs little memory.

While the database writes a batch, the next is read and checked.
"""

import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Final

from tqdm import tqdm

from fraud.services.events.ingestion import Delivered, Delivery, store, tally, unpack

BATCH: Final = 8 << 20


@dataclass
class FileImport:
    """What became of a file."""

    delivered: Delivered = field(default_factory=Delivered)
    left_out: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def rate(self) -> int:
        """Return lines a second."""
        return round(self.lines / self.seconds) if self.seconds else 0

    @property
    def lines(self) -> int:
        """Return how many lines were looked at."""
        return self.delivered.accepted + self.delivered.duplicates + self.left_out

    def add(self, result: Delivered) -> int:
        """Add a batch's result and return how many lines it had."""
        before = self.lines
        self.left_out += len(result.faults)
        self.faults.update(tally(result.faults))
        self.delivered += replace(result, faults=())
        return self.lines - before


def import_file(
    path: Path, *, source: str, platform: str, now: datetime, quiet: bool = False
) -> FileImport:
    """Store the events of a file. Each batch stays once it is in, even when a later one fails."""
    done, started = FileImport(), time.monotonic()
    with _opened(path) as file, tqdm(disable=quiet, unit=" events", file=sys.stderr) as bar:
        for delivery in _read_ahead(file, now=now):
            result = store(delivery, source=source, platform=platform, patient=True)
            bar.update(done.add(result))
    done.seconds = time.monotonic() - started
    return done


def _read_ahead(file: IO[bytes], *, now: datetime) -> Iterator[Delivery]:
    """Return what the file holds; one batch is read while another is worked on, never more."""
    read = partial(_next, file, now=now)
    with ThreadPoolExecutor(1, thread_name_prefix="events") as reader:
        waiting = reader.submit(read)
        while (delivery := waiting.result()) is not None:
            waiting = reader.submit(read)
            yield delivery


def _next(file: IO[bytes], *, now: datetime) -> Delivery | None:
    block = file.read(BATCH)
    return unpack(block + file.readline(), now=now) if block else None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield file  # type: ignore[misc]
