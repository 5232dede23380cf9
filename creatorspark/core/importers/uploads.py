"""What staff do with an uploaded file before it is imported: look, correct, confirm or discard."""

import uuid
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.previews import options_of, preview
from creatorspark.core.importers.problems import Fault, FileFault
from creatorspark.core.importers.services import OpenFile
from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import ImportRun, Job, User
from creatorspark.core.services import audit

JOB_KINDS: Final = {
    ImportRun.Format.TIKTOK: "import.tiktok",
    ImportRun.Format.METRICS: "import.metrics",
}


class WrongState(Exception):
    """The import has moved on meanwhile; look at it again."""


def too_large() -> FileFault:
    """Return the fault of a file above the limit, `settings.IMPORT_MAX_BYTES`."""
    return FileFault(Fault.TOO_LARGE, limit=filesizeformat(settings.IMPORT_MAX_BYTES))


def upload(file: "File[bytes]", *, name: str, actor: User, now: datetime) -> ImportRun:
    """Store a file under a random name with a preview of it. Raises FileFault, keeping nothing."""
    if file.size > settings.IMPORT_MAX_BYTES:
        raise too_large()
    shown_name = plain_name(name)
    run = ImportRun(
        format=_format_of(file),
        file_name=shown_name,
        options=ImportOptions().as_json(),
        created_by=actor,
        created_at=now,
    )
    run.file.save(f"{uuid.uuid4().hex}.upload", file, save=False)
    try:
        run.preview = dict(_preview(run, now=now))
        with transaction.atomic():
            run.save()
            audit.record(
                "core.import.uploaded", target=run, actor=actor, after={"file": shown_name}
            )
    except BaseException:
        run.file.delete(save=False)
        raise
    return run


def plain_name(name: str) -> str:
    """Return a file's name without any directory and control characters, for showing only."""
    base = PurePosixPath(PureWindowsPath(name).name).name
    return "".join(sign for sign in base if sign.isprintable())[:255] or "upload"


def choose(run_id: int, *, options: ImportOptions, actor: User, now: datetime) -> ImportRun:
    """Read the file again with other columns or options. Raises FileFault, WrongState."""
    with transaction.atomic():
        run = _locked(run_id, ImportRun.State.UPLOADED)
        run.options = options.as_json()
        run.mapping = options.mapping
        run.preview = dict(_preview(run, now=now))
        run.save()
        audit.record(
            "core.import.columns_chosen", target=run, actor=actor, after={"mapping": run.mapping}
        )
    return run


def confirm(run_id: int, *, actor: User, now: datetime) -> ImportRun:
    """Hand the file to a worker. Raises WrongState."""
    with transaction.atomic():
        run = _locked(run_id, ImportRun.State.UPLOADED)
        if not run.preview.get("readable"):
            raise WrongState
        kind = JOB_KINDS[ImportRun.Format(run.format)]
        run.job = jobs.enqueue(kind, parameters={"run_id": run.pk}, actor=actor, now=now)
        run.state = ImportRun.State.CONFIRMED
        run.save()
        audit.record("core.import.confirmed", target=run, actor=actor)
    return run


def discard(run_id: int, *, actor: User, now: datetime) -> ImportRun:
    """Delete an uploaded file that is not wanted after all. Raises WrongState."""
    with transaction.atomic():
        run = _locked(run_id, ImportRun.State.UPLOADED)
        run.state = ImportRun.State.DISCARDED
        run.finished_at = now
        _drop_file(run)
        audit.record("core.import.discarded", target=run, actor=actor)
    return run


def stop(run_id: int, *, actor: User, now: datetime) -> None:
    """Ask the worker to stop; nothing of the file is kept then. Raises WrongState."""
    run = ImportRun.objects.select_related("job").get(pk=run_id)
    if run.state != ImportRun.State.CONFIRMED or run.job is None:
        raise WrongState
    jobs.cancel(run.job, actor=actor, now=now)
    # A job no worker had taken is over at once; a running one ends itself and reopens the run.
    if Job.objects.filter(pk=run.job.pk, state=Job.State.CANCELLED).exists():
        reopen(run_id)


def retry(run_id: int, *, actor: User, now: datetime) -> None:
    """Put an import whose worker failed back in the queue. Raises WrongState."""
    run = ImportRun.objects.select_related("job").get(pk=run_id)
    if run.state != ImportRun.State.CONFIRMED or run.job is None:
        raise WrongState
    if not jobs.retry(run.job, actor=actor, now=now):
        raise WrongState


def reopen(run_id: int) -> None:
    """Take a confirmed import back to its preview, after its job was stopped."""
    ImportRun.objects.filter(pk=run_id, state=ImportRun.State.CONFIRMED).update(
        state=ImportRun.State.UPLOADED, job=None
    )


def fail(run_id: int, *, sentence: str, now: datetime) -> None:
    """Note that a file can't be read at all, and delete it."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state != ImportRun.State.CONFIRMED:
            return
        run.state = ImportRun.State.FAILED
        run.error = sentence
        run.finished_at = now
        _drop_file(run)


def forget_file(run_id: int) -> None:
    """Delete the uploaded file of an import that is done; its hash and problems stay."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state == ImportRun.State.IMPORTED and run.file:
            _drop_file(run)


def stored_file(run: ImportRun) -> OpenFile:
    """Return what opens the stored file of a run for reading, as often as wanted."""
    storage, name = run.file.storage, run.file.name or ""
    return lambda: storage.open(name, "rb")


def _drop_file(run: ImportRun) -> None:
    storage, name = run.file.storage, run.file.name
    run.file = ""
    run.save()
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _locked(run_id: int, state: str) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != state:
        raise WrongState
    return run


def _preview(run: ImportRun, *, now: datetime) -> dict[str, object]:
    found = preview(stored_file(run), file_format=run.format, options=options_of(run), now=now)
    return {**found}


def _format_of(file: "File[bytes]") -> ImportRun.Format:
    """Tell JSON from CSV by the first sign; a name can say anything."""
    file.seek(0)
    start = file.read(4096).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    file.seek(0)
    return ImportRun.Format.TIKTOK if start[:1] in (b"{", b"[") else ImportRun.Format.METRICS
