"""`manage.py post_awards`: award the points of closed weeks, with progress."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from creatorspark.core.jobs.console import ConsoleProgress
from rewards.services import awards


class Command(BaseCommand):
    """Count closed weeks and post their awards; running it again posts only what is new."""

    help = "Award the points of closed weeks. Running it twice pays each video once."

    def handle(self, *args: Any, **options: Any) -> None:
        run = awards.post_awards(ConsoleProgress(), now=timezone.now())
        self.stdout.write(
            f"Counted {run.weeks_counted} week(s) and posted {run.awards_posted} award(s)."
        )
