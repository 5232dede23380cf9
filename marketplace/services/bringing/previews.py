"""The first look at a file: each row as it stands, as it would be read, and what is odd."""

from collections import Counter
from typing import Any, Final, TypedDict

from marketplace.domain.cleaning.columns import FIELDS, Kind
from marketplace.services.bringing.judging import Judge, Judged
from marketplace.services.bringing.reading import OpenFile, ReadOptions, Sheet, examine

PREVIEW_ROWS: Final = 2_000
SHOWN_ROWS: Final = 60
SHOWN_CELL: Final = 300


class RowPreview(TypedDict):
    """One row: what stood there by field, what it was taken for, what is odd."""

    line: int
    rejected: bool
    given: dict[str, str]
    cleaned: dict[str, Any]
    problems: list[dict[str, str]]


class Preview(TypedDict):
    """What `MarketImport.preview` stores; every value is fit for JSON."""

    size: int
    encoding: str
    delimiter: str
    columns: list[str]
    unused: list[str]
    fields: dict[str, str]
    rows: list[RowPreview]
    rows_seen: int
    rows_good: int
    rows_noted: int
    whole_file: bool
    problem_counts: list[tuple[str, int]]
    readable: bool


def preview(open_file: OpenFile, *, kind: Kind, options: ReadOptions) -> Preview:
    """Read the first rows as the import would, without writing anything. Raises BringingRefused."""
    facts = examine(open_file, options=options)
    with open_file() as file:
        sheet = Sheet(file, kind=kind, facts=facts, options=options, require=False)
        readable = sheet.names_enough(kind)
        judged, whole = _first_rows(sheet, kind) if readable else ([], False)
    layout = sheet.layout
    counts = Counter(problem.code.value for one in judged for problem in one.problems)
    good = [one for one in judged if not one.is_rejected]
    return Preview(
        size=facts.size,
        encoding=facts.encoding,
        delimiter=layout.delimiter,
        columns=list(layout.columns),
        unused=layout.unused,
        fields={name: layout.fields.get(name, "") for name in FIELDS[kind]},
        rows=[_row(one) for one in judged[:SHOWN_ROWS]],
        rows_seen=len(judged),
        rows_good=len(good),
        rows_noted=sum(bool(one.problems) for one in good),
        whole_file=whole,
        problem_counts=counts.most_common(),
        readable=readable,
    )


def _first_rows(sheet: Sheet, kind: Kind) -> tuple[list[Judged], bool]:
    judge = Judge(kind, sheet.layout)
    judged: list[Judged] = []
    for batch in sheet.batches():
        judged += [judge.judge(raw) for raw in batch]
        if len(judged) > PREVIEW_ROWS:
            return judged[:PREVIEW_ROWS], False
    return judged, True


def _row(one: Judged) -> RowPreview:
    given = one.given or one.original
    return RowPreview(
        line=one.number,
        rejected=one.is_rejected,
        given={name: cell[:SHOWN_CELL] for name, cell in given.items()},
        cleaned=one.cleaned,
        problems=one.problems_json(),
    )
