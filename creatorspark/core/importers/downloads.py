"""The list of problems of an import as a CSV that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from creatorspark.core.models import ImportProblem, ImportRun

# The wide ones stand for the others where a keyboard writes them.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def defuse(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: a leading =, +, - or @ is quoted.

    >>> defuse("=HYPERLINK(1)"), defuse("12")
    ("'=HYPERLINK(1)", '12')
    """
    return f"'{text}" if text.lstrip(" \ufeff\u00a0").startswith(_FORMULA) else text


def problems_csv(run: ImportRun, *, rejected_only: bool = False) -> Iterator[str]:
    """Yield the lines of a CSV of the run's problems, header first, without holding them all."""
    problems = ImportProblem.objects.filter(run=run).order_by("line", "id")
    if rejected_only:
        problems = problems.filter(severity=ImportProblem.Severity.REJECTED)
    yield "\ufeff" + _line([_("line"), _("what happened"), _("field"), _("value"), _("reason")])
    for problem in problems.iterator(chunk_size=2_000):
        yield _line(
            [
                str(problem.line),
                str(problem.get_severity_display()),
                problem.field,
                problem.value,
                problem.reason,
            ]
        )


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(map(defuse, cells))
    return buffer.getvalue()
