"""What staff do with an uploaded file: look, correct, confirm or discard, stop, try again."""

import uuid
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.importers.uploads import plain_name, too_large
from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, User
from creatorspark.core.services import audit
from marketplace.domain.cleaning.columns import Kind
from marketplace.models import MarketImport
from marketplace.services.bringing.faults import BringingRefused, moved_on, refused
from marketplace.services.bringing.previews import preview
from marketplace.services.bringing.reading import OpenFile, ReadOptions
from marketplace.services.bringing.runs import options_of

JOB_KINDS: Final = {Kind.CREATORS: "import.creators", Kind.BRANDS: "import.brands"}


def upload(
    file: "File[bytes]", *, kind: Kind, name: str, actor: User, now: datetime
) -> MarketImport:
    """Store a file under a random name with a look at it. Raises BringingRefused."""
    if file.size > settings.IMPORT_MAX_BYTES:
        raise refused(too_large())
    run = MarketImport(
        kind=kind,
        file_name=plain_name(name),
        options=ReadOptions().as_json(),
        actor=actor,
        created_at=now,
    )
    run.file.save(f"{uuid.uuid4().hex}.upload", file, save=False)
    try:
        _look(run)
        with transaction.atomic():
            run.save()
            audit.record(
                "marketplace.import.uploaded",
                target=run,
                actor=actor,
                after={"file": run.file_name, "kind": run.kind},
            )
    except BaseException:
        run.file.delete(save=False)
        raise
    return run


def choose(run_id: int, *, options: ReadOptions, actor: User, now: datetime) -> MarketImport:
    """Read the file again with other columns or options. Raises BringingRefused."""
    if options.as_of is not None and options.as_of > now.date():
        raise BringingRefused(
            _("The day is still to come. Nothing was changed; give the day the figures are of.")
        )
    with transaction.atomic():
        run = _locked(run_id, MarketImport.State.UPLOADED)
        run.options = options.as_json()
        run.mapping = dict(options.mapping)
        _look(run)
        run.save()
        audit.record(
            "marketplace.import.columns_chosen",
            target=run,
            actor=actor,
            after={"mapping": run.mapping, "options": run.options},
        )
    return run


def confirm(run_id: int, *, actor: User, now: datetime) -> MarketImport:
    """Hand the file to a worker. Raises BringingRefused."""
    with transaction.atomic():
        run = _locked(run_id, MarketImport.State.UPLOADED)
        if not run.preview.get("readable"):
            raise BringingRefused(_("Say first which column holds the names; nothing was changed."))
        kind = JOB_KINDS[Kind(run.kind)]
        run.job = jobs.enqueue(kind, parameters={"run_id": run.pk}, actor=actor, now=now, soon=True)
        run.state = MarketImport.State.CONFIRMED
        run.save()
        audit.record("marketplace.import.confirmed", target=run, actor=actor)
    return run


def discard(run_id: int, *, actor: User, now: datetime) -> MarketImport:
    """Delete an uploaded file that is not wanted after all. Raises BringingRefused."""
    with transaction.atomic():
        run = _locked(run_id, MarketImport.State.UPLOADED)
        run.state = MarketImport.State.DISCARDED
        run.finished_at = now
        run.preview = {}
        _drop_file(run)
        audit.record("marketplace.import.discarded", target=run, actor=actor)
    return run


def stop(run_id: int, *, actor: User, now: datetime) -> None:
    """Ask the worker to stop; nothing of the file is kept then. Raises BringingRefused."""
    run = _confirmed(run_id)
    assert run.job is not None
    jobs.cancel(run.job, actor=actor, now=now)
    # A job no worker had taken is over at once; a running one ends itself and reopens the import.
    if Job.objects.filter(pk=run.job.pk, state=Job.State.CANCELLED).exists():
        reopen(run_id)


def retry(run_id: int, *, actor: User, now: datetime) -> None:
    """Put an import whose worker failed back in the queue. Raises BringingRefused."""
    run = _confirmed(run_id)
    assert run.job is not None
    if not jobs.retry(run.job, actor=actor, now=now):
        raise moved_on()


def reopen(run_id: int) -> None:
    """Take a confirmed import back to its look, after its job was stopped."""
    MarketImport.objects.filter(pk=run_id, state=MarketImport.State.CONFIRMED).update(
        state=MarketImport.State.UPLOADED, job=None
    )


def fail(run_id: int, *, sentence: str, now: datetime) -> None:
    """Note that a file can't be read at all, and delete it."""
    with transaction.atomic():
        run = MarketImport.objects.select_for_update().get(pk=run_id)
        if run.state != MarketImport.State.CONFIRMED:
            return
        run.state = MarketImport.State.FAILED
        run.error = sentence
        run.finished_at = now
        _drop_file(run)


def forget_file(run_id: int) -> None:
    """Delete the file and the look of an import that is done; its rows stay."""
    with transaction.atomic():
        run = MarketImport.objects.select_for_update().get(pk=run_id)
        if run.state == MarketImport.State.IMPORTED and run.file:
            run.preview = {}
            _drop_file(run)


def stored_file(run: MarketImport) -> OpenFile:
    """Return what opens the stored file of an import for reading, as often as wanted."""
    storage, name = run.file.storage, run.file.name or ""
    return lambda: storage.open(name, "rb")


def _look(run: MarketImport) -> None:
    found = preview(stored_file(run), kind=Kind(run.kind), options=options_of(run))
    run.preview = {**found}


def _drop_file(run: MarketImport) -> None:
    storage, name = run.file.storage, run.file.name
    run.file = ""
    run.save()
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _locked(run_id: int, state: str) -> MarketImport:
    run = MarketImport.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != state:
        raise moved_on()
    return run


def _confirmed(run_id: int) -> MarketImport:
    run = MarketImport.objects.select_related("job").get(pk=run_id)
    if run.state != MarketImport.State.CONFIRMED or run.job is None:
        raise moved_on()
    return run
