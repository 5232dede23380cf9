"""`manage.py originality FILE…`: where files match earlier videos, one line of JSON each."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.domain.originality.folders import files_of, judged, library_of
from scoring.domain.originality.library import THRESHOLD, Library
from scoring.management.bar import Bar
from scoring.media.problems import MediaProblem
from scoring.services.originality.files import search_file


class Command(BaseCommand):
    help = (
        "Compare files with the platform's videos, or with a folder of videos; prints one line of "
        "JSON for each. It is no verdict: nothing is stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--library", type=Path, metavar="DIR", help="instead of the platform")
        parser.add_argument(
            "--threshold", type=float, default=THRESHOLD, help="with --library; default %(default)s"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        library = self._folder(options["library"], options["threshold"])
        for path in options["files"]:
            document = judged(library, path) if library is not None else _searched(path)
            self.stdout.write(json.dumps(document))

    def _folder(self, folder: Path | None, threshold: float) -> Library | None:
        if folder is None:
            return None
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        return library_of(
            files_of(folder), refuse=self._left_out, threshold=threshold, track=_tracked
        )

    def _left_out(self, path: Path, refused: MediaProblem) -> None:
        self.stderr.write(
            _("%(file)s: left out, %(problem)s") % {"file": path, "problem": refused.problem.value}
        )


def _searched(path: Path) -> dict[str, Any]:
    try:
        return {"file": str(path), **search_file(path, now=timezone.now())}
    except MediaProblem as refused:
        return {"file": str(path), "problem": refused.problem.value}


def _tracked(paths: list[Path]) -> Iterable[Path]:
    bar = Bar(sys.stderr)
    for done, path in enumerate(paths):
        bar(_("Reading videos"), done=done, total=len(paths))
        yield path
    bar.close()
