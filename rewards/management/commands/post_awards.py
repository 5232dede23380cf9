"""`manage.py post_awards`: award the points of closed weeks, with progress."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from creatorspark.core.jobs.services import JobProgress
from rewards.services import awards


class Command(BaseCommand):
    """Count closed weeks and post their awards; running it again posts only what is new."""

    help = "Award the points of closed weeks. Running it twice pays each video once."

    def handle(self, *args: Any, **options: Any) -> None:
        run = awards.post_awards(ConsoleProgress(), now=timezone.now())
        self.stdout.write(
            f"Counted {run.weeks_counted} week(s) and posted {run.awards_posted} award(s)."
        )


class ConsoleProgress(JobProgress):
    """Writes stage, count and percent over one line of a terminal."""

    def __init__(self) -> None:
        super().__init__(None)

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        if sys.stderr.isatty():
            share = f" {done:,} of {total:,} ({done * 100 // total} %)" if total else ""
            sys.stderr.write(f"\r\x1b[K{stage}{share}")
            sys.stderr.flush()
