"""`manage.py score_points`: score videos now, with a bar, or write points to a file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.domain.points.fields import BadFacts
from scoring.domain.points.policy import BadPolicy
from scoring.management.bar import Bar
from scoring.services.export import BadSentimentFile, points_of, read_sentiments, write_points
from scoring.services.points import score_videos
from scoring.services.policies import (
    UnknownPolicy,
    ensure_default_policies,
    policy_in_force,
    policy_named,
)
from scoring.services.sentiments import score_sentiments


class Command(BaseCommand):
    help = "Score videos under a points policy, or write their points to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--policy", default="", help="for example classic-1; default: in force")
        parser.add_argument(
            "--sentiment", type=Path, help="CSV video_id,sentiment; names the population exactly"
        )
        parser.add_argument(
            "--output", type=Path, help="write video_id,points here and store nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sentiment"] and not options["output"]:
            raise CommandError(_("--sentiment needs --output: given sentiments are never stored."))
        bar = Bar(sys.stderr)
        try:
            self._run(bar, **options)
        except (UnknownPolicy, BadPolicy, BadSentimentFile, BadFacts, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()

    def _run(self, bar: Bar, **options: Any) -> None:
        now = timezone.now()
        ensure_default_policies(now=now)
        version = options["policy"]
        policy = policy_named(version) if version else policy_in_force(at=now)
        if options["output"]:
            sentiments = read_sentiments(options["sentiment"]) if options["sentiment"] else None
            if sentiments is None:
                score_sentiments(now=now, report=bar)
            points = points_of(policy, sentiments=sentiments, now=now, report=bar)
            write_points(options["output"], points)
            bar.close()
            self.stdout.write(
                _("Wrote the points of %(n)s videos under %(policy)s to %(path)s.")
                % {"n": len(points), "policy": policy.version, "path": options["output"]}
            )
            return
        score_sentiments(now=now, report=bar)
        result = score_videos(policy, now=now, report=bar)
        bar.close()
        self.stdout.write(
            _("%(policy)s: %(videos)s videos looked at, %(written)s scored anew.")
            % {"policy": result.policy, "videos": result.videos, "written": result.written}
        )
