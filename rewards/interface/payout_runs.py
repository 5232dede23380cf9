"""What moves payouts on, for worlds that live through their weeks faster than the clock."""

from datetime import datetime
from pathlib import Path

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import User
from rewards.domain.bank.iban import with_check_digits
from rewards.services.payouts import after_holds, batches, exchange, settling
from rewards.services.payouts.bank_stub import BankStub
from rewards.services.payouts.folder import BankFolder

SILENT = JobProgress(None)


def settle_payouts(*, now: datetime) -> None:
    """End the reviews that are due, and follow holds: those placed, released, lost or sorry for."""
    settling.settle_due(SILENT, now=now)
    settling.release_due(SILENT, now=now)
    after_holds.follow(now=now)


def send_payouts(*, key: str, actor: User | None, now: datetime) -> int:
    """Put what can be paid into files for the bank, once a `key`; return how many payouts."""
    return sum(batch.payouts for batch in batches.build_batch(key=key, actor=actor, now=now))


def play_bank(*, folder: Path, now: datetime) -> None:
    """Hand files over to the bank's stub through `folder`, and read what it says.

    It says what became of payments at once, and sends returns back when it is called again.
    """
    place = BankFolder(folder)
    exchange.exchange(SILENT, now=now, folder=place)
    BankStub(place).run(now=now)
    exchange.exchange(SILENT, now=now, folder=place)


def trial_iban(*, number: int) -> str:
    """Return an IBAN of nobody's. The stub rejects numbers that end in 0404, returns 0405."""
    return with_check_digits("DE", f"00000000{number:010}")
