"""Hand files over to the bank and read what it left, over and over, however often it is cut off.

A file is in the outbox before its row says so: cut off in between, the same file is put there
again under the same name, and a bank takes a message id once.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.services import audit
from rewards.domain.bank.adapter import FORMATS
from rewards.domain.bank.xml import BYTES
from rewards.models import BankReport, PayoutBatch
from rewards.services.payouts.folder import BankFolder, move, put, waiting
from rewards.services.payouts.refusals import BadReport
from rewards.services.payouts.reports import apply_report

JOB_KIND = "rewards.exchange_with_bank"


@dataclass(frozen=True, kw_only=True)
class Exchanged:
    """What one round did. `refused` are (file, sentence) of files that could not be read."""

    handed_over: int
    reports: int
    not_applied: int
    refused: tuple[tuple[str, str], ...]


def exchange(
    progress: JobProgress, *, now: datetime, folder: BankFolder | None = None
) -> Exchanged:
    """Hand new files over, then read the inbox, one file after another.

    `folder` is another one than the settings name.
    """
    folder = folder or BankFolder.ours()
    new = PayoutBatch.objects.filter(handed_over_at=None).order_by("pk")
    handed = sum(_hand_over(pk, folder, now=now) for pk in list(new.values_list("pk", flat=True)))
    reports: list[BankReport] = []
    refused: list[tuple[str, str]] = []
    files = waiting(folder.inbox)
    for done, file in enumerate(files):
        progress.report(_("Reading %(file)s") % {"file": file.name}, done=done, total=len(files))
        try:
            report = _read(file, now=now)
        except BadReport as error:
            refused.append((file.name, str(error)))
            put(folder.refused, f"{file.name}.why.txt", f"{error}\n".encode())
            move(file, folder.refused)
        else:
            reports += [report] if report else []
            move(file, folder.read)
    return Exchanged(
        handed_over=handed,
        reports=len(reports),
        not_applied=sum(report.not_applied for report in reports),
        refused=tuple(refused),
    )


def _hand_over(batch_id: int, folder: BankFolder, *, now: datetime) -> int:
    """Put a file into the outbox; 0 when another worker is doing it or did."""
    with transaction.atomic():
        batch = (
            PayoutBatch.objects.select_for_update(skip_locked=True)
            .filter(pk=batch_id, handed_over_at=None)
            .first()
        )
        if batch is None:
            return 0
        name = f"{batch.message_id}{FORMATS[batch.format].extension}"
        put(folder.outbox, name, bytes(batch.file))
        batch.handed_over_at = now
        batch.save(update_fields=["handed_over_at"])
        audit.record(
            "rewards.payout_batch.handed_over",
            target=batch,
            actor=None,
            after={"file": name, "sha256": batch.sha256},
        )
    return 1


def _read(file: Path, *, now: datetime) -> BankReport | None:
    try:
        with file.open("rb") as opened:
            data = opened.read(BYTES + 1)
    except FileNotFoundError:
        return None  # another worker was quicker
    return apply_report(data, name=file.name, actor=None, now=now)


def request_exchange(*, now: datetime) -> bool:
    """Queue a round where there is something to hand over or to read; say whether it did."""
    if jobs.is_waiting(JOB_KIND):
        return False
    new_files = PayoutBatch.objects.filter(handed_over_at=None).exists()
    if not new_files and not waiting(BankFolder.ours().inbox):
        return False
    jobs.enqueue(JOB_KIND, parameters={}, actor=None, now=now)
    return True


@jobs.job_kind(JOB_KIND)
def _work(progress: JobProgress, _parameters: dict[str, Any]) -> dict[str, Any]:
    done = exchange(progress, now=timezone.now())
    if done.refused:
        raise jobs.JobFault(" ".join(f"{name}: {sentence}" for name, sentence in done.refused))
    return {
        "handed_over": done.handed_over,
        "reports": done.reports,
        "not_applied": done.not_applied,
    }
