"""What the commands that bring in creators and brands share."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.importers.console import ProgressBar
from creatorspark.core.models.videos import Platform
from marketplace.domain.cleaning.columns import FIELDS, Kind
from marketplace.models import MarketImport
from marketplace.selectors.files import rows_csv
from marketplace.selectors.wording import field_label, problem_sentence
from marketplace.services.bringing.faults import BringingRefused
from marketplace.services.bringing.previews import Preview, preview
from marketplace.services.bringing.reading import ReadOptions
from marketplace.services.bringing.runs import import_path

SHOWN_PROBLEMS = 200
Write = Callable[[str], Any]


def add_arguments(parser: ArgumentParser, *, kind: Kind) -> None:
    """Add what both commands take."""
    parser.add_argument("file", type=Path, help=_("the CSV file to read"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help=_("fields: %(fields)s; FIELD= for none") % {"fields": ", ".join(FIELDS[kind])},
    )
    parser.add_argument("--delimiter", default="", help=_("what separates the cells"))
    parser.add_argument("--encoding", default="", help=_("how the text is encoded"))
    parser.add_argument("--as-of", type=_day, default=None, help=_("day of the figures, ISO 8601"))
    parser.add_argument("--dry-run", action="store_true", help=_("show what would be read only"))
    parser.add_argument("--rows", type=Path, default=None, help=_("write every row to this CSV"))
    parser.add_argument("--no-progress", action="store_true", help=_("no progress bar"))
    if kind is Kind.CREATORS:
        parser.add_argument("--platform", default="tiktok", choices=Platform.values)


def run(write: Write, given: dict[str, Any], *, kind: Kind) -> None:
    """Import a file and report. Raises CommandError with a sentence."""
    path = given["file"]
    options = ReadOptions(
        mapping=_mapping(given["map"]),
        delimiter=given["delimiter"].replace("\\t", "\t"),
        encoding=given["encoding"],
        platform=given.get("platform", "tiktok"),
        as_of=given["as_of"],
    )
    try:
        if given["dry_run"]:
            _show(write, preview(lambda: path.open("rb"), kind=kind, options=options))
            return
        done = _import(path, kind=kind, options=options, quiet=given["no_progress"])
    except BringingRefused as refusal:
        raise CommandError(f"{path.name}: {refusal}") from refusal
    except OSError as fault:
        raise CommandError(
            _("%(path)s can't be opened: %(why)s. Nothing was imported.")
            % {"path": path, "why": fault.strerror}
        ) from fault
    _report(write, done)
    if given["rows"]:
        save(write, given["rows"], rows_csv(done))


def save(write: Write, path: Path, lines: Iterator[str]) -> None:
    """Write lines to a file. Raises CommandError where it can't be written."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except OSError as fault:
        raise CommandError(
            _("%(path)s can't be written: %(why)s.") % {"path": path, "why": fault.strerror}
        ) from fault
    write(_("Written to %(path)s.") % {"path": path})


def _import(path: Path, *, kind: Kind, options: ReadOptions, quiet: bool) -> MarketImport:
    bar = ProgressBar(quiet=quiet)
    try:
        return import_path(
            path, kind=kind, options=options, actor=None, now=timezone.now(), watch=bar
        )
    finally:
        bar.close()


def _report(write: Write, done: MarketImport) -> None:
    write(
        _(
            "%(read)s rows read: %(added)s added, %(updated)s updated, %(unchanged)s known "
            "already, %(rejected)s left out; %(noted)s kept with something to look at."
        )
        % {
            "read": f"{done.rows_read:,}",
            "added": f"{done.rows_added:,}",
            "updated": f"{done.rows_updated:,}",
            "unchanged": f"{done.rows_unchanged:,}",
            "rejected": f"{done.rows_rejected:,}",
            "noted": f"{done.rows_noted:,}",
        }
    )
    shown = 0
    for row in done.rows.exclude(problems=[]).iterator(chunk_size=500):
        for problem in row.problems:
            if shown == SHOWN_PROBLEMS:
                write(_("… and more. All of them: --rows FILE.csv, or the import's page."))
                return
            write(_problem(row.number, problem))
            shown += 1


def _show(write: Write, found: Preview) -> None:
    write(
        _("Read as %(encoding)s, separated by %(delimiter)s:")
        % {"encoding": found["encoding"], "delimiter": repr(found["delimiter"])}
    )
    for name, column in found["fields"].items():
        write(f"  {name:<16} ← {column or '–'}")
    if found["unused"]:
        write(_("Not used: %(columns)s") % {"columns": ", ".join(found["unused"])})
    if not found["readable"]:
        write(_("No column holds names; say which one does: --map name=COLUMN."))
        return
    write(
        _("Of the first %(seen)s rows %(good)s can be kept, %(noted)s with something to look at.")
        % {"seen": found["rows_seen"], "good": found["rows_good"], "noted": found["rows_noted"]}
    )
    for row in found["rows"]:
        for problem in row["problems"]:
            write(_problem(row["line"], problem))


def _problem(line: int, problem: dict[str, str]) -> str:
    where = _("line %(line)s") % {"line": line}
    label = f" {field_label(problem['column'])}:" if problem["column"] else ""
    return f"  {where}{label} {problem_sentence(problem)}"


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(
            _("“%(text)s” is no day; write it like 2024-05-01.") % {"text": text}
        ) from fault
    if day > timezone.now().date():
        raise CommandError(_("%(text)s is still to come.") % {"text": text})
    return day


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        field, separator, column = pair.partition("=")
        if not separator:
            raise CommandError(
                _("“%(pair)s” is not FIELD=COLUMN; for example --map goals=slogan.")
                % {"pair": pair}
            )
        mapping[field.strip()] = column.strip()
    return mapping
