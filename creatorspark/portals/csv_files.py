"""CSV that spreadsheets open as it is meant: UTF-8, and no cell that runs as a formula."""

import csv
from collections.abc import Sequence
from io import StringIO

from creatorspark.core.importers.downloads import defuse

# Spreadsheets read UTF-8 only with a mark.
BYTE_ORDER_MARK = "\ufeff"


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of a file. Text that a person wrote goes through `harmless` first."""
    buffer = StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def harmless(text: str) -> str:
    """Return text on one line; a caption that starts like a formula is no formula."""
    return defuse(" ".join(text.split()))
