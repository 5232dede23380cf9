"""Import a file of the TikTok trending format."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from creatorspark.core.importers import console
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.models import ImportRun


class Command(BaseCommand):
    help = str(
        _(
            "Import videos, creators and counts from a TikTok trending file (JSON). Without "
            "--observed-at the counts are dated by the newest createTime in the file."
        )
    )

    def add_arguments(self, parser: CommandParser) -> None:
        console.add_arguments(parser)
        console.add_problems_argument(parser)

    def handle(self, *args: Any, **given: Any) -> None:
        options = ImportOptions(
            platform=given["platform"],
            observed_at=given["observed_at"],
            encoding=given["encoding"],
        )
        run = console.run_import(
            self.stdout.write,
            path=given["file"],
            file_format=ImportRun.Format.TIKTOK,
            options=options,
            quiet=given["no_progress"],
        )
        console.save_problems(run, given["problems"], self.stdout.write)
