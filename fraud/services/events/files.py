"""Events from a file, batch by batch, so that an import of any size needs little memory."""

import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from tqdm import tqdm

from fraud.domain.wire import batches
from fraud.services.events.ingestion import Delivered, take_in, tally

BATCH: Final = 20_000


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
        lines = self.delivered.accepted + self.delivered.duplicates + self.left_out
        return round(lines / self.seconds) if self.seconds else 0


def import_file(
    path: Path, *, source: str, platform: str, now: datetime, quiet: bool = False
) -> FileImport:
    """Store the events of a file. Each batch stays once it is in, even when a later one fails."""
    done, started = FileImport(), time.monotonic()
    with _opened(path) as lines, tqdm(disable=quiet, unit=" events", file=sys.stderr) as bar:
        for batch in batches(lines, size=BATCH):
            result = take_in(batch, source=source, platform=platform, now=now, patient=True)
            done.left_out += len(result.faults)
            done.faults.update(tally(result.faults))
            done.delivered += replace(result, faults=())
            bar.update(len(batch))
    done.seconds = time.monotonic() - started
    return done


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield file  # type: ignore[misc]
