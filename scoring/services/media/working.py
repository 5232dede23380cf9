"""Getting files as jobs: visible with a stage and a percentage, started again after a crash."""

from typing import Any
from uuid import UUID

from creatorspark.core.jobs.services import JobProgress, job_kind
from scoring.services.media.kinds import RECEIVE
from scoring.services.media.receiving import receive


@job_kind(RECEIVE)
def run_receiving(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Get the file of one submission. A bad file is a result, not a failed job."""
    submission = receive(UUID(parameters["submission_id"]), report=progress.report)
    if submission is None:
        return {"state": "not_free"}
    return {"state": submission.state, "problem": submission.problem}
