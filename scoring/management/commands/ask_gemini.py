"""`manage.py ask_gemini`: ask Gemini about videos here and at once, within the day's budget."""

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.management.bar import Bar
from scoring.models import OpinionRequest
from scoring.services.opinions.budget import spent
from scoring.services.opinions.problems import sentence
from scoring.services.opinions.requests import OpinionRefused, request_nightly, request_opinion
from scoring.services.opinions.working import work_waiting


class Command(BaseCommand):
    help = (
        "Ask Gemini about the newest videos that have no opinion, or about those named, within "
        "the day's budget; several may run at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--video", type=int, action="append", default=[], help="number of a video; repeatable"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now, named, bar = timezone.now(), options["video"], Bar(sys.stderr)
        try:
            for video_id in named:
                request_opinion(video_id=video_id, actor=None, now=now)
            if not named:
                request_nightly(now=now)
            outcomes = work_waiting(now=now, report=bar, video_ids=named or None)
        except OpinionRefused as refused:
            raise CommandError(str(refused)) from refused
        finally:
            bar.close()
        self._tell(outcomes)

    def _tell(self, outcomes: Counter[str]) -> None:
        for outcome, count in sorted(outcomes.items()):
            state, _colon, problem = outcome.partition(":")
            label = OpinionRequest.State(state).label
            self.stdout.write(f"{count:>6}  {label}  {sentence(problem)}".rstrip())
        today = spent(now=timezone.now())
        told = _(
            "Today: %(asks)s of %(most)s questions, %(seconds)s of %(seconds_most)s s of video."
        )
        self.stdout.write(
            told
            % {
                "asks": today.asks,
                "most": today.asks_at_most,
                "seconds": round(today.seconds),
                "seconds_most": today.seconds_at_most,
            }
        )
