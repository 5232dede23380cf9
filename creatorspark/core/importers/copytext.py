"""PostgreSQL's text form of COPY, built a column at a time. Pure.

The empty cell stands for NULL: use `COPY … FROM STDIN (NULL '')`.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any, Final

_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Chunk:
    """Rows on their way to a table, held by column; `keep` says which of them go."""

    def __init__(
        self,
        names: tuple[str, ...],
        columns: Iterable[Sequence[Any]],
        *,
        keep: Sequence[bool] | None = None,
    ) -> None:
        self.names = names
        self._columns = [
            column if keep is None else list(compress(column, keep)) for column in columns
        ]

    def __len__(self) -> int:
        return len(self._columns[0])

    def as_copy_text(self) -> bytes:
        """Return the rows as COPY reads them; a lone surrogate becomes a question mark."""
        if not len(self):
            return b""
        cells = map(_cells, self._columns)
        lines = "\n".join(map("\t".join, zip(*cells, strict=True)))
        return f"{lines}\n".encode("utf-8", errors="replace")


def _cells(column: Sequence[Any]) -> Sequence[str]:
    """Return a column as text in which nothing ends a cell or a row too early."""
    try:
        joined = "".join(column)
    except TypeError:  # numbers, times or None among them
        column = ["" if value is None else str(value) for value in column]
        joined = "".join(column)
    if _SPECIAL.search(joined):
        return [cell.translate(_ESCAPES) for cell in column]
    return column
