"""A file of creators or brands as rows: how it is read, and what stands in it."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from creatorspark.core.importers.columns import sniff_delimiter
from creatorspark.core.importers.problems import Fault, FileFault, Reason
from creatorspark.core.importers.reading import (
    HEAD,
    CountingReader,
    FileFacts,
    inspect,
    text_stream,
)
from creatorspark.core.importers.records import MAX_CELL, Records
from creatorspark.lib.headers import named_once
from marketplace.domain.cleaning.columns import (
    FIELDS,
    NEEDED,
    PREAMBLE_ROWS,
    Kind,
    NoSuchField,
    assign,
    header_place,
)
from marketplace.domain.cleaning.problems import Code
from marketplace.services.bringing.faults import BringingRefused, refused

OpenFile = Callable[[], AbstractContextManager[IO[bytes]]]
BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a person chose; every empty one is found out. `as_of`: the day the figures are of."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""
    encoding: str = ""
    platform: str = "tiktok"
    as_of: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with an import; the mapping has its own column there."""
        return {
            "delimiter": self.delimiter,
            "encoding": self.encoding,
            "platform": self.platform,
            "as_of": self.as_of.isoformat() if self.as_of else "",
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], *, mapping: Mapping[str, str]) -> "ReadOptions":
        """Read what `as_json` wrote."""
        as_of = stored.get("as_of") or ""
        return cls(
            mapping=dict(mapping),
            delimiter=stored.get("delimiter") or "",
            encoding=stored.get("encoding") or "",
            platform=stored.get("platform") or "tiktok",
            as_of=date.fromisoformat(as_of) if as_of else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a file is read. `fields` maps what we know to the columns that say it."""

    delimiter: str
    header_line: int
    columns: tuple[str, ...]
    fields: dict[str, str]

    @property
    def unused(self) -> list[str]:
        """Return the columns that are kept as they stand and not read."""
        return [name for name in self.columns if name not in self.fields.values()]


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its line from 1, its cells by column, and what keeps it from being read ("")."""

    line: int
    original: dict[str, str]
    fault: Code | None = None

    def fields(self, layout: Layout) -> dict[str, str]:
        """Return the cells by field."""
        return {name: self.original.get(column, "") for name, column in layout.fields.items()}


def examine(open_file: OpenFile, *, options: ReadOptions) -> FileFacts:
    """Return size, hash and encoding of a file. Raises BringingRefused."""
    try:
        with open_file() as file:
            return inspect(file, encoding=options.encoding)
    except FileFault as fault:
        raise refused(fault) from fault


class Sheet:
    """A file being read; `rows` once. Raises BringingRefused where it can't be one.

    With `require` False a file without the columns we need is opened too, for a person to choose.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        kind: Kind,
        facts: FileFacts,
        options: ReadOptions,
        require: bool = True,
    ) -> None:
        file.seek(0)
        head = _head(file, facts)
        self.layout = _layout(head, kind=kind, options=options)
        if require and not self.names_enough(kind):
            raise BringingRefused(_nameless(self.layout.columns))
        file.seek(0)
        text, self.counter = text_stream(file, encoding=facts.encoding)
        self._records = Records(
            text, delimiter=self.layout.delimiter, width=len(self.layout.columns)
        )
        self.rows_read = 0

    counter: CountingReader

    def names_enough(self, kind: Kind) -> bool:
        """Whether the columns say what nothing can be done without."""
        return all(name in self.layout.fields for name in NEEDED[kind])

    def batches(self) -> Iterator[list[RawRow]]:
        """Yield the rows, some hundreds at a time. Raises BringingRefused when there is none."""
        columns = self.layout.columns
        for lines, rows in self._records.batches(BATCH, after=self.layout.header_line):
            batch = self._broken()
            for line, cells in zip(lines, rows, strict=True):
                whole = len(cells) == len(columns)
                original = dict(zip(columns, cells, strict=False))
                batch.append(RawRow(line, original, None if whole else Code.WIDTH))
            self.rows_read += len(batch)
            yield sorted(batch, key=lambda row: row.line)
        left = self._broken()
        self.rows_read += len(left)
        if left:
            yield left
        if not self.rows_read:
            raise refused(FileFault(Fault.NO_ROWS))

    def _broken(self) -> list[RawRow]:
        """Return the lines whose quotes don't close."""
        first = self.layout.columns[0]
        found = [
            RawRow(problem.line, {first: problem.value[:1_000]}, Code.QUOTE_OPEN)
            for problem in self._records.problems
            if problem.reason is Reason.QUOTE_OPEN
        ]
        self._records.problems.clear()
        return found


def _head(file: IO[bytes], facts: FileFacts) -> str:
    text, _counter = text_stream(file, encoding=facts.encoding)
    head = text.read(HEAD * 4)
    text.detach()
    return head.replace("\0", "")


def _layout(head: str, *, kind: Kind, options: ReadOptions) -> Layout:
    delimiter = options.delimiter or sniff_delimiter(head)
    rows = _first_rows(head, delimiter)
    place = header_place([cells for _line, cells in rows], kind=kind)
    if place is None:
        raise BringingRefused(_nameless(tuple(rows[0][1]) if rows else ()))
    line, header = rows[place]
    columns = named_once(header)
    try:
        fields = assign(columns, kind=kind, chosen=options.mapping)
    except NoSuchField as fault:
        raise BringingRefused(_no_such(fault.name, kind=kind, columns=columns)) from fault
    return Layout(delimiter=delimiter, header_line=line, columns=columns, fields=fields)


def _first_rows(head: str, delimiter: str) -> list[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    began = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                rows.append((began, cells))
            began = reader.line_num + 1
            if len(rows) > PREAMBLE_ROWS:
                break
    except csv.Error:
        pass  # What came before the broken quote is enough to find the header.
    return rows


def _nameless(columns: tuple[str, ...]) -> str:
    return _(
        "We couldn't find a column with names. Nothing was imported; say which one it is "
        "(name=COLUMN). The file has: %(columns)s"
    ) % {"columns": _short(columns)}


def _no_such(name: str, *, kind: Kind, columns: tuple[str, ...]) -> str:
    return _(
        "There is no field or column “%(name)s”. Nothing was imported. Fields: %(fields)s. "
        "The file has: %(columns)s"
    ) % {"name": name, "fields": ", ".join(FIELDS[kind]), "columns": _short(tuple(columns))}


def _short(names: tuple[str, ...]) -> str:
    return ", ".join(name.strip()[:40] for name in names[:30])
