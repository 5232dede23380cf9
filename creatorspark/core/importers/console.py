"""What the import commands share: options, the progress bar, and the report at the end."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from creatorspark.core.importers.downloads import problems_csv
from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.parsing import parse_moment
from creatorspark.core.importers.previews import Preview
from creatorspark.core.importers.problems import CellFault, FileFault
from creatorspark.core.importers.services import import_path
from creatorspark.core.importers.wording import fault_sentence
from creatorspark.core.models import ImportProblem, ImportRun
from creatorspark.core.models.videos import Platform

SHOWN_PROBLEMS = 10


class ProgressBar:
    """A bar of bytes with rate and time left, and the rows beside it."""

    def __init__(self, *, quiet: bool) -> None:
        self._bar: tqdm[Any] = tqdm(total=0, unit="B", unit_scale=True, disable=quiet or None)

    def reading(self, *, done: int, total: int, rows: int) -> None:
        """Move to `done` of `total` bytes."""
        self._bar.total = total
        self._bar.set_postfix(rows=f"{rows:,}", refresh=False)
        self._bar.update(min(done, total) - self._bar.n)

    def merging(self, *, rows: int) -> None:
        """Say that all rows are read and the facts are being written."""
        self._bar.update((self._bar.total or 0) - self._bar.n)
        self._bar.set_description(_("writing"))

    def close(self) -> None:
        """Leave the bar on screen as it ended."""
        self._bar.close()


def add_arguments(parser: ArgumentParser) -> None:
    """Add what both import commands take."""
    parser.add_argument("file", type=Path, help=_("the file to read"))
    parser.add_argument(
        "--observed-at",
        type=moment,
        default=None,
        help=_("when the counts were taken, for rows that don't say it (ISO 8601, UTC)"),
    )
    parser.add_argument("--encoding", default="", help=_("how the text is encoded"))
    parser.add_argument("--no-progress", action="store_true", help=_("no progress bar"))
    parser.add_argument("--platform", default="tiktok", choices=Platform.values)


def moment(text: str) -> datetime:
    """Return an aware time from an option. Raises CommandError."""
    try:
        found = parse_moment(text)
    except CellFault:
        found = None
    if found is None:
        raise CommandError(
            _("“%(text)s” is not a time; write it like 2024-05-01T12:00:00Z.") % {"text": text}
        )
    return found.astimezone(UTC)


def run_import(
    write: Callable[[str], Any],
    *,
    path: Path,
    file_format: str,
    options: ImportOptions,
    quiet: bool,
) -> ImportRun:
    """Import a file, show how far it is, and report. Raises CommandError with a sentence."""
    bar = ProgressBar(quiet=quiet)
    try:
        run = import_path(
            path,
            file_format=file_format,
            options=options,
            actor=None,
            now=timezone.now(),
            watch=bar,
        )
    except FileFault as fault:
        raise CommandError(f"{path.name}: {fault_sentence(fault)}") from fault
    except OSError as fault:
        raise CommandError(
            _("%(path)s can't be opened: %(why)s. Nothing was imported.")
            % {"path": path, "why": fault.strerror}
        ) from fault
    finally:
        bar.close()
    report(write, run)
    return run


def report(write: Callable[[str], Any], run: ImportRun) -> None:
    """Write what the import did and the first problems."""
    write(
        _(
            "%(rows)s rows read, %(rejected)s rejected: %(creators)s creators, %(videos)s videos "
            "and %(snapshots)s snapshots added; %(unchanged)s unchanged; "
            "%(fell)s with counts that fell."
        )
        % {
            "rows": f"{run.rows_read:,}",
            "rejected": f"{run.rows_rejected:,}",
            "creators": f"{run.creators_added:,}",
            "videos": f"{run.videos_added:,}",
            "snapshots": f"{run.snapshots_added:,}",
            "unchanged": f"{run.snapshots_unchanged:,}",
            "fell": f"{run.counters_fell:,}",
        }
    )
    shown = list(run.problems.all()[:SHOWN_PROBLEMS])
    for problem in shown:
        write(describe(problem))
    more = run.problems.count() - len(shown)
    if more > 0:
        write(
            _("… and %(more)s more. All of them: --problems FILE.csv, or the import's page.")
            % {"more": f"{more:,}"}
        )


def describe(problem: ImportProblem) -> str:
    """Return one line for a problem: where, what, and the value."""
    value = f" {problem.field}={problem.value!r}" if problem.value or problem.field else ""
    line = _("line %(line)s") % {"line": problem.line}
    return f"  {line} [{problem.get_severity_display()}]{value}: {problem.reason}"


def add_problems_argument(parser: ArgumentParser) -> None:
    """Add the option that writes the list of problems to a file."""
    parser.add_argument(
        "--problems", type=Path, default=None, help=_("write all problems to this CSV file")
    )


def save_problems(run: ImportRun, path: Path | None, write: Callable[[str], Any]) -> None:
    """Write the problems of a run to `path`, where one was given."""
    if path is None:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(problems_csv(run))
    write(_("The problems are in %(path)s.") % {"path": path})


def preview_lines(preview: Preview, *, dry_run: bool) -> Iterator[str]:
    """Yield how a CSV is read, a line a field, and in a dry run the problems of its first rows."""
    yield _("Read as %(encoding)s, separated by %(delimiter)s:") % {
        "encoding": preview["encoding"],
        "delimiter": repr(preview["delimiter"]),
    }
    for field in preview["fields"]:
        if field["column"]:
            yield f"  {field['field']:<14} ← {field['column']} ({field['how']})"
    if preview["unused"]:
        yield _("Not used: %(columns)s") % {"columns": ", ".join(preview["unused"])}
    if not preview["date_order"]:
        yield _(
            "The dates can be read day first or month first; month first was taken "
            "(--date-order dmy changes it)."
        )
    if dry_run:
        yield _("Of the first %(seen)s rows %(good)s can be imported.") % {
            "seen": f"{preview['rows_seen']:,}",
            "good": f"{preview['rows_good']:,}",
        }
        for problem in preview["problems"]:
            where = f"{problem['line']} {problem['field']}"
            yield f"  {where} {problem['value']!r}: {problem['reason']}"
