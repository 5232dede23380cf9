"""Lines of JSON that are written alike, read together. Pure.

A machine writes its lines after one pattern: what a line that the strict reader took has outside
of its texts. Where another line has the very same bytes there, and between them texts that hold
neither quotes nor backslashes, the strict reader would take it too, and find these texts. So one
line of each pattern is parsed; whatever isn't alike is left to the strict reader.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fraud.domain.activity import Ints
from fraud.domain.lines import breaks_in
from fraud.domain.texts import Texts

# Fewer lines aren't worth looking for a pattern, and so many patterns are looked for.
LEAST: Final = 32
PATTERNS: Final = 6
_QUOTE, _BREAK, _SPACE = b'"\n '

Fields = dict[str, Texts]


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Lines of one pattern: their places among all lines, and the texts of each key."""

    lines: Ints
    fields: Fields


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """Where lines begin and end, and where the quotes of each stand."""

    source: bytes
    start: Ints
    end: Ints
    quotes: Ints
    first_quote: Ints
    count: Ints


def read_alike(
    part: bytes, *, is_good: Callable[[bytes], bool]
) -> tuple[list[Alike], NDArray[np.bool_]]:
    """Return lines that are alike, and which of all lines are left. `is_good` is the strict reader.

    Empty lines are left too.
    """
    lines = _lines(part)
    if lines is None:
        return [], np.ones(breaks_in(part) + 1, bool)
    left = np.ones(len(lines.start), bool)
    found = []
    for line in islice(_examples(lines, left), PATTERNS):
        written = part[lines.start[line] : lines.end[line]]
        pattern = _pattern(lines, line, written) if is_good(written) else None
        if pattern is not None:
            found.append(_of_pattern(lines, line, pattern, left))
    return found, left


def _lines(part: bytes) -> _Lines | None:
    """Return lines of plain texts; None where texts may be written otherwise, or not be texts."""
    if b"\\" in part or not _is_text(part):
        return None
    written = np.frombuffer(part, np.uint8)
    breaks = np.flatnonzero(written == _BREAK)
    if len(breaks) < LEAST or np.count_nonzero(written < _SPACE) != len(breaks):
        return None
    start, end = np.append(0, breaks + 1), np.append(breaks, len(part))
    quotes = np.flatnonzero(written == _QUOTE)
    first = np.searchsorted(quotes, start)
    return _Lines(
        source=part,
        start=start,
        end=end,
        quotes=quotes,
        first_quote=first,
        count=np.diff(first, append=len(quotes)),
    )


def _is_text(part: bytes) -> bool:
    if part.isascii():
        return True
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _examples(lines: _Lines, left: NDArray[np.bool_]) -> Iterator[int]:
    """Yield lines that are still left and have quotes, from the whole of the part."""
    tried = np.zeros(len(left), bool)
    while len(able := np.flatnonzero(left & ~tried & (lines.count > 0))) >= LEAST:
        line = int(able[len(able) // 2])
        tried[line] = True
        yield line


def _pattern(lines: _Lines, line: int, written: bytes) -> dict[str, int] | None:
    """Return the keys that hold texts, each with the number of the quote that opens it."""
    first, count = int(lines.first_quote[line]), int(lines.count[line])
    quotes = (lines.quotes[first : first + count] - lines.start[line]).tolist()
    found: dict[str, int] = {}
    seen: set[str] = set()
    key = ""
    for number in range(0, count, 2):
        opened, closed = quotes[number : number + 2]
        if written[closed + 1 :].lstrip()[:1] != b":":
            found[key] = number
            continue
        key = written[opened + 1 : closed].decode()
        if key in seen:
            return None
        seen.add(key)
    return found


def _of_pattern(
    lines: _Lines, example: int, pattern: dict[str, int], left: NDArray[np.bool_]
) -> Alike:
    """Return all lines like the example, and take them off those that are left."""
    rows = np.flatnonzero(left & (lines.count == lines.count[example]))
    between = _between(lines, rows, [*pattern.values()])
    here = int(np.searchsorted(rows, example))
    same = np.ones(len(rows), bool)
    for texts in between:
        same &= texts.size == texts.size[here]
    here = int(same[:here].sum())
    rows, alike = rows[same], np.ones(int(same.sum()), bool)
    for texts in between:
        alike &= texts.where(same).like(here)
    rows = rows[alike]
    left[rows] = False
    first = lines.first_quote[rows]
    fields = {}
    for key, number in pattern.items():
        start = lines.quotes[first + number] + 1
        fields[key] = Texts(lines.source, start, lines.quotes[first + number + 1] - start)
    return Alike(lines=rows, fields=fields)


def _between(lines: _Lines, rows: Ints, opening: Sequence[int]) -> list[Texts]:
    """Return what stands before, between and behind the texts of these lines."""
    first = lines.first_quote[rows]
    starts, ends = [lines.start[rows]], []
    for number in opening:
        ends.append(lines.quotes[first + number])
        starts.append(lines.quotes[first + number + 1])
    ends.append(lines.end[rows])
    return [
        Texts(lines.source, start, end - start) for start, end in zip(starts, ends, strict=True)
    ]
