"""`manage.py import_videos`: bring in many videos' files from a folder or a list."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.models.videos import Platform
from scoring.management.bar import Bar
from scoring.services.media.bulk import Checked, bring, check
from scoring.services.media.bulk_reading import Item, ListFault, read_folder, read_list

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Bring in videos' files: a folder of files named by the platform's id of their video, or "
        "a CSV with video or external_id (and platform), and file or link. Problems are shown; "
        "the same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="a folder, or a CSV file")
        parser.add_argument("--platform", choices=Platform.values, default="")
        parser.add_argument("--dry-run", action="store_true", help="show the problems only")
        parser.add_argument(
            "--strict", action="store_true", help="bring in nothing if anything has a problem"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar(sys.stderr)
        try:
            checked = check(_items(options["source"]), platform=options["platform"], report=bar)
            bar.close()
            self._show(checked)
            if options["dry_run"]:
                return
            if options["strict"] and any(one.problem for one in checked):
                raise CommandError(_("Nothing was brought in; mend the problems first."))
            self._bring(checked, bar)
        finally:
            bar.close()

    def _show(self, checked: list[Checked]) -> None:
        wrong = [one for one in checked if one.problem]
        for one in wrong[:SHOWN]:
            self.stderr.write(f"{one.item.place}: {one.problem}")
        if len(wrong) > SHOWN:
            self.stderr.write(_("… and %(n)s more problems") % {"n": len(wrong) - SHOWN})
        here = sum(one.is_here for one in checked)
        self.stdout.write(
            _("%(all)s looked at: %(new)s to bring in, %(here)s here already, %(wrong)s problems.")
            % {
                "all": len(checked),
                "new": len(checked) - len(wrong) - here,
                "here": here,
                "wrong": len(wrong),
            }
        )

    def _bring(self, checked: list[Checked], bar: Bar) -> None:
        brought = bring(checked, actor=None, now=timezone.now(), report=bar)
        bar.close()
        later = brought.problems[sum(bool(one.problem) for one in checked) :]
        for place, problem in later:
            self.stderr.write(f"{place}: {problem}")
        self.stdout.write(
            _("%(sent)s handed to the workers. See Submissions in the admin for how they fare.")
            % {"sent": brought.sent}
        )


def _items(source: Path) -> list[Item]:
    try:
        if source.is_dir():
            return read_folder(source)
        return read_list(source.read_text(encoding="utf-8-sig"), folder=source.parent)
    except ListFault as fault:
        raise CommandError(str(fault)) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandError(
            _("%(path)s can't be read: %(why)s.") % {"path": source, "why": fault}
        ) from fault
