"""From the cells of a CSV to staged rows, a column at a time. Pure.

A chunk whose columns are clean is converted by functions that loop in C; a column with anything
unusual is read cell by cell, and only what can't be read costs its row.
"""

import operator
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import repeat
from typing import Any, Final

from creatorspark.core.importers.columns import Layout
from creatorspark.core.importers.copytext import Chunk
from creatorspark.core.importers.fields import (
    COUNTS,
    MAX_COUNT,
    MAX_HANDLE,
    MAX_IDENTIFIER,
    MAX_NAME,
    MAX_NICHE,
    MAX_URL,
    array_literal,
)
from creatorspark.core.importers.parsing import (
    EARLIEST,
    LATEST,
    identifier_in_url,
    is_blank,
    is_total,
    parse_count,
    parse_duration,
    parse_identifier,
    parse_moment,
    posted_at_of_tiktok_id,
    unwrap,
)
from creatorspark.core.importers.problems import CellFault, Problem, Reason

FUTURE_SLACK: Final = timedelta(days=1)
"""An observation may lie this far ahead: clocks and zones differ; more would stay the newest."""
_UTC_TEXT: Final = "%Y-%m-%d %H:%M:%S.%f+00"
Cells = Sequence[Any]
Values = list[Any]
_ISO_COLUMN: Final = re.compile(
    r"(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?)?\n)+", re.ASCII
)
"""A column of times that PostgreSQL reads just as Python does."""


