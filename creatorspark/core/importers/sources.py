"""Opens a file of either format and yields chunks of staged rows with the problems met.

Pure: it knows nothing of the database, so the preview and the import read in the same way.
"""

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import IO, Final, Protocol

from creatorspark.core.importers.columns import Layout, work_out
from creatorspark.core.importers.conversion import Converter
from creatorspark.core.importers.copytext import Chunk
from creatorspark.core.importers.fields import StagedRow
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.problems import Fault, FileFault, Problem, Reason
from creatorspark.core.importers.reading import HEAD, CountingReader, FileFacts, text_stream
from creatorspark.core.importers.records import Records
from creatorspark.core.importers.trending import TrendingReader

CHUNK_ROWS: Final = 500
TRENDING_CHUNK_ROWS: Final = 1_000


class Source(Protocol):
    """A file being read: `chunks` yields what can be staged, the rest tells how it goes."""

    problems: list[Problem]

    @property
    def rows_read(self) -> int:
        """Rows met so far, good or not."""

    @property
    def counter(self) -> CountingReader:
        """Where bytes read are counted."""

    def chunks(self) -> Iterator[Chunk]:
        """Yield rows for staging; problems met so far are in `problems`, to be drained."""


class MetricsSource:
    """A CSV of metric rows."""

    def __init__(
        self,
        file: IO[bytes],
        *,
        facts: FileFacts,
        options: ImportOptions,
        observed_at: datetime,
        now: datetime,
    ) -> None:
        self.layout, self.samples = read_layout(file, facts=facts, options=options)
        file.seek(0)
        text, self._counter = text_stream(file, encoding=facts.encoding)
        self._records = Records(
            text, delimiter=self.layout.delimiter, width=len(self.layout.columns)
        )
        self._converter = Converter(
            self.layout, observed_at=observed_at, now=now, platform=options.platform
        )
        self.problems = self._converter.problems
        self._rows_read = 0

    @property
    def rows_read(self) -> int:
        """Rows met so far, the header not counted."""
        return self._rows_read

    @property
    def counter(self) -> CountingReader:
        """Where bytes read are counted."""
        return self._counter

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows in chunks. Raises FileFault when there is only a header."""
        for lines, rows in self._records.batches(CHUNK_ROWS, after=self.layout.header_line):
            self._rows_read += len(rows)
            self._collect()
            chunk = self._converter.convert(lines, rows)
            if chunk:
                yield chunk
        self._collect()
        if not self._rows_read:
            raise FileFault(Fault.NO_ROWS)

    def _collect(self) -> None:
        """Gather what the reader of records met: broken quotes are rows as well."""
        self._rows_read += len(self._records.problems)
        self.problems.extend(self._records.problems)
        self._records.problems.clear()
        cleaned = self._records.cleaned_lines
        self.problems.extend(Problem(line, Reason.NUL_REMOVED) for line in cleaned)
        cleaned.clear()


def read_layout(
    file: IO[bytes], *, facts: FileFacts, options: ImportOptions, require: bool = True
) -> tuple[Layout, list[list[str]]]:
    """Return how the CSV is to be read, and sample rows. Raises FileFault."""
    file.seek(0)
    text, _ = text_stream(file, encoding=facts.encoding)
    head = text.read(HEAD * 4)
    complete = not text.read(1)
    text.detach()
    layout, samples = work_out(
        head,
        delimiter=options.delimiter,
        mapping=options.mapping,
        complete=complete,
        require=require,
    )
    if options.date_order:
        layout = dataclasses.replace(layout, date_order=options.date_order)
    return layout, samples


class TrendingSource:
    """A file of the TikTok trending format. `observed_at` None: the newest posting time."""

    def __init__(
        self,
        file: IO[bytes],
        *,
        facts: FileFacts,
        observed_at: datetime | None,
        now: datetime,
    ) -> None:
        file.seek(0)
        self._reader = TrendingReader(
            file, encoding=facts.encoding, observed_at=observed_at, now=now
        )
        self.problems = self._reader.problems

    @property
    def rows_read(self) -> int:
        """Records met so far."""
        return self._reader.records

    @property
    def counter(self) -> CountingReader:
        """Where bytes read are counted."""
        return self._reader.counter

    def chunks(self) -> Iterator[Chunk]:
        """Yield the records in chunks. Raises FileFault where there is no list of videos."""
        rows = iter(self._reader)
        while chunk := list(islice(rows, TRENDING_CHUNK_ROWS)):
            yield Chunk(StagedRow._fields, zip(*chunk, strict=True))
