"""`manage.py bank_stub`: play the bank on the other side of the folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from rewards.services.payouts.bank_stub import BankStub
from rewards.services.payouts.folder import BankFolder


class Command(BaseCommand):
    """Take files from the outbox and answer into the inbox; run it again for the returns."""

    help = (
        "Play the bank: answer what is in the outbox. IBANs that end in 0404 are rejected, those "
        "that end in 0405 are paid and come back at the next run, all others are paid."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, help="the folder to use instead of BANK_FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["folder"]
        folder = BankFolder(given) if given else BankFolder.ours()
        run = BankStub(folder).run(now=timezone.now())
        self.stdout.write(
            f"Took {run.taken} file(s): {run.paid} payment(s) paid, {run.rejected} rejected. "
            f"{run.returned} returned, {run.aside} file(s) put aside."
        )
