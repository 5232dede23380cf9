"""What a worker does with a job of matching."""

from typing import Any

from django.utils import timezone

from creatorspark.core.jobs.services import JobProgress, job_kind
from marketplace.services.runs.making import make_run
from marketplace.services.runs.requesting import JOB_KIND


@job_kind(JOB_KIND)
def _match(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Make a run; started again after a crash, it goes on where it was."""
    run = make_run(
        full=bool(parameters.get("full", True)),
        progress=progress,
        job_id=progress.job_id,
        now=timezone.now(),
    )
    return {"run": run.version, "creators": run.quality["creators"], "sha256": run.sha256}
