"""A bank for trials and tests: it takes files from the outbox and answers into the inbox.

It knows nothing of our database. What it does with a payment, the account number's end decides:

* …0404  rejected: the account is closed (AC04)
* …0405  paid, and returned the next time the stub runs: the account is blocked (AC06)
* else   paid

A file whose message id it took before is left aside, as banks do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rewards.domain.bank import camt054, csv_form, pain002
from rewards.domain.bank.adapter import FORMATS, BankFormat
from rewards.domain.bank.batch import BankBatch, Payment
from rewards.domain.bank.report import BadFile, Fault, Report, ReportLine
from rewards.services.payouts.folder import BankFolder, move, put, waiting

REJECTED, RETURNED = "0404", "0405"


@dataclass(frozen=True, kw_only=True)
class StubRun:
    """What one run did: files taken, files put aside, and payments it answered about."""

    taken: int = 0
    aside: int = 0
    paid: int = 0
    rejected: int = 0
    returned: int = 0


@dataclass(frozen=True)
class BankStub:
    """The bank on the other side of a folder."""

    folder: BankFolder

    @property
    def _open(self) -> Path:
        return self.folder.root / "stub" / "open"

    @property
    def _done(self) -> Path:
        return self.folder.root / "stub" / "done"

    @property
    def _aside(self) -> Path:
        return self.folder.root / "stub" / "aside"

    def run(self, *, now: datetime) -> StubRun:
        """Send back what is due from the run before, then take what is in the outbox."""
        returned = sum(self._return(file, now=now) for file in waiting(self._open))
        taken = aside = paid = rejected = 0
        for file in waiting(self.folder.outbox):
            try:
                bank, batch = _opened(file)
            except BadFile:
                move(file, self._aside)
                aside += 1
                continue
            if any((place / file.name).exists() for place in (self._open, self._done)):
                move(file, self._aside)
                aside += 1
                continue
            refused = self._answer(batch, bank, now=now)
            move(file, self._open)
            taken, rejected = taken + 1, rejected + refused
            paid += len(batch.payments) - refused
        return StubRun(taken=taken, aside=aside, paid=paid, rejected=rejected, returned=returned)

    def _answer(self, batch: BankBatch, bank: BankFormat, *, now: datetime) -> int:
        """Say that the file came, and what became of each payment; return how many it refused."""
        came = ReportLine(message_id=batch.message_id, end_to_end_id="", status="ACTC")
        self._say(batch, "1-received", [came], bank, now=now)
        lines = [
            _line(one, batch, "RJCT", "AC04 Closed Account Number")
            if one.iban.endswith(REJECTED)
            else _line(one, batch, "ACSC")
            for one in batch.payments
        ]
        self._say(batch, "2-statuses", lines, bank, now=now)
        return sum(line.status == "RJCT" for line in lines)

    def _return(self, file: Path, *, now: datetime) -> int:
        bank, batch = _opened(file)
        lines = [
            _line(one, batch, "RTRN", "AC06 Blocked Account")
            for one in batch.payments
            if one.iban.endswith(RETURNED)
        ]
        if lines:
            self._say(batch, "3-returns", lines, bank, now=now)
        move(file, self._done)
        return len(lines)

    def _say(
        self,
        batch: BankBatch,
        name: str,
        lines: Sequence[ReportLine],
        bank: BankFormat,
        *,
        now: datetime,
    ) -> None:
        title = f"{batch.message_id}-{name}"
        report = Report(format="", message_id=title[-35:], lines=lines)
        put(self.folder.inbox, f"{title}{bank.extension}", _written(report, batch, bank, now=now))


def _opened(file: Path) -> tuple[BankFormat, BankBatch]:
    bank = next((one for one in FORMATS.values() if one.extension == file.suffix), None)
    if bank is None:
        raise BadFile(Fault.NOT_A_REPORT, detail=file.name)
    return bank, bank.read(file.read_bytes())


def _line(payment: Payment, batch: BankBatch, status: str, reason: str = "") -> ReportLine:
    return ReportLine(
        message_id=batch.message_id,
        end_to_end_id=payment.end_to_end_id,
        status=status,
        reason=reason,
        amount=payment.amount,
        currency=batch.currency,
    )


def _written(report: Report, batch: BankBatch, bank: BankFormat, *, now: datetime) -> bytes:
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if bank.name == csv_form.NAME:
        return csv_form.write_report(report)
    if report.lines[0].status == "RTRN":
        return camt054.write(report, created_at=at, iban=batch.payer.iban)
    return pain002.write(report, created_at=at)
