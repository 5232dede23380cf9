"""Letting a real worker do its part, and waiting for it as a person does: by looking again."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery import current_app
from playwright.sync_api import Page

from creatorspark.core.models import Creator, Job

# A message to the worker may be lost; then the sweep finds the job, as it does in production.
# Nobody waits this long but on a machine that does much else.
PATIENCE_SECONDS = 400
ASK_AGAIN_SECONDS = 5
# Where the worker of the test writes what it does; it often says why something never happened.
LOG: Path | None = None


def until(page: Page, happened: Callable[[], object], *, what: str) -> None:
    """Reload the page, as a person would, until something has happened."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"never happened: {what}\n{_said()}"
        page.reload()


def ask_worker(*tasks: str) -> None:
    """Have the worker do tasks of its clock now; unlike a nudge, this fails when it can't ask."""
    with current_app.connection_for_write() as connection:
        for task in tasks:
            current_app.send_task(task, connection=connection)


def until_found(page: Page, found: Callable[[], object], *, what: str) -> None:
    """Have the worker sum events and look for fraud, now and then, until it has found something."""
    asked = 0.0

    def looked() -> object:
        nonlocal asked
        if time.monotonic() > asked + ASK_AGAIN_SECONDS:
            asked = time.monotonic()
            ask_worker("fraud.roll_up_events", "fraud.detect")
        return found()

    until(page, looked, what=what)


def _said() -> str:
    """Return the end of what the worker wrote."""
    return LOG.read_text()[-3000:] if LOG else ""


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
