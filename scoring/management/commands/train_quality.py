"""`manage.py train_quality`: learn from clips made worse, and from people's ratings."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.domain.quality.learning.corpus import Piece
from scoring.domain.quality.learning.splitting import LEAST_GROUPS, TooFew
from scoring.management.bar import Bar
from scoring.models import LearnedModel
from scoring.services.training.cards import as_text
from scoring.services.training.clips import MOST_CLIPS, clips_in, own_clips
from scoring.services.training.quality import (
    SEED,
    gather,
    read_corpus,
    train_quality,
    write_corpus,
)

FOLDER, LIBRARY, CORPUS = "folder", "library", "corpus"


class Command(BaseCommand):
    help = (
        "Make clips worse in known ways, learn which of two is better, add people's ratings, and "
        "test on clips never seen. The model serves only where it beats the curves. Without a "
        "folder it learns from the files of this platform's own videos."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", metavar="DIR")
        parser.add_argument(
            "--most", type=int, default=MOST_CLIPS, help="clips of the platform's own to take"
        )
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--corpus",
            type=Path,
            metavar="FILE",
            help="keep the measured variants here; if the file is there already, train on it",
        )
        parser.add_argument("--json", action="store_true", help="print the model as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar(sys.stderr)
        try:
            row = self._trained(options, bar)
        except TooFew as fault:
            raise CommandError(
                _("There are %(found)s clips or creators to learn from; it takes %(least)s.")
                % {"found": fault.found, "least": LEAST_GROUPS}
            ) from fault
        except (OSError, ValueError, KeyError) as fault:
            raise CommandError(str(fault)) from fault
        finally:
            bar.close()
        if options["json"]:
            document = {
                "version": row.version,
                "serves": row.serves,
                "sha256": row.sha256,
                "metrics": row.metrics,
                "card": row.card,
                "parameters": row.parameters,
            }
            self.stdout.write(json.dumps(document, indent=1, sort_keys=True))
        else:
            self.stdout.write(as_text(row))

    def _trained(self, options: dict[str, Any], bar: Bar) -> LearnedModel:
        kept = options["corpus"] and options["corpus"].exists()
        pieces, left_out = self._pieces(options, bar)
        return train_quality(
            pieces,
            source=CORPUS if kept else FOLDER if options["folder"] else LIBRARY,
            left_out=left_out,
            actor=None,
            now=timezone.now(),
            seed=options["seed"],
            report=bar,
        )

    def _pieces(self, options: dict[str, Any], bar: Bar) -> tuple[list[Piece], dict[str, int]]:
        corpus, seed = options["corpus"], options["seed"]
        if corpus and corpus.exists():
            return read_corpus(corpus), {}
        if options["folder"]:
            pieces, left_out = gather(clips_in(options["folder"]), seed=seed, report=bar)
        else:
            with own_clips(most=options["most"]) as clips:
                pieces, left_out = gather(clips, seed=seed, report=bar)
        if corpus:
            write_corpus(corpus, pieces)
        return pieces, left_out
