"""`manage.py reconcile_ledger`: add the whole ledger up again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rewards.ledger.reconciliation import CHECKS, discrepancies


class Command(BaseCommand):
    """Fail, naming each difference, unless every sum agrees."""

    help = "Add the whole ledger up again and name each difference."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(discrepancies())
        for one in found:
            self.stderr.write(str(one))
        if found:
            raise CommandError(f"{len(found)} difference(s); the ledger needs a person.")
        for name in CHECKS:
            self.stdout.write(f"ok  {name}")
