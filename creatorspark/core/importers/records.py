"""CSV records with the line each began on, surviving stray quotes, NULs and huge cells. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from creatorspark.core.importers.problems import Problem, Reason

MAX_CELL: Final = 1_000_000
"""Characters in one cell; a caption has thousands, an unclosed quote swallows the file."""
MAX_RECOVERIES: Final = 1_000
"""How often a swallowed stretch is read again: bounds the work on a hostile file."""

Batch = tuple[Sequence[int], list[list[str]]]
"""The line on which each row began, and the cells of each row."""


class Records:
    """The rows of a CSV; what can't be a row goes to `problems`. Read it once, by `batches`.

    A quote that opens and never closes would swallow the lines after it: its own line is
    reported and the others are read again as rows of their own.
    """

    def __init__(self, source: Iterable[str], *, delimiter: str, width: int) -> None:
        self._source = iter(source)
        self._delimiter = delimiter
        self._width = width
        self._recoveries = 0
        self._line = 1  # of the next line to be read
        self._returned: list[str] = []
        self._record: list[str] = []  # the lines of the record under way
        self.problems: list[Problem] = []
        self.cleaned_lines: list[int] = []
        """Lines from which NUL characters were taken out."""

    def batches(self, size: int, *, after: int = 0) -> Iterator[Batch]:
        """Yield about `size` rows at a time, from below line `after` (the header's).

        Plain stretches, a row a line, are split by code that loops in C; any other is read again
        row by row.
        """
        csv.field_size_limit(MAX_CELL)
        while True:
            lines = list(islice(self._source, size))
            if not lines:
                return
            rows = self._plain_rows(lines)
            if rows is None:
                self._returned.extend(reversed(lines))
                batch = self._careful_batch()
            else:
                batch = range(self._line, self._line + len(rows)), rows
                self._line += len(rows)
            yield from _below(after, batch)

    def _plain_rows(self, lines: list[str]) -> list[list[str]] | None:
        """Return a row a line, None where one isn't exactly that."""
        try:
            rows = list(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None
        plain = len(rows) == len(lines) and set(map(len, rows)) == {self._width}
        return rows if plain and "\0" not in "".join(lines) else None

    def _careful_batch(self) -> Batch:
        """Read the lines taken back, and those after them that belong to the last record."""
        lines: list[int] = []
        rows: list[list[str]] = []
        for line, cells in self._records():
            lines.append(line)
            rows.append(cells)
            if not self._returned:
                break
        return lines, rows

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        taken = self._record
        width = self._width
        reader = self._reader()
        while True:
            began = self._line
            taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                if self._recover(began):
                    self._line = began + 1
                reader = self._reader()
                continue
            if len(cells) == width:
                yield began, cells
            elif len(taken) > 1 and self._recover(began):
                self._line = began + 1
                reader = self._reader()
            elif any(map(str.strip, cells)):
                yield began, cells

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._delimiter)

    def _feed(self) -> Iterator[str]:
        """Hand out lines, those taken back first, and remember those of the record under way."""
        taken, returned, source = self._record, self._returned, self._source
        while True:
            text = returned.pop() if returned else next(source, None)
            if text is None:
                return
            if "\0" in text:
                text = text.replace("\0", "")
                self.cleaned_lines.append(self._line)
            self._line += 1
            taken.append(text)
            yield text

    def _recover(self, began: int) -> bool:
        """Report the line that opened a quote and take the others back; False past the limit."""
        text = self._record[0].strip() if self._record else ""
        if self._recoveries >= MAX_RECOVERIES:
            return False
        self._recoveries += 1
        self.problems.append(Problem(began, Reason.QUOTE_OPEN, value=text))
        self._returned.extend(reversed(self._record[1:]))
        return True


def _below(after: int, batch: Batch) -> Iterator[Batch]:
    """Yield what of the batch began below a line, if anything."""
    lines, rows = batch
    if lines and lines[0] <= after:
        first = next((place for place, line in enumerate(lines) if line > after), len(lines))
        lines, rows = lines[first:], rows[first:]
    if rows:
        yield lines, rows