class Converter:
    """Turns records into staged rows; what can't be taken is in `problems`, to be drained.

    `observed_at` is for rows that name no time of their own; `now` bounds what may be recorded.
    Raises nothing: every fault becomes a Problem with its line.
    """

    def __init__(
        self, layout: Layout, *, observed_at: datetime, now: datetime, platform: str
    ) -> None:
        self._layout = layout
        self._observed_at = observed_at
        self._latest_allowed = now + FUTURE_SLACK
        self._order = layout.date_order or "mdy"
        self._platform = platform
        self._width = len(layout.columns)
        self.problems: list[Problem] = []

    def convert(self, lines: Sequence[int], rows: Sequence[list[str]]) -> Chunk | None:
        """Return the rows that can be kept, None where there is none; `lines` says where each is.

        What can't be taken is added to `problems`.
        """
        if any(map(self._width.__ne__, map(len, rows))):
            lines, rows = self._of_right_width(lines, rows)
        if not rows:
            return None
        work = _Columns(lines, rows, self._layout)
        values: dict[str, Cells] = {"video_key": self._identifiers(work)}
        numbers = {name: self._counts(work, name) for name in COUNTS if name in work}
        values |= {name: work.plain.get(name, column) for name, column in numbers.items()}
        self._require_views(work, numbers["views"])
        self._creators(work, values)
        moments = self._moments(work, values)
        self._descriptions(work, values)
        self._note_engagement(work, numbers)
        return self._finish(work, values | moments)

    def _of_right_width(
        self, lines: Sequence[int], rows: Sequence[list[str]]
    ) -> tuple[list[int], list[list[str]]]:
        kept_lines, kept = [], []
        for line, cells in zip(lines, rows, strict=True):
            surplus = cells[self._width :]
            if len(cells) >= self._width and not any(map(str.strip, surplus)):
                kept_lines.append(line)
                kept.append(cells[: self._width])
            elif any(is_total(cell) for cell in cells[:3]):
                self.problems.append(Problem(line, Reason.TOTAL, value=_joined(cells)))
            else:
                self.problems.append(Problem(line, Reason.WIDTH, value=_joined(cells)))
        return kept_lines, kept

    # Identifiers ------------------------------------------------------------------------------
    def _identifiers(self, work: "_Columns") -> Values:
        if "id" not in self._layout.fields:
            return self._each(work, "url", _identifier_of_url)
        cells = work.cells("id")
        joined = "".join(cells)
        digits_only = joined.isascii() and joined.isdigit() and all(cells)
        if digits_only and max(map(len, cells)) <= MAX_IDENTIFIER:
            return list(cells)
        keys = self._each(work, "id", _identifier)
        for place, key in enumerate(keys):
            # A total is often labelled elsewhere, with the id's cell left empty.
            if key is None and any(map(is_total, work.rows[place])):
                self._relabel_as_total(work, place)
        return keys

    def _relabel_as_total(self, work: "_Columns", place: int) -> None:
        line = work.lines[place]
        for index in range(len(self.problems) - 1, -1, -1):
            found = self.problems[index]
            if found.line == line and found.field == "id":
                value = _joined(work.rows[place])
                self.problems[index] = Problem(line, Reason.TOTAL, value=value)
                return

    def _creators(self, work: "_Columns", values: dict[str, Cells]) -> None:
        if "creator_id" in self._layout.fields:
            values["creator_key"] = self._each(work, "creator_id", _creator_identifier)
        if "creator" in self._layout.fields:
            values["handle"] = self._each(work, "creator", _handle)

    # Counts -----------------------------------------------------------------------------------
    def _counts(self, work: "_Columns", name: str) -> Values:
        cells = work.cells(name)
        joined = "".join(cells)
        if joined.isascii() and joined.isdigit() and all(cells):
            numbers = list(map(int, cells)) if max(map(len, cells)) < 20 else [MAX_COUNT + 1]
            if max(numbers) <= MAX_COUNT:
                work.plain[name] = cells
                return numbers
        return self._each(work, name, parse_count)

    def _require_views(self, work: "_Columns", views: Values) -> None:
        if None not in views:
            return
        for place, value in enumerate(views):
            if value is None and work.keep[place]:
                self._fault(work, place, Reason.VIEWS_MISSING, "views")

    def _note_engagement(self, work: "_Columns", values: dict[str, Values]) -> None:
        engaged = [values[name] for name in COUNTS[1:5] if name in values]
        if not engaged:
            return
        views = values["views"]
        try:
            sums = engaged[0]
            for more in engaged[1:]:
                sums = list(map(operator.add, sums, more))
            if not any(map(operator.gt, sums, views)):
                return
        except TypeError:
            sums = [sum(count or 0 for count in counts) for counts in zip(*engaged, strict=True)]
        for place, (total, seen) in enumerate(zip(sums, views, strict=True)):
            if seen is not None and total > seen and work.keep[place]:
                self._note(work, place, Reason.ENGAGEMENT_ABOVE_VIEWS, "views", f"{total} > {seen}")

    # Time -------------------------------------------------------------------------------------
    def _moments(self, work: "_Columns", values: dict[str, Cells]) -> dict[str, Cells]:
        posted = self._times(work, "posted_at") if "posted_at" in self._layout.fields else None
        if self._platform == "tiktok" and (posted is None or None in posted):
            posted = posted or [None] * len(work.lines)
            posted = [
                moment or (posted_at_of_tiktok_id(key) if key else None)
                for moment, key in zip(posted, values["video_key"], strict=True)
            ]
        observed = self._observed(work)
        if posted is not None:
            self._note_order(work, posted, observed)
        moments = {"observed_at": observed} | ({"posted_at": posted} if posted else {})
        return {name: work.plain.get(name) or _as_text(moments[name]) for name in moments}

    def _observed(self, work: "_Columns") -> Values:
        if "observed_at" not in self._layout.fields:
            return [self._observed_at] * len(work.lines)
        observed = [
            moment or (self._observed_at if kept else None)
            for moment, kept in zip(self._times(work, "observed_at"), work.keep, strict=True)
        ]
        if any(moment > self._latest_allowed for moment in observed if moment):
            for place, moment in enumerate(observed):
                if moment and moment > self._latest_allowed and work.keep[place]:
                    self._fault(work, place, Reason.TIME_FUTURE, "observed_at")
        return observed

    def _times(self, work: "_Columns", name: str) -> Values:
        cells = work.cells(name)
        if _ISO_COLUMN.fullmatch("\n".join(cells) + "\n"):
            try:
                moments = list(map(datetime.fromisoformat, cells))
                if moments[0].tzinfo is None:
                    moments = [moment.replace(tzinfo=UTC) for moment in moments]
                if min(moments) >= EARLIEST and max(moments) <= LATEST:
                    work.plain[name] = cells
                    return moments
            except (ValueError, TypeError):  # not a date, or only some have a zone
                pass
        order = self._order
        return self._each(work, name, lambda cell: parse_moment(cell, order=order))

    def _note_order(self, work: "_Columns", posted: Values, observed: Values) -> None:
        whole = None not in posted and None not in observed
        if whole and not any(map(operator.lt, observed, posted)):
            return
        for place, (born, seen) in enumerate(zip(posted, observed, strict=True)):
            if born and seen and seen < born and work.keep[place]:
                value = f"{seen:%Y-%m-%d %H:%M} < {born:%Y-%m-%d %H:%M}"
                self._note(work, place, Reason.OBSERVED_BEFORE_POSTED, "observed_at", value)

    # Words ------------------------------------------------------------------------------------
    def _descriptions(self, work: "_Columns", values: dict[str, Cells]) -> None:
        for field, column, parse in _DESCRIPTIONS:
            if field in self._layout.fields:
                values[column] = (
                    list(work.cells(field))
                    if parse is None
                    else self._each(work, field, parse, note=_NOTES.get(field))
                )

    # Ways of going through a column -----------------------------------------------------------
    def _each(
        self,
        work: "_Columns",
        field: str,
        parse: Callable[[str], Any],
        *,
        note: Reason | None = None,
    ) -> Values:
        """Parse cell by cell; a fault drops the row, or is noted and leaves the value blank."""
        try:
            return list(map(parse, work.cells(field)))
        except CellFault:
            pass
        values: Values = []
        for place, cell in enumerate(work.cells(field)):
            try:
                values.append(parse(cell))
            except CellFault as fault:
                values.append(None)
                if note and work.keep[place]:
                    self._note(work, place, note, field, cell)
                elif work.keep[place]:
                    self._fault(work, place, fault.reason, field)
        return values

    def _fault(self, work: "_Columns", place: int, reason: Reason, field: str) -> None:
        work.keep[place] = False
        value = work.cells(field)[place]
        self.problems.append(Problem(work.lines[place], reason, field, value))

    def _note(self, work: "_Columns", place: int, reason: Reason, field: str, value: str) -> None:
        work.notes.append((place, Problem(work.lines[place], reason, field, value)))

    def _finish(self, work: "_Columns", values: dict[str, Cells]) -> Chunk | None:
        self.problems.extend(note for place, note in work.notes if work.keep[place])
        keep = None if all(work.keep) else work.keep
        if keep and not any(keep):
            return None
        return Chunk(("line", *values), [work.lines, *values.values()], keep=keep)


