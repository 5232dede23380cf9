"""What workers do with a confirmed file of creators or brands."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.importers.work import Heartbeat
from creatorspark.core.jobs.services import JobCancelled, JobFault, JobProgress, job_kind
from marketplace.domain.cleaning.columns import Kind
from marketplace.models import MarketImport
from marketplace.services.bringing import uploads
from marketplace.services.bringing.faults import BringingRefused
from marketplace.services.bringing.runs import import_run

READY = {MarketImport.State.CONFIRMED, MarketImport.State.IMPORTED}


def _import(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Import the confirmed upload `run_id`; runs again after a crash without harm."""
    run_id = int(parameters["run_id"])
    run = MarketImport.objects.get(pk=run_id)
    if run.state not in READY:
        raise JobFault(_("This import was discarded or has failed; upload the file again."))
    heart = Heartbeat(progress)
    try:
        with heart:
            run = import_run(
                run_id, open_file=uploads.stored_file(run), now=timezone.now(), watch=heart
            )
    except BringingRefused as fault:
        uploads.fail(run_id, sentence=str(fault), now=timezone.now())
        raise JobFault(str(fault)) from fault
    except Exception as error:
        if not heart.stopped.is_set():
            raise
        uploads.reopen(run_id)
        raise JobCancelled from error
    uploads.forget_file(run_id)
    return {"run_id": run_id, "rows": run.rows_read, "rejected": run.rows_rejected}


for _kind in Kind:
    job_kind(uploads.JOB_KINDS[_kind])(_import)
