"""`manage.py rebuild_originality_index`: make the index of all fingerprints again, with a bar."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scoring.management.bar import Bar
from scoring.services.originality.index import IndexBusy, write_volumes


class Command(BaseCommand):
    help = "Write the originality index anew from the database; searches go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--update", action="store_true", help="only add what the index on disk lacks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar(sys.stderr)
        try:
            count = write_volumes(from_scratch=not options["update"], report=bar)
        except IndexBusy as busy:
            raise CommandError(str(busy)) from busy
        finally:
            bar.close()
        told = _("%(count)s fingerprints written to the index.")
        self.stdout.write(told % {"count": number_format(count, force_grouping=True)})
