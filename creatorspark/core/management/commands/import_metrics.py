"""Import metric rows from any CSV."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.importers import console
from creatorspark.core.importers.fields import MAPPABLE
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.previews import preview_path
from creatorspark.core.importers.problems import FileFault
from creatorspark.core.importers.wording import fault_sentence
from creatorspark.core.models import ImportRun


class Command(BaseCommand):
    help = str(
        gettext_lazy(
            "Import metric rows from a CSV. The columns are worked out by name and content, "
            "shown first, and can be set with --map FIELD=COLUMN (FIELD= for none)."
        )
    )

    def add_arguments(self, parser: CommandParser) -> None:
        console.add_arguments(parser)
        console.add_problems_argument(parser)
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=_("fields: %(fields)s") % {"fields": ", ".join(MAPPABLE)},
        )
        parser.add_argument("--delimiter", default="", help=_("what separates the cells"))
        parser.add_argument(
            "--date-order",
            choices=["dmy", "mdy"],
            default=None,
            help=_("how 03/04/2024 is read: day or month first"),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("show the columns and the first problems only")
        )

    def handle(self, *args: Any, **given: Any) -> None:
        options = ImportOptions(
            platform=given["platform"],
            observed_at=given["observed_at"],
            mapping=_mapping(given["map"]),
            delimiter=given["delimiter"].replace("\\t", "\t"),
            encoding=given["encoding"],
            date_order=given["date_order"],
        )
        self._show_columns(given, options)
        if given["dry_run"]:
            return
        run = console.run_import(
            self.stdout.write,
            path=given["file"],
            file_format=ImportRun.Format.METRICS,
            options=options,
            quiet=given["no_progress"],
        )
        console.save_problems(run, given["problems"], self.stdout.write)

    def _show_columns(self, given: dict[str, Any], options: ImportOptions) -> None:
        path = given["file"]
        try:
            preview = preview_path(path, file_format=ImportRun.Format.METRICS, options=options)
        except FileFault as fault:
            raise CommandError(f"{path.name}: {fault_sentence(fault)}") from fault
        except OSError as fault:
            raise CommandError(
                _("%(path)s can't be opened: %(why)s. Nothing was imported.")
                % {"path": path, "why": fault.strerror}
            ) from fault
        for line in console.preview_lines(preview, dry_run=given["dry_run"]):
            self.stdout.write(line)


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        field, separator, column = pair.partition("=")
        if not separator:
            raise CommandError(
                _("“%(pair)s” is not FIELD=COLUMN; for example --map views=plays.") % {"pair": pair}
            )
        mapping[field.strip()] = column.strip()
    return mapping
