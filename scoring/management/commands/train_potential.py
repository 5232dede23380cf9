"""`manage.py train_potential`: learn which grade a video's content makes likely."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.domain.potential import TooFewGraded
from scoring.management.bar import Bar
from scoring.models import LearnedModel
from scoring.services.training.guesses import error_words
from scoring.services.training.keeping import beats
from scoring.services.training.potential import SEED, too_few, train_potential


class Command(BaseCommand):
    help = (
        "Learn from this platform's graded videos which grade content alone makes likely. The "
        "model serves only if it beats the base rate on creators that it never saw."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar(sys.stderr)
        try:
            row = train_potential(actor=None, now=timezone.now(), seed=options["seed"], report=bar)
        except TooFewGraded as fault:
            raise CommandError(too_few(fault)) from fault
        finally:
            bar.close()
        if options["json"]:
            self.stdout.write(json.dumps({"version": row.version, **row.metrics}, indent=1))
            return
        self.stdout.write(f"{row.version}: {error_words(row.metrics)} {_said(row)}")


def _said(row: LearnedModel) -> str:
    if row.serves:
        return _("It serves.")
    if beats(row):
        return _("It waits for a person to let it serve: its kind was taken out of service.")
    return _("It is no better than the base rate; silent.")