class _Columns:
    """The cells of one chunk by field, which rows are kept so far, and what is to be noted."""

    def __init__(self, lines: Sequence[int], rows: Sequence[list[str]], layout: Layout) -> None:
        self.lines = lines
        self.rows = rows
        self._fields = layout.fields
        self._columns: list[tuple[str, ...]] = list(zip(*rows, strict=True))
        self.keep = [True] * len(rows)
        self.plain: dict[str, Cells] = {}  # columns that PostgreSQL may read as they stand
        self.notes: list[tuple[int, Problem]] = []

    def __contains__(self, field: str) -> bool:
        return field in self._fields

    def cells(self, field: str) -> Cells:
        return self._columns[self._fields[field]]


def _as_text(moments: Values) -> Values:
    """Return times as PostgreSQL reads them; most files repeat the same moment many times."""
    if moments and moments[0] is not None and moments.count(moments[0]) == len(moments):
        return list(repeat(moments[0].isoformat(), len(moments)))
    return [moment and moment.isoformat() for moment in moments]


def _identifier(cell: str) -> str:
    return parse_identifier(cell)


def _identifier_of_url(cell: str) -> str:
    if is_blank(cell):
        raise CellFault(Reason.ID_MISSING)
    if is_total(cell):
        raise CellFault(Reason.TOTAL)
    found = identifier_in_url(cell)
    if found is None:
        raise CellFault(Reason.ID_INVALID)
    return found


@lru_cache(maxsize=1 << 16)
def _creator_identifier(cell: str) -> str | None:
    text = unwrap(cell)
    if text.lower() in {"", "null", "none", "nan"}:
        return None
    if len(text) > MAX_IDENTIFIER:
        raise CellFault(Reason.CREATOR_INVALID)
    try:
        return parse_identifier(text)
    except CellFault as fault:
        rounded = fault.reason == Reason.ID_ROUNDED
        raise CellFault(fault.reason if rounded else Reason.CREATOR_INVALID) from fault


@lru_cache(maxsize=1 << 16)
def _handle(cell: str) -> str | None:
    text = " ".join(unwrap(cell).removeprefix("@").split())
    if text.lower() in {"", "null", "none", "nan"}:
        return None
    if len(text) > MAX_HANDLE:
        raise CellFault(Reason.CREATOR_INVALID)
    return text


def _url(cell: str) -> str | None:
    text = cell.strip()
    if is_blank(text):
        return None
    if len(text) > MAX_URL or not text.startswith(("http://", "https://")):
        raise CellFault(Reason.URL_INVALID)
    return text


def hashtags_literal(cell: str) -> str | None:
    """Return a cell of hashtags ("#a #b", "a, b" or "['a', 'b']") as an array of text."""
    words = [word.strip("#[]'\" ") for word in cell.replace(";", ",").replace("#", ",#").split(",")]
    tags = [word[:200] for word in dict.fromkeys(words) if word]
    return array_literal(tags) if tags else None


def _name(cell: str) -> str | None:
    return cell.strip()[:MAX_NAME] or None


def _niche(cell: str) -> str | None:
    return cell.strip().lower()[:MAX_NICHE] or None


def _joined(cells: list[str]) -> str:
    return " | ".join(cell.strip() for cell in cells[:8])


_DESCRIPTIONS: Final[tuple[tuple[str, str, Callable[[str], Any] | None], ...]] = (
    ("duration", "duration_seconds", parse_duration),
    ("caption", "caption", None),
    ("hashtags", "hashtags", hashtags_literal),
    ("url", "url", _url),
    ("follower_count", "follower_count", parse_count),
    ("display_name", "display_name", _name),
    ("niche", "niche", _niche),
)
_NOTES: Final = {
    "duration": Reason.DURATION_INVALID,
    "follower_count": Reason.FOLLOWERS_INVALID,
    "url": Reason.URL_INVALID,
}
