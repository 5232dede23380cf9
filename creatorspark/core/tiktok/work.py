"""The job that refreshes counts from TikTok."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault, JobProgress, job_kind
from creatorspark.core.tiktok.services import NotConnected, refresh_known_videos


@job_kind("tiktok.refresh")
def refresh(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Refresh the videos seen longest ago; each batch is recorded as it comes."""

    def report(done: int, total: int) -> None:
        progress.report(_("Asking TikTok"), done=done, total=total)

    try:
        done = refresh_known_videos(
            now=timezone.now(), limit=int(parameters.get("limit", 10_000)), on_progress=report
        )
    except NotConnected as error:
        raise JobFault(str(error)) from error
    if done.stopped_by and not done.found:
        raise JobFault(done.stopped_by)
    return {
        "asked": done.asked,
        "found": done.found,
        "snapshots_added": done.snapshots_added,
        "stopped_by": done.stopped_by,
    }
