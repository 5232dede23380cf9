"""The bank's side in tests: accounts, files it would write, and presses of the button."""

from uuid import uuid4

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator
from rewards.domain.bank import camt054, pain002
from rewards.domain.bank.batch import end_to_end_id
from rewards.domain.bank.iban import with_check_digits
from rewards.domain.bank.report import Report, ReportLine
from rewards.models import BankAccount, BankReport, Payout, PayoutBatch
from rewards.services.payouts import batches, reports, settling
from rewards.services.payouts.accounts import set_bank_account
from tests.factories import NOW


def iban_of(number: int) -> str:
    """Return a German IBAN with this account number."""
    return with_check_digits("DE", f"37040044{number:010}")


def give_account(creator: Creator, number: int = 1, holder: str = "Ana Gómez") -> BankAccount:
    return set_bank_account(
        creator, holder=holder, iban=iban_of(number), actor=creator.user, now=NOW
    )


def settle() -> None:
    settling.settle_due(JobProgress(None), now=NOW)


def press(key: str | None = None) -> list[PayoutBatch]:
    return batches.build_batch(key=key or uuid4().hex, actor=None, now=NOW)


def said(payout: Payout, status: str, **changes: object) -> ReportLine:
    """Return what a bank says about a payout's newest sending."""
    batch = payout.batch
    values: dict[str, object] = {
        "message_id": batch.message_id if batch else "",
        "end_to_end_id": end_to_end_id(payout.pk, attempt=payout.attempt),
        "status": status,
        "amount": payout.amount,
        "currency": payout.currency,
        "reason": "" if status == "ACSC" else "AC04",
    }
    return ReportLine(**(values | changes))  # type: ignore[arg-type]


def status_file(*lines: ReportLine, name: str = "B1") -> bytes:
    report = Report(format="", message_id=name, lines=lines)
    return pain002.write(report, created_at="2025-05-14T12:00:00Z")


def return_file(*lines: ReportLine, name: str = "R1") -> bytes:
    report = Report(format="", message_id=name, lines=lines)
    return camt054.write(report, created_at="2025-05-14T12:00:00Z", iban=iban_of(9))


def tell(data: bytes, name: str = "report.xml") -> BankReport | None:
    return reports.apply_report(data, name=name, actor=None, now=NOW)


def outcomes(report: BankReport | None) -> list[str]:
    assert report is not None
    return list(report.items.order_by("position").values_list("outcome", flat=True))
