"""Write the cleaned brands to a CSV."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from marketplace.management.bringing import save
from marketplace.selectors.files import brands_csv


class Command(BaseCommand):
    help = str(_("Write the cleaned brands of the marketplace to a CSV."))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=str(_("the file to write")))

    def handle(self, *args: Any, **given: Any) -> None:
        save(self.stdout.write, given["file"], brands_csv())
