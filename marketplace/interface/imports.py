"""Files of creators and brands on their way in, as the staff's pages show and steer them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files import File

from creatorspark.core.models import User
from marketplace.domain.cleaning.columns import FIELDS, Kind
from marketplace.domain.import_facts import (
    CellFacts,
    FieldFacts,
    ImportFacts,
    JobFacts,
    MarketRow,
    PreviewFacts,
)
from marketplace.models import ImportedRow, MarketImport
from marketplace.selectors import files
from marketplace.selectors.wording import field_label, problem_sentence, shown
from marketplace.services.bringing import uploads
from marketplace.services.bringing.faults import BringingRefused
from marketplace.services.bringing.reading import ReadOptions

__all__ = [
    "BringingRefused",
    "CellFacts",
    "FieldFacts",
    "ImportFacts",
    "JobFacts",
    "MarketRow",
    "PreviewFacts",
]


def market_imports(*, offset: int, limit: int) -> tuple[tuple[ImportFacts, ...], int]:
    """Return imports, newest first, and how many there are in all. Previews are left out."""
    rows = MarketImport.objects.select_related("job", "actor").defer("preview")
    page = rows[offset : offset + limit]
    return tuple(_facts(row, preview=None) for row in page), MarketImport.objects.count()


def market_import(*, import_id: int) -> ImportFacts | None:
    """Return one import with its preview, None when there is none."""
    row = MarketImport.objects.select_related("job", "actor").filter(pk=import_id).first()
    return _facts(row, preview=_preview(row)) if row else None


def market_rows(
    *, import_id: int, offset: int, limit: int, odd_only: bool = False
) -> tuple[tuple[MarketRow, ...], int]:
    """Return rows of a finished import in the file's order, and how many there are."""
    run = MarketImport.objects.get(pk=import_id)
    rows = ImportedRow.objects.filter(run=run).order_by("number")
    if odd_only:
        rows = rows.exclude(problems=[])
    found = rows[offset : offset + limit]
    return tuple(_imported(row, run) for row in found), rows.count()


def upload_market_file(
    *, file: "File[bytes]", kind: str, name: str, actor: User, now: datetime
) -> int:
    """Store a file with a look at it and return its import's number. Raises BringingRefused."""
    return uploads.upload(file, kind=Kind(kind), name=name, actor=actor, now=now).pk


def choose_market_columns(
    *,
    import_id: int,
    mapping: Mapping[str, str],
    delimiter: str,
    encoding: str,
    platform: str,
    as_of: date | None,
    actor: User,
    now: datetime,
) -> None:
    """Read the file again with other columns or options. Raises BringingRefused."""
    options = ReadOptions(
        mapping=mapping, delimiter=delimiter, encoding=encoding, platform=platform, as_of=as_of
    )
    uploads.choose(import_id, options=options, actor=actor, now=now)


def confirm_market_import(*, import_id: int, actor: User, now: datetime) -> None:
    """Hand the file to a worker. Raises BringingRefused."""
    uploads.confirm(import_id, actor=actor, now=now)


def discard_market_import(*, import_id: int, actor: User, now: datetime) -> None:
    """Delete the uploaded file. Raises BringingRefused."""
    uploads.discard(import_id, actor=actor, now=now)


def stop_market_import(*, import_id: int, actor: User, now: datetime) -> None:
    """Ask the worker to stop. Raises BringingRefused."""
    uploads.stop(import_id, actor=actor, now=now)


def retry_market_import(*, import_id: int, actor: User, now: datetime) -> None:
    """Let a worker try again. Raises BringingRefused."""
    uploads.retry(import_id, actor=actor, now=now)


def market_rows_csv(*, import_id: int, odd_only: bool = False) -> Iterator[str]:
    """Yield the lines of a CSV of an import's rows, each value beside what it was taken for."""
    return files.rows_csv(MarketImport.objects.get(pk=import_id), odd_only=odd_only)


def cleaned_csv(*, kind: str) -> Iterator[str]:
    """Yield the lines of a CSV of all creators or all brands as cleaned."""
    return files.creators_csv() if Kind(kind) is Kind.CREATORS else files.brands_csv()


def _facts(row: MarketImport, *, preview: PreviewFacts | None) -> ImportFacts:
    job = row.job
    return ImportFacts(
        import_id=row.pk,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        state=row.state,
        state_label=row.get_state_display(),
        file_name=row.file_name,
        actor=str(row.actor) if row.actor else "",
        created_at=row.created_at,
        error=row.error,
        rows_read=row.rows_read,
        rows_added=row.rows_added,
        rows_updated=row.rows_updated,
        rows_unchanged=row.rows_unchanged,
        rows_rejected=row.rows_rejected,
        rows_noted=row.rows_noted,
        mapping=row.mapping,
        options=row.options,
        job=JobFacts(
            state=job.state,
            stage=job.stage or job.get_state_display(),
            percent=job.percent,
            error=job.error,
        )
        if job
        else None,
        preview=preview,
    )


def _preview(run: MarketImport) -> PreviewFacts | None:
    found = run.preview
    if not found:
        return None
    # The database sorts the keys of JSON its own way.
    columns = {name: found["fields"].get(name, "") for name in FIELDS[Kind(run.kind)]}
    return PreviewFacts(
        size=found["size"],
        encoding=found["encoding"],
        delimiter=found["delimiter"],
        columns=tuple(found["columns"]),
        unused=tuple(found["unused"]),
        fields=tuple(
            FieldFacts(field=name, label=field_label(name), column=column)
            for name, column in columns.items()
        ),
        rows=tuple(
            _row(
                line=row["line"],
                state="rejected" if row["rejected"] else "kept",
                state_label="",
                given=row["given"],
                cleaned=row["cleaned"],
                problems=row["problems"],
                fields=[name for name, column in columns.items() if column],
            )
            for row in found["rows"]
        ),
        rows_seen=found["rows_seen"],
        rows_good=found["rows_good"],
        rows_noted=found["rows_noted"],
        is_whole_file=found["whole_file"],
        is_readable=found["readable"],
    )


def _imported(row: ImportedRow, run: MarketImport) -> MarketRow:
    given = {name: row.original.get(column, "") for name, column in run.mapping.items()}
    return _row(
        line=row.number,
        state=row.state,
        state_label=row.get_state_display(),
        given=given,
        cleaned=row.cleaned,
        problems=row.problems,
        fields=[name for name in FIELDS[Kind(run.kind)] if run.mapping.get(name)],
    )


def _row(
    *,
    line: int,
    state: str,
    state_label: str,
    given: Mapping[str, str],
    cleaned: Mapping[str, Any],
    problems: list[dict[str, str]],
    fields: list[str],
) -> MarketRow:
    derived = [name for name in cleaned if name not in fields]
    cells = tuple(
        CellFacts(
            label=field_label(name),
            given=given.get(name, ""),
            cleaned=shown(name, cleaned[name]) if name in cleaned else "",
            problems=tuple(problem_sentence(one) for one in problems if one["column"] == name),
        )
        for name in (*fields, *derived)
        if name != "name" or any(one["column"] == "name" for one in problems)
    )
    placed = {*fields, *derived}
    return MarketRow(
        line=line,
        name=str(cleaned.get("name") or given.get("name", "")),
        state=state,
        state_label=state_label,
        cells=cells,
        problems=tuple(problem_sentence(one) for one in problems if one["column"] not in placed),
    )
