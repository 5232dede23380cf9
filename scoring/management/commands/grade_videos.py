"""`manage.py grade_videos`: grade what has reached scoring age now, with a bar."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scoring.management.bar import Bar
from scoring.services.engagement.judging import letter_counts
from scoring.services.engagement.running import grade_videos
from scoring.services.policies import ensure_default_policies


class Command(BaseCommand):
    help = "Grade every video that has reached scoring age; grades that are fixed stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--recent", action="store_true", help="only the months that can still change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        bar = Bar(sys.stderr)
        try:
            ensure_default_policies(now=now)
            result = grade_videos(now=now, whole_history=not options["recent"], report=bar)
        except ValueError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()
        self.stdout.write(
            _("%(videos)s videos looked at, %(written)s graded anew.")
            % {"videos": _grouped(result.videos), "written": _grouped(result.written)}
        )
        for name, count in letter_counts().items():
            self.stdout.write(f"  {name:<14}{_grouped(count):>12}")


def _grouped(value: int) -> str:
    return number_format(value, force_grouping=True)
