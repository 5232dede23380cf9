"""What workers do for imports: the two kinds of job, with a heartbeat of their own."""

import threading
from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.importers import uploads
from creatorspark.core.importers.problems import FileFault
from creatorspark.core.importers.services import import_run
from creatorspark.core.importers.wording import fault_sentence
from creatorspark.core.jobs.services import JobCancelled, JobFault, JobProgress, job_kind
from creatorspark.core.models import ImportRun

BEAT_SECONDS: Final = 1.0


class Heartbeat:
    """Reports from a thread, so that the job lives through long statements of the merge.

    The import is one transaction: what it wrote itself would be seen by nobody until its end.
    A thread has a connection of its own. When a person asks the job to stop, the statement under
    way is cancelled and the transaction rolls back.
    """

    def __init__(self, progress: JobProgress) -> None:
        self._progress = progress
        self._stage = _("Reading")
        self._done = 0
        self._total = 0
        self._over = threading.Event()
        self.stopped = threading.Event()
        self._cancel: Callable[[], None] | None = None
        self._thread = threading.Thread(target=self._beat, name="import-heartbeat", daemon=True)

    def __enter__(self) -> "Heartbeat":
        connection.ensure_connection()
        self._cancel = connection.connection.cancel_safe
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._over.set()
        self._thread.join()

    def reading(self, *, done: int, total: int, rows: int) -> None:
        """Note how far the file is read. Raises JobCancelled."""
        self._stage = _("Reading: %(rows)s rows") % {"rows": f"{rows:,}"}
        # The last tenth of the way is the writing of facts.
        self._done, self._total = done * 9 // 10, total
        if self.stopped.is_set():
            raise JobCancelled

    def merging(self, *, rows: int) -> None:
        """Note that the facts are being written. Raises JobCancelled."""
        self._stage = _("Writing %(rows)s rows") % {"rows": f"{rows:,}"}
        if self.stopped.is_set():
            raise JobCancelled

    def _beat(self) -> None:
        try:
            while not self._over.is_set():
                try:
                    self._progress.report(self._stage, done=self._done, total=self._total)
                except JobCancelled:
                    self.stopped.set()
                    if self._cancel and not self._over.is_set():
                        self._cancel()
                    return
                self._over.wait(BEAT_SECONDS)
        finally:
            connection.close()


def _import(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Import the confirmed upload `run_id`; runs again after a crash without harm."""
    run_id = int(parameters["run_id"])
    run = ImportRun.objects.get(pk=run_id)
    if run.state not in {ImportRun.State.CONFIRMED, ImportRun.State.IMPORTED}:
        raise JobFault(_("This import was discarded or has failed; upload the file again."))
    heart = Heartbeat(progress)
    try:
        with heart:
            run = import_run(
                run_id, open_file=uploads.stored_file(run), now=timezone.now(), watch=heart
            )
    except FileFault as fault:
        sentence = fault_sentence(fault)
        uploads.fail(run_id, sentence=sentence, now=timezone.now())
        raise JobFault(sentence) from fault
    except Exception as error:
        if not heart.stopped.is_set():
            raise
        uploads.reopen(run_id)
        raise JobCancelled from error
    uploads.forget_file(run_id)
    return {"run_id": run_id, "rows": run.rows_read, "rejected": run.rows_rejected}


import_tiktok = job_kind("import.tiktok")(_import)
import_metrics = job_kind("import.metrics")(_import)
