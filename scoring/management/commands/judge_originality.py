"""`manage.py judge_originality`: judge the videos that wait, or all of them anew, with a bar."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scoring.management.bar import Bar
from scoring.services.originality.asking import judge_waiting


class Command(BaseCommand):
    help = "Judge the originality of the videos that wait; several may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="every video with a file, judged or not"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar, began = Bar(sys.stderr), time.monotonic()
        try:
            judged = judge_waiting(everything=options["all"], report=bar)
        finally:
            bar.close()
        told = _("%(videos)s videos judged in %(seconds)s s.")
        seconds = number_format(time.monotonic() - began, 1)
        self.stdout.write(
            told % {"videos": number_format(judged, force_grouping=True), "seconds": seconds}
        )
