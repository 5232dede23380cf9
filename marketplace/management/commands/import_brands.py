"""Bring in brands from any CSV."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from marketplace.domain.cleaning.columns import Kind
from marketplace.management import bringing


class Command(BaseCommand):
    help = str(
        _(
            "Bring in brands from a CSV. What was cleaned or not understood is listed; the same "
            "file twice changes nothing."
        )
    )

    def add_arguments(self, parser: CommandParser) -> None:
        bringing.add_arguments(parser, kind=Kind.BRANDS)

    def handle(self, *args: Any, **given: Any) -> None:
        bringing.run(self.stdout.write, given, kind=Kind.BRANDS)
