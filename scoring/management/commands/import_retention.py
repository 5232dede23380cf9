"""`manage.py import_retention`: bring in retention curves of many videos."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.services.retention.bulk import exports_in, give_all


class Command(BaseCommand):
    help = (
        "Bring in how long viewers stay: a folder of studio exports, each named by the platform's "
        "id of its video, or one CSV with video or external_id, a position and a retention "
        "column. Problems are shown; the same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="a folder, or a CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            exports = exports_in(options["source"])
        except (OSError, ValueError) as fault:
            raise CommandError(
                _("%(path)s can't be read: %(why)s") % {"path": options["source"], "why": fault}
            ) from fault
        results = list(give_all(exports, actor=None, now=timezone.now()))
        for one in results:
            if one.problem:
                self.stderr.write(f"{one.name}: {one.problem}")
        wrong = sum(bool(one.problem) for one in results)
        self.stdout.write(
            _("%(kept)d curves kept, %(wrong)d problems.")
            % {"kept": len(results) - wrong, "wrong": wrong}
        )
