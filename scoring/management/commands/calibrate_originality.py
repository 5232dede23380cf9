"""`manage.py calibrate_originality DIR`: find the threshold of originality from labelled pairs."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from creatorspark.core.policies.services import PolicyError, create_draft
from scoring.domain.originality.calibration import Calibration, calibrate
from scoring.domain.originality.folders import Scores, labelled_pairs, scores_of
from scoring.domain.verdicts.policy import DEFAULT_PARAMETERS
from scoring.management.bar import Bar
from scoring.media.problems import MediaProblem
from scoring.services.policies import ORIGINALITY

SHOWN = range(20, 100, 5)


class Command(BaseCommand):
    help = (
        "Find the lowest threshold that accuses few enough of the innocent. DIR has videos and a "
        "pairs.csv with the columns query, original, label: 1 is a copy of that original, 0 is "
        "none; a 0 without an original is a novel video, compared with every original."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--accused-at-most", type=float, default=0.01, metavar="SHARE", help="default 0.01"
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")
        parser.add_argument("--save", metavar="VERSION", help="keep it as a draft of the policy")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scores = self._scores(options["folder"])
            found = calibrate(
                scores.copies, scores.innocent, accused_at_most=options["accused_at_most"]
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found)))
        else:
            self._say(found, scores)
        if options["save"]:
            self._save(found, scores, options["save"], options["accused_at_most"])

    def _scores(self, folder: Path) -> Scores:
        bar = Bar(sys.stderr)

        def track(paths: list[Path]) -> Iterable[Path]:
            for done, path in enumerate(paths):
                bar(_("Reading videos"), done=done, total=len(paths))
                yield path
            bar.close()

        return scores_of(labelled_pairs(folder), refuse=self._left_out, track=track)

    def _left_out(self, path: Path, refused: MediaProblem) -> None:
        self.stderr.write(
            _("%(file)s: left out, %(problem)s") % {"file": path, "problem": refused.problem.value}
        )

    def _say(self, found: Calibration, scores: Scores) -> None:
        self.stdout.write(_("threshold   copies found   innocent accused"))
        for point in found.curve:
            if round(point.threshold * 100) in SHOWN:
                self.stdout.write(
                    f"{point.threshold:9.2f} {point.found:14.1%} {point.accused:18.1%}"
                )
        self.stdout.write(
            _(
                "Threshold %(threshold).4f (95 %% interval %(low).4f to %(high).4f): finds "
                "%(found).1f %% of %(copies)s copies, accuses %(accused).1f %% of %(innocent)s "
                "innocent videos (at most %(worst).1f %% with 95 %% confidence)."
            )
            % {
                "threshold": found.threshold,
                "low": found.low,
                "high": found.high,
                "found": 100 * found.found,
                "copies": len(scores.copies),
                "accused": 100 * found.accused,
                "innocent": len(scores.innocent),
                "worst": 100 * found.accused_high,
            }
        )

    def _save(
        self, found: Calibration, scores: Scores, version: str, accused_at_most: float
    ) -> None:
        note = _("Calibrated on %(copies)s copies and %(innocent)s innocent videos.") % {
            "copies": len(scores.copies),
            "innocent": len(scores.innocent),
        }
        parameters = {
            **DEFAULT_PARAMETERS,
            "threshold": round(found.threshold, 4),
            "threshold_low": round(min(found.low, found.threshold), 4),
            "threshold_high": round(max(found.high, found.threshold), 4),
            "accused_at_most": accused_at_most,
        }
        try:
            create_draft(ORIGINALITY, version=version, parameters=parameters, note=note, actor=None)
        except PolicyError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("Saved as draft “%(version)s”.") % {"version": version})
