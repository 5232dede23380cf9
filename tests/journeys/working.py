"""Letting a real worker do its part, and waiting for it as a person does: by looking again."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from creatorspark.core.models import Creator, Job

# A message to the worker may be lost; then the sweep finds the job, as it does in production.
PATIENCE_SECONDS = 150


def until(page: Page, happened: Callable[[], object], *, what: str) -> None:
    """Reload the page, as a person would, until something has happened."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"never happened: {what}"
        page.reload()


def import_file(page: Page, path: Path, *, handle: str) -> None:
    """Bring the file in through the staff pages; the worker reads it."""
    page.goto("/staff/imports/")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Upload and look").click()
    page.get_by_role("button", name="Import this file").click()
    until(page, lambda: Creator.objects.filter(handle=handle).exists(), what="import")


def succeeded(job_id: Any) -> bool:
    """Say whether a job is done; a failed one fails the test with its own sentence."""
    job = Job.objects.get(pk=job_id)
    assert job.state != Job.State.FAILED, job.error
    return job.state == Job.State.SUCCEEDED
