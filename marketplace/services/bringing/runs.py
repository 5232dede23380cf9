"""A file in, creators or brands out: all or nothing, and the same file twice changes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from django.db import transaction

from creatorspark.core.importers.reading import FileFacts
from creatorspark.core.importers.services import Unwatched, Watch
from creatorspark.core.models import User
from creatorspark.core.services import audit
from marketplace.domain.cleaning.columns import Kind
from marketplace.domain.cleaning.problems import Code
from marketplace.models import Brand, ImportedRow, MarketImport
from marketplace.services.bringing.brands import BrandWriter
from marketplace.services.bringing.creators import CreatorWriter
from marketplace.services.bringing.judging import Judge, Judged
from marketplace.services.bringing.outcome import Outcome
from marketplace.services.bringing.reading import OpenFile, ReadOptions, Sheet, examine

COUNTED: Final = {
    ImportedRow.State.ADDED: "rows_added",
    ImportedRow.State.UPDATED: "rows_updated",
    ImportedRow.State.UNCHANGED: "rows_unchanged",
    ImportedRow.State.REJECTED: "rows_rejected",
}


@dataclass(frozen=True, slots=True)
class Day:
    """The day that figures count as of; `is_known` False: it is only that of their coming in."""

    date: date
    is_known: bool


class Writer(Protocol):
    """Keeps judged rows."""

    def write(self, batch: Sequence[Judged]) -> list[Outcome]:
        """Keep a batch and return what became of each row, in order."""

    def finish(self) -> None:
        """Do what takes all rows."""


def import_path(
    path: Path,
    *,
    kind: Kind,
    options: ReadOptions,
    actor: User | None,
    now: datetime,
    watch: Watch | None = None,
) -> MarketImport:
    """Import a file of the server's disk. Raises BringingRefused, OSError; nothing is left then."""
    facts = examine(lambda: path.open("rb"), options=options)
    with transaction.atomic():
        run = MarketImport.objects.create(
            kind=kind,
            state=MarketImport.State.CONFIRMED,
            file_name=path.name[:255],
            mapping=dict(options.mapping),
            options=options.as_json(),
            actor=actor,
            created_at=now,
        )
        _import(run, lambda: path.open("rb"), facts=facts, now=now, watch=watch or Unwatched())
    return run


def import_run(
    run_id: int, *, open_file: OpenFile, now: datetime, watch: Watch | None = None
) -> MarketImport:
    """Import a confirmed upload; one that is done already is returned as it is.

    Raises BringingRefused. Safe to call again after a crash: the transaction left nothing behind.
    """
    run = MarketImport.objects.get(pk=run_id)
    if run.state == MarketImport.State.IMPORTED:
        return run
    facts = examine(open_file, options=options_of(run))
    with transaction.atomic():
        run = MarketImport.objects.select_for_update().get(pk=run_id)
        if run.state == MarketImport.State.CONFIRMED:
            _import(run, open_file, facts=facts, now=now, watch=watch or Unwatched())
    return run


def options_of(run: MarketImport) -> ReadOptions:
    """Return the options stored with an import."""
    return ReadOptions.from_json(run.options, mapping=run.mapping)


def day_of(facts: FileFacts, *, named: date | None, now: datetime) -> Day:
    """Return the day of a file's figures: the one named for it now or when it first came in.

    Where nobody named one it is the day on which the file first came in, which isn't known to be
    that of its figures.
    """
    if named is not None:
        return Day(named, is_known=True)
    earlier = MarketImport.objects.filter(sha256=facts.sha256, state=MarketImport.State.IMPORTED)
    stored = earlier.order_by("created_at").values_list("options", flat=True).first()
    if not stored or not stored.get("as_of"):
        return Day(now.date(), is_known=False)
    return Day(date.fromisoformat(stored["as_of"]), is_known=bool(stored.get("is_dated")))


def _import(
    run: MarketImport, open_file: OpenFile, *, facts: FileFacts, now: datetime, watch: Watch
) -> None:
    kind, options = Kind(run.kind), options_of(run)
    day = day_of(facts, named=options.as_of, now=now)
    writer = _writer(kind, platform=options.platform, day=day, now=now)
    counts: Counter[str] = Counter()
    with open_file() as file:
        sheet = Sheet(file, kind=kind, facts=facts, options=options)
        judge = Judge(kind, sheet.layout)
        for batch in sheet.batches():
            outcomes = writer.write([judge.judge(raw) for raw in batch])
            ImportedRow.objects.bulk_create([one.row(run) for one in outcomes])
            counts.update(COUNTED[one.state] for one in outcomes)
            watch.reading(done=sheet.counter.count, total=facts.size, rows=sheet.rows_read)
        watch.merging(rows=sheet.rows_read)
    writer.finish()
    if kind is Kind.BRANDS:
        _note_families(run)
    kept = ImportedRow.objects.filter(run=run).exclude(state=ImportedRow.State.REJECTED)
    counts["rows_noted"] = kept.exclude(problems=[]).count()
    run.mapping = sheet.layout.fields
    run.options = run.options | {
        "as_of": day.date.isoformat(),
        "is_dated": day.is_known,
        "encoding": facts.encoding,
    }
    _close(run, {"rows_read": sheet.rows_read, **counts}, sha256=facts.sha256, now=now)


def _close(run: MarketImport, counts: dict[str, int], *, sha256: str, now: datetime) -> None:
    for name, value in counts.items():
        setattr(run, name, value)
    run.sha256 = sha256
    run.state = MarketImport.State.IMPORTED
    run.error = ""
    run.finished_at = now
    run.save()
    after: dict[str, Any] = {"kind": run.kind, **counts}
    audit.record("marketplace.import.finished", target=run, actor=run.actor, after=after)


def _writer(kind: Kind, *, platform: str, day: Day, now: datetime) -> Writer:
    if kind is Kind.BRANDS:
        return BrandWriter(now=now)
    return CreatorWriter(platform=platform, as_of=day.date, is_dated=day.is_known, now=now)


def _note_families(run: MarketImport) -> None:
    """List, on the rows themselves, which brands were taken for a line of another one."""
    suggested = Brand.ParentSource.SUGGESTED
    rows = list(
        ImportedRow.objects.filter(run=run, brand__parent_source=suggested).select_related(
            "brand__parent"
        )
    )
    for row in rows:
        if row.brand is not None and row.brand.parent is not None:
            row.problems = [
                *row.problems,
                {
                    "code": Code.FAMILY.value,
                    "column": "name",
                    "original": row.brand.name,
                    "taken_as": row.brand.parent.name,
                },
            ]
    ImportedRow.objects.bulk_update(rows, ["problems"], batch_size=500)
