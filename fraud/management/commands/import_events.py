"""Import events from a file of JSON lines."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models.videos import Platform
from fraud.services.events import files
from fraud.services.events.ingestion import source_of

SHOWN = 5


class Command(BaseCommand):
    help = str(
        gettext_lazy(
            "Import events from a file, one JSON object a line, as the API takes them. Events that "
            "are there already are left alone, so a broken import can simply be started again."
        )
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help=_("a file of JSON lines, .gz or not; - reads stdin")
        )
        parser.add_argument("--platform", choices=Platform.values, default=Platform.TIKTOK.value)
        parser.add_argument(
            "--source", default="file", help=_("whose ids these are; an id is unique in its source")
        )
        parser.add_argument("--no-progress", action="store_true", help=_("print the result only"))

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            done = files.import_file(
                given["file"],
                source=source_of(given["source"], platform=given["platform"]),
                platform=given["platform"],
                now=timezone.now(),
                quiet=given["no_progress"],
            )
        except OSError as fault:
            raise CommandError(
                _("%(path)s can't be read: %(why)s. What came before is kept.")
                % {"path": given["file"], "why": fault.strerror or fault}
            ) from fault
        self.stdout.write(
            _("%(new)d new events, %(known)d known already, %(bad)d left out, %(rate)d a second.")
            % {
                "new": done.delivered.accepted,
                "known": done.delivered.duplicates,
                "bad": done.left_out,
                "rate": done.rate,
            }
        )
        for why, count in list(done.faults.items())[:SHOWN]:
            self.stdout.write(_("  %(count)d × %(why)s") % {"count": count, "why": why})
