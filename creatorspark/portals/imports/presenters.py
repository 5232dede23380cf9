"""What the pages show of one import."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import ImportRun, Job
from creatorspark.portals.imports.words import FIELD_LABELS, HOW_WORDS

DELIMITER_WORDS: dict[str, str | Promise] = {
    ",": _("comma"),
    ";": _("semicolon"),
    "\t": _("tab"),
    "|": "|",
}
STATE_TONES = {
    ImportRun.State.UPLOADED: "info",
    ImportRun.State.CONFIRMED: "accent",
    ImportRun.State.IMPORTED: "good",
    ImportRun.State.FAILED: "bad",
    ImportRun.State.DISCARDED: "",
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One line of "read from": a field, its column, and why that one."""

    label: str | Promise
    column: str
    how: str | Promise


@dataclass(frozen=True, slots=True)
class ImportPage:
    """An import as a page shows it."""

    fields: list[FieldLine]
    delimiter: str | Promise
    tone: str
    job: Job | None
    is_under_way: bool
    can_retry: bool
    problem_count: int
    """Rejected rows and noted ones together, as stored."""


def page_of(run: ImportRun) -> ImportPage:
    """Return what is shown of a run."""
    preview: dict[str, Any] = run.preview
    delimiter: str = preview.get("delimiter", "")
    job = run.job
    confirmed = run.state == ImportRun.State.CONFIRMED
    active = job is not None and job.state in {Job.State.QUEUED, Job.State.RUNNING}
    ended_badly = job is not None and job.state in {Job.State.FAILED, Job.State.CANCELLED}
    return ImportPage(
        fields=[
            FieldLine(
                label=FIELD_LABELS[item["field"]],
                column=item["column"],
                how=HOW_WORDS.get(item["how"], ""),
            )
            for item in preview.get("fields", [])
            if item["column"]
        ],
        delimiter=DELIMITER_WORDS.get(delimiter, delimiter),
        tone=STATE_TONES[ImportRun.State(run.state)],
        job=job,
        is_under_way=confirmed and active,
        can_retry=confirmed and ended_badly,
        problem_count=run.problems.count() if run.state == ImportRun.State.IMPORTED else 0,
    )
