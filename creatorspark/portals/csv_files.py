"""CSV that spreadsheets open as it is meant: UTF-8, and no cell that runs as a formula."""

import csv
from collections.abc import Sequence
from io import StringIO

# Spreadsheets read UTF-8 only with a mark.
BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of a file. Text that a person wrote goes through `harmless` first."""
    buffer = StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def harmless(text: str) -> str:
    """Return text on one line; a caption that starts like a formula is no formula."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(FORMULA_SIGNS) else plain
