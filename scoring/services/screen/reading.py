"""Reads files with the models that are installed: each file once by each version of a model.

Whoever sent the same file shares the reading. Nothing here accuses, pays or takes anything.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from creatorspark.core.models import Video
from creatorspark.core.services.nudges import nudge_on_commit
from scoring.domain.screen import VERSIONS, jobs, lines_of, words_of
from scoring.media.problems import MediaProblem
from scoring.media.sandbox import Allowance, run_on_video
from scoring.media.storage import FileMissing, StorageAway, local_file
from scoring.models import FrameReading, Submission
from scoring.services.locks import session_lock

TASK = "scoring.read_frames"
UNEXPECTED, MISSING = "unexpected", "file_missing"
ALLOWANCE = Allowance(wall_seconds=240.0, cpu_seconds=180)
AT_ONCE = 20
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of reading: whether its model is here, and the sandbox's job."""

    can: Callable[[], bool]
    job: str
    shaped: Callable[[dict[str, Any]], dict[str, Any]]


def _text(read: dict[str, Any]) -> dict[str, Any]:
    lines = lines_of(read["moments"], spacing=read["spacing"])
    shape = {name: read[name] for name in ("spacing", "width", "height")}
    return shape | {"lines": [line.as_json() for line in lines], "words": words_of(lines)}


def _labels(read: dict[str, Any]) -> dict[str, Any]:
    found = [moment for moment in read["moments"] if moment["labels"]]
    names = sorted({one["label"] for moment in found for one in moment["labels"]})
    return {"spacing": read["spacing"], "labels": names, "moments": found}


READERS: Mapping[str, Reader] = {
    "text": Reader(jobs.can_read_text, jobs.TEXT, _text),
    "safety": Reader(jobs.can_label, jobs.SAFETY, _labels),
}


def reads(kind: str) -> bool:
    """Whether readings of a kind are made here: the optional package is installed."""
    return READERS[kind].can()


def sweep(*, now: datetime) -> int:
    """Nudge workers to read the newest files that no installed model has read; return how many."""
    kinds = [kind for kind in READERS if reads(kind)]
    if not kinds:
        return 0
    digests = _unread(Video.objects.filter(_any_unread(kinds)).order_by("-pk"))
    drafts = Submission.objects.filter(_any_unread(kinds), state=Submission.State.RECEIVED)
    digests |= _unread(drafts.order_by("-submitted_at"))
    for digest in list(digests)[:AT_ONCE]:
        nudge_on_commit(TASK, digest)
    return len(digests)


def read_file(sha256: str, *, now: datetime) -> int:
    """Read one file with every model that is installed and hasn't yet; return how many readings.

    What can't be read is stored as such, so that it isn't tried for ever; storage that is away is
    tried again.
    """
    with session_lock(f"scoring.reading.{sha256}") as ours:
        name = _file_of(sha256)
        if not ours or name is None:
            return 0
        done = set(FrameReading.objects.filter(_current(), sha256=sha256).values_list("kind"))
        due = [kind for kind in READERS if reads(kind) and (kind,) not in done]
        return sum(_read(kind, name, sha256=sha256, now=now) for kind in due)


def _read(kind: str, name: str, *, sha256: str, now: datetime) -> int:
    content: dict[str, Any] = {}
    problem, frames = "", 0
    try:
        with local_file(name) as path:
            read = json.loads(run_on_video(READERS[kind].job, path, allowance=ALLOWANCE))
        content, frames = READERS[kind].shaped(read), len(read["moments"])
    except StorageAway:
        return 0
    except FileMissing:
        problem = MISSING
    except MediaProblem as refused:
        problem = refused.problem.value
    except RuntimeError:
        # The model failed, not the file; the next version tries anew.
        log.exception("reading_failed", kind=kind, sha256=sha256)
        problem = UNEXPECTED
    row = FrameReading(
        kind=kind,
        sha256=sha256,
        version=VERSIONS[kind],
        content=content,
        frames=frames,
        problem=problem,
        made_at=now,
    )
    return _keep(row)


@transaction.atomic
def _keep(row: FrameReading) -> int:
    """Keep a reading of a file that somebody holds still: it quotes what stands in the pictures."""
    rows = (Video.objects.all(), Submission.objects.all())
    # Whoever takes the file back waits for us, and then forgets this too.
    if not any(_first_holder(found, sha256=row.sha256) for found in rows):
        return 0
    FrameReading.objects.bulk_create([row], ignore_conflicts=True)
    return 1


def _first_holder(rows: QuerySet[Any], *, sha256: str) -> bool:
    held = rows.filter(sha256=sha256).exclude(file="").select_for_update(no_key=True)
    return bool(held.order_by("pk").values_list("pk", flat=True)[:1])


def _file_of(sha256: str) -> str | None:
    """A stored file with this content, a published one first."""
    for model in (Video, Submission):
        rows = model._default_manager.filter(sha256=sha256).exclude(file="")
        name = rows.values_list("file", flat=True).first()
        if name:
            return str(name)
    return None


def _current() -> Q:
    current = Q()
    for kind, version in VERSIONS.items():
        current |= Q(kind=kind, version=version)
    return current


def _any_unread(kinds: list[str]) -> Q:
    unread = Q()
    for kind in kinds:
        read = FrameReading.objects.filter(
            sha256=OuterRef("sha256"), kind=kind, version=VERSIONS[kind]
        )
        unread |= ~Q(Exists(read))
    return unread & ~Q(sha256="") & ~Q(file="")


def _unread(rows: Any) -> dict[str, None]:
    return dict.fromkeys(rows.values_list("sha256", flat=True)[:AT_ONCE])
