"""`manage.py originality FILE…`: where files match earlier videos, one line of JSON each."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from scoring.domain.originality.folders import files_of, judged, library_of
from scoring.domain.originality.library import THRESHOLD
from scoring.management.bar import Bar
from scoring.media.problems import MediaProblem


class Command(BaseCommand):
    help = "Compare files with a folder of earlier videos; prints one line of JSON for each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--library", type=Path, metavar="DIR", required=True)
        parser.add_argument("--threshold", type=float, default=THRESHOLD)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["library"]
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        library = library_of(
            files_of(folder),
            refuse=self._left_out,
            threshold=options["threshold"],
            track=_tracked,
        )
        for path in options["files"]:
            self.stdout.write(json.dumps(judged(library, path)))

    def _left_out(self, path: Path, refused: MediaProblem) -> None:
        self.stderr.write(
            _("%(file)s: left out, %(problem)s") % {"file": path, "problem": refused.problem.value}
        )


def _tracked(paths: list[Path]) -> Iterable[Path]:
    bar = Bar(sys.stderr)
    for done, path in enumerate(paths):
        bar(_("Reading videos"), done=done, total=len(paths))
        yield path
    bar.close()
