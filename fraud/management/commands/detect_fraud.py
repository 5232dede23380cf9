"""Run the detectors over the last days of events."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraud.services import detection


class Command(BaseCommand):
    help = str(gettext_lazy("Examine the events of the last days and make alerts of what is new."))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=28, help=_("how far back to look"))

    def handle(self, *args: Any, **given: Any) -> None:
        now = timezone.now()
        alerts = detection.detect(now=now, span=timedelta(days=given["days"]))
        for alert in alerts:
            self.stdout.write(f"{alert.pk} {alert.tier} {alert} ({alert.affected})")
        self.stdout.write(_("%(n)d new alerts.") % {"n": len(alerts)})
