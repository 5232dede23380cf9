"""`manage.py seed_demo`: fill an empty installation with the demo world."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from creatorspark.demo.selectors import email_of
from creatorspark.demo.services import logins, seeding
from creatorspark.demo.services.progress import Progress


class TqdmProgress:
    """A stage's progress as a bar with count, rate and time left, on standard error."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._bar: tqdm[Any] | None = None

    def expect(self, total: int) -> None:
        """Show the bar of a stage with this many steps."""
        # In a log each redraw is a line: draw it seldom there.
        pause = 0.2 if sys.stderr.isatty() else 10.0
        self._bar = tqdm(desc=f"{self._title:<26}", total=total, mininterval=pause)

    def advance(self, steps: int = 1) -> None:
        """Move the bar."""
        if self._bar is not None:
            self._bar.update(steps)

    def close(self) -> None:
        """Leave the bar as it is and go to the next line."""
        if self._bar is not None:
            self._bar.close()


@contextmanager
def watch(stage: seeding.Stage) -> Iterator[Progress]:
    """Show a bar for the stage while it runs."""
    with closing(TqdmProgress(stage.title)) as progress:
        yield progress


class Command(BaseCommand):
    """Seeds the demo world; run again, it finishes what was cut short and repeats nothing."""

    help = "Fill this installation with an invented world: creators, videos, points, brands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed", type=int, help=f"which world (default {seeding.DEFAULT_SEED})"
        )
        parser.add_argument("--scale", type=float, help="1 is about 60 creators (default 1)")
        parser.add_argument("--now", type=_moment, help="where its history ends (ISO 8601)")
        parser.add_argument("--if-empty", action="store_true", help="only into an empty database")
        parser.add_argument("--yes-really", action="store_true", help="even in production")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION and not options["yes_really"]:
            raise CommandError(
                "This is a production installation: invented people and known passwords would "
                "join the real ones. Nothing was written. --yes-really does it anyway."
            )
        if options["if_empty"] and not seeding.is_needed_here():
            self.stdout.write("The database is not empty; the demo world was not added.")
            return
        try:
            self._seed(**options)
        except (seeding.SeedingError, ValueError) as problem:
            raise CommandError(str(problem)) from problem

    def _seed(self, **options: Any) -> None:
        seed, scale = seeding.wanted(seed=options["seed"], scale=options["scale"])
        now = options["now"] or timezone.now()
        seeded = seeding.seed_world(seed=seed, scale=scale, now=now, watch=watch)
        self.stdout.write(f"The {seeded} is ready. Everybody's password: {logins.PASSWORD}")
        for login in (logins.CREATOR, logins.BRAND, logins.ADMIN):
            self.stdout.write(f"  {login:<8} {email_of(login)}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
