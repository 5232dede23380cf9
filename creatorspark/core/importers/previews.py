"""The first look at a file: how it would be read, and what is wrong with its first rows."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, TypedDict

from django.utils import timezone

from creatorspark.core.importers.columns import Layout, names_enough
from creatorspark.core.importers.fields import MAPPABLE
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.problems import Problem, Reason
from creatorspark.core.importers.services import OpenFile, examine, open_source
from creatorspark.core.importers.sources import Source, read_layout
from creatorspark.core.importers.staging import shorten
from creatorspark.core.importers.wording import sentence
from creatorspark.core.models import ImportRun

PREVIEW_ROWS: Final = 5_000
EXAMINED_BYTES: Final = 64 * 1024 * 1024
SHOWN_ROWS: Final = 8
SHOWN_PROBLEMS: Final = 50


class FieldPreview(TypedDict):
    """One field: the column it is read from ("" for none) and why that one."""

    field: str
    column: str
    how: str


class ProblemPreview(TypedDict):
    """One problem among the first rows."""

    line: int
    field: str
    value: str
    reason: str
    rejects: bool


class Preview(TypedDict):
    """What `ImportRun.preview` stores; every value is fit for JSON."""

    size: int
    encoding: str
    delimiter: str
    date_order: str
    columns: list[str]
    unused: list[str]
    fields: list[FieldPreview]
    rows: list[list[str]]
    rows_seen: int
    rows_good: int
    whole_file: bool
    problems: list[ProblemPreview]
    problem_counts: list[tuple[str, int]]
    readable: bool
    observed_at_given: bool


def preview_path(path: Path, *, file_format: str, options: ImportOptions) -> Preview:
    """Preview a file of the server's disk. Raises FileFault, OSError."""

    def open_file() -> AbstractContextManager[IO[bytes]]:
        return path.open("rb")

    return preview(open_file, file_format=file_format, options=options, now=timezone.now())


def preview(
    open_file: OpenFile, *, file_format: str, options: ImportOptions, now: datetime
) -> Preview:
    """Read the first rows as the import would, without writing anything. Raises FileFault."""
    facts = examine(open_file, options=options, limit=EXAMINED_BYTES)
    result = Preview(
        size=facts.size,
        encoding=facts.encoding,
        delimiter="",
        date_order="",
        columns=[],
        unused=[],
        fields=[],
        rows=[],
        rows_seen=0,
        rows_good=0,
        whole_file=False,
        problems=[],
        problem_counts=[],
        readable=True,
        observed_at_given=False,
    )
    with open_file() as file:
        if file_format == ImportRun.Format.METRICS:
            layout, samples = read_layout(file, facts=facts, options=options, require=False)
            _describe_columns(result, layout, samples)
        if result["readable"]:
            source = open_source(
                file,
                file_format=file_format,
                facts=facts,
                options=options,
                observed_at=options.observed_at or now,
                now=now,
            )
            _read_first_rows(result, source)
    return result


def _read_first_rows(result: Preview, source: Source) -> None:
    good, problems, whole = _first_rows(source)
    problems.sort(key=lambda problem: problem.line)
    counts = Counter(problem.reason for problem in problems)
    result["rows_seen"] = source.rows_read
    result["rows_good"] = good
    result["whole_file"] = whole
    result["problems"] = [_row(problem) for problem in problems[:SHOWN_PROBLEMS]]
    result["problem_counts"] = [(sentence(reason), count) for reason, count in counts.most_common()]


def _first_rows(source: Source) -> tuple[int, list[Problem], bool]:
    """Return rows that can be staged, their problems, and whether that was the whole file."""
    good = 0
    chunks: Iterator[Any] = iter(source.chunks())
    for chunk in chunks:
        good += len(chunk)
        if source.rows_read >= PREVIEW_ROWS:
            whole = next(islice(chunks, 1), None) is None
            return good, list(source.problems), whole
    return good, list(source.problems), True


def _row(problem: Problem) -> ProblemPreview:
    return ProblemPreview(
        line=problem.line,
        field=problem.field,
        value=shorten(problem.value),
        reason=sentence(Reason(problem.reason)),
        rejects=problem.rejects,
    )


def _describe_columns(result: Preview, layout: Layout, samples: list[list[str]]) -> None:
    mapping = layout.mapping
    result["delimiter"] = layout.delimiter
    result["date_order"] = layout.date_order or ""
    result["columns"] = list(layout.columns)
    result["unused"] = layout.unused
    result["fields"] = [
        FieldPreview(field=name, column=mapping.get(name, ""), how=layout.how.get(name, ""))
        for name in MAPPABLE
    ]
    result["rows"] = [
        [shorten(cell, length=80) for cell in cells] for cells in samples[:SHOWN_ROWS]
    ]
    result["observed_at_given"] = "observed_at" in mapping
    result["readable"] = names_enough(mapping)


def options_of(run: ImportRun) -> ImportOptions:
    """Return the options stored with a run."""
    return ImportOptions.from_json(run.options, mapping=run.mapping)
