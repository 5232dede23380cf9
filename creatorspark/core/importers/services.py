"""Imports: a file in, facts out, all or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from django.db import transaction

from creatorspark.core.importers import staging
from creatorspark.core.importers.copytext import Chunk
from creatorspark.core.importers.fields import StagedRow
from creatorspark.core.importers.merging import Merge
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.reading import FileFacts, inspect
from creatorspark.core.importers.sources import MetricsSource, Source, TrendingSource
from creatorspark.core.models import ImportRun, User
from creatorspark.core.services import audit

OpenFile = Callable[[], AbstractContextManager[IO[bytes]]]


class Watch(Protocol):
    """Is told how far an import is; may raise to stop it, and then nothing is kept."""

    def reading(self, *, done: int, total: int, rows: int) -> None:
        """`done` of `total` bytes are read, `rows` rows so far."""

    def merging(self, *, rows: int) -> None:
        """All `rows` rows are read; the facts are being written."""


class Unwatched:
    """Tells nobody."""

    def reading(self, *, done: int, total: int, rows: int) -> None:
        """Do nothing."""

    def merging(self, *, rows: int) -> None:
        """Do nothing."""


def import_path(
    path: Path,
    *,
    file_format: str,
    options: ImportOptions,
    actor: User | None,
    now: datetime,
    watch: Watch | None = None,
) -> ImportRun:
    """Import a file of the server's disk in one transaction; nothing is left when it fails.

    Raises FileFault with a reason when the file can't be read at all, OSError when not opened.
    """

    def open_file() -> AbstractContextManager[IO[bytes]]:
        return path.open("rb")

    watch = watch or Unwatched()
    facts = examine(open_file, options=options)
    with transaction.atomic():
        run = ImportRun.objects.create(
            format=file_format,
            state=ImportRun.State.CONFIRMED,
            file_name=path.name[:255],
            mapping=options.mapping,
            options=options.as_json(),
            created_by=actor,
            created_at=now,
        )
        _import(run, open_file, facts=facts, options=options, actor=actor, now=now, watch=watch)
    return run


def import_run(
    run_id: int, *, open_file: OpenFile, now: datetime, watch: Watch | None = None
) -> ImportRun:
    """Import a confirmed upload; an import that is done already is returned as it is.

    Raises FileFault. Safe to call again after a crash: the transaction left nothing behind.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.state == ImportRun.State.IMPORTED:
        return run
    options = ImportOptions.from_json(run.options, mapping=run.mapping)
    watch = watch or Unwatched()
    facts = examine(open_file, options=options)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state == ImportRun.State.CONFIRMED:
            actor = run.created_by
            _import(run, open_file, facts=facts, options=options, actor=actor, now=now, watch=watch)
    return run


def record_observations(
    rows: list[StagedRow],
    *,
    label: str,
    source: str,
    platform: str,
    actor: User | None,
    now: datetime,
) -> ImportRun:
    """Record observations that came from elsewhere than a file, for example an API.

    `label` names the run in lists, `source` (40 characters at most) goes into each snapshot.
    Each row needs `observed_at` and `views`, and its own `line` for the list of problems.
    """
    with transaction.atomic():
        run = ImportRun.objects.create(
            format=ImportRun.Format.TIKTOK,
            state=ImportRun.State.CONFIRMED,
            file_name=label[:255],
            options={"platform": platform},
            created_by=actor,
            created_at=now,
        )
        staging.open_stage()
        if rows:
            with staging.StageWriter() as stage:
                stage.write(Chunk(StagedRow._fields, zip(*rows, strict=True)))
        run.rows_read = len(rows)
        log = staging.ProblemLog(run)
        _merge_and_close(run, log, platform=platform, source=source, actor=actor, now=now)
    return run


def examine(open_file: OpenFile, *, options: ImportOptions, limit: int | None = None) -> FileFacts:
    """Return size, hash and encoding of a file, from its first `limit` bytes. Raises FileFault."""
    with open_file() as file:
        return inspect(file, encoding=options.encoding, limit=limit)


def first_seen(facts: FileFacts, *, now: datetime) -> datetime:
    """Return when this very file first came in: a file without times means that moment.

    So that importing the same bytes again finds its own snapshots instead of adding new ones.
    """
    earlier = (
        ImportRun.objects.filter(sha256=facts.sha256, state=ImportRun.State.IMPORTED)
        .order_by("created_at")
        .values_list("options__observed_at", flat=True)
        .first()
    )
    return datetime.fromisoformat(earlier) if earlier else now


def open_source(
    file: IO[bytes],
    *,
    file_format: str,
    facts: FileFacts,
    options: ImportOptions,
    observed_at: datetime,
    now: datetime,
) -> Source:
    """Return the reader for a format. Raises FileFault."""
    if file_format == ImportRun.Format.TIKTOK:
        return TrendingSource(file, facts=facts, observed_at=options.observed_at, now=now)
    return MetricsSource(file, facts=facts, options=options, observed_at=observed_at, now=now)


def _import(
    run: ImportRun,
    open_file: OpenFile,
    *,
    facts: FileFacts,
    options: ImportOptions,
    actor: User | None,
    now: datetime,
    watch: Watch,
) -> None:
    observed_at = options.observed_at or first_seen(facts, now=now)
    log = staging.ProblemLog(run)
    staging.open_stage()
    with open_file() as file:
        source = open_source(
            file,
            file_format=run.format,
            facts=facts,
            options=options,
            observed_at=observed_at,
            now=now,
        )
        _stage(source, log, facts=facts, watch=watch)
    watch.merging(rows=source.rows_read)
    run.rows_read = source.rows_read
    run.sha256 = facts.sha256
    used = observed_at.isoformat()
    if isinstance(source, MetricsSource):
        run.mapping = source.layout.mapping
    elif options.observed_at is None:
        used = staging.fill_observed_at() or used
    run.options |= {"observed_at": used, "encoding": facts.encoding}
    platform = options.platform
    _merge_and_close(run, log, platform=platform, source=f"import:{run.pk}", actor=actor, now=now)


def _stage(source: Source, log: staging.ProblemLog, *, facts: FileFacts, watch: Watch) -> None:
    with staging.StageWriter() as stage:
        for chunk in source.chunks():
            stage.write(chunk)
            log.drain(source.problems)
            watch.reading(done=source.counter.count, total=facts.size, rows=source.rows_read)
    log.drain(source.problems)
    log.store()


def _merge_and_close(
    run: ImportRun,
    log: staging.ProblemLog,
    *,
    platform: str,
    source: str,
    actor: User | None,
    now: datetime,
) -> None:
    merged = Merge(run, platform=platform, source=source, now=now).apply()
    staging.drop_session_tables()
    counts: dict[str, Any] = asdict(merged)
    run.rows_rejected = log.rejected + counts.pop("rejected")
    for name, value in counts.items():
        setattr(run, name, value)
    run.state = ImportRun.State.IMPORTED
    run.error = ""
    run.finished_at = now
    run.save()
    audit.record(
        "core.import.finished",
        target=run,
        actor=actor,
        after=counts | {"rows_read": run.rows_read, "rows_rejected": run.rows_rejected},
    )
