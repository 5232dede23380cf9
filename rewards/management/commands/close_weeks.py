"""`manage.py close_weeks`: close every week that is over, with progress."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from creatorspark.core.jobs.console import ConsoleProgress
from creatorspark.lib.periods import parse_week, week_label, week_start
from rewards.services.policies import ensure_default_policies, pay_began
from rewards.services.weeks import closing


class Command(BaseCommand):
    """Write the statements of weeks that are over; running it again writes nothing twice."""

    help = "Close the weeks that are over: one signed statement a creator and week."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--week", help="Close this week only, for example 2026-W46.")
        parser.add_argument(
            "--begin",
            metavar="WEEK",
            help="Where there is no pay policy yet, put the first one in force from this week on. "
            "Views that were counted before it are never paid.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress, now = ConsoleProgress(), timezone.now()
        try:
            if options["begin"]:
                begin = week_start(parse_week(options["begin"]))
                ensure_default_policies(now=now, since=begin)
            if options["week"]:
                closed = [
                    closing.close_week(parse_week(options["week"]), now=now, progress=progress)
                ]
            else:
                closed = closing.close_due_weeks(progress, now=now)
        except (closing.WeekFault, ValueError) as fault:
            raise CommandError(str(fault)) from fault
        for one in closed:
            self.stdout.write(
                f"{week_label(one.week)}: {one.statements:,} statement(s), {one.lines:,} line(s), "
                f"{one.total} minor units."
            )
        if not closed:
            self.stdout.write(
                "No week is due."
                if pay_began()
                else "No pay policy is in force. Activate one in the admin, or begin with the "
                "first one: manage.py close_weeks --begin 2026-W46"
            )
