"""Reads a retention export: CSV as YouTube Studio, TikTok Studio or a spreadsheet writes it. Pure.

A column says where in the video (seconds, a clock, per cent or a share of its length), another
which share of the viewers is still there, or how many of them.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.retention.curves import LONGEST

MOST_BYTES = 1024 * 1024
MOST_POINTS = 2_000
LEAST_POINTS = 3
# What no export has: it is refused or skipped before anything is done with it.
MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 5_000, 50, 80
HEAD_LINES = 20
# A part that is watched again and again counts more than once.
MOST_SHARE = 20.0
# Above it a column without a sign holds per cent, not shares.
MOST_RATIO = 5.0
# Shares of the length that are past its end by more than rounding.
MOST_RELATIVE = 1.05
# Above it a column of whole numbers without a sign counts viewers.
MOST_PERCENT = 100.0
POSITIONS = (
    *("videoposition", "elapsedvideotimeratio", "elapsedvideotime", "position"),
    *("timestamp", "timeseconds", "seconds", "second", "time", "at", "videotime"),
)
SHARES = (
    *("absoluteaudienceretention", "audiencewatchratio", "audienceretention", "retentionrate"),
    *("retention", "viewers", "viewersstillwatching", "stillwatching", "watching", "share"),
)
UNIT = re.compile(r"\([^()]*\)|[^a-z]")
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)")
THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
Row = Sequence[str]


class Fault(StrEnum):
    """Why an export can't be read."""

    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NO_COLUMNS = "no_columns"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    BAD_NUMBER = "bad_number"
    NOT_A_SHARE = "not_a_share"
    PAST_THE_END = "past_the_end"
    NO_LENGTH = "no_length"
    TOO_LONG = "too_long"


class RetentionFault(Exception):
    """An export that can't be read, why, and in which line (0: not in one)."""

    def __init__(self, fault: Fault, *, line: int = 0, cell: str = "") -> None:
        super().__init__(f"{fault.value} at line {line}: {cell}")
        self.fault, self.line, self.cell = fault, line, cell


@dataclass(frozen=True, slots=True)
class Reading:
    """(place, share) in order; `is_relative`: places are shares of the video's length."""

    points: tuple[tuple[float, float], ...]
    is_relative: bool

    def in_seconds(self, seconds: float | None) -> tuple[tuple[float, float], ...]:
        """Return the points by seconds. Raises RetentionFault where the length is needed, unknown.

        `seconds` is how long the video is; a point clearly past its end is of another video.
        """
        if seconds and seconds > LONGEST:
            raise RetentionFault(Fault.TOO_LONG)
        if self.is_relative:
            if not seconds:
                raise RetentionFault(Fault.NO_LENGTH)
            return tuple((round(at * seconds, 3), share) for at, share in self.points)
        if seconds and self.points[-1][0] > seconds * 1.05 + 2:
            raise RetentionFault(Fault.PAST_THE_END)
        return self.points


def read_csv(content: bytes) -> Reading:
    """Read an export. Raises RetentionFault."""
    rows = list(_rows(content))
    head, position, share = _columns(rows)
    lines = [
        (number, row[position], row[share])
        for number, row in enumerate(rows[head + 1 :], head + 2)
        if len(row) > max(position, share) and row[position].strip() and row[share].strip()
    ]
    places = [(number, *_place(cell, number)) for number, cell, _share in lines]
    name_of_place, name_of_share = rows[head][position], rows[head][share]
    cells = [cell for _number, _place, cell in lines]
    if "%" not in name_of_share and _has_thousands(cells):
        cells = [cell.replace(",", "") for cell in cells]
    shares = [(line[0], *_share_of(cell, line[0])) for line, cell in zip(lines, cells, strict=True)]
    relative, scale = _scale_of_places(places, name_of_place)
    whole = _whole_of_shares(places, shares, name_of_share)
    values = (
        (at * scale, value / whole)
        for (_n, at, _k), (_m, value, _p) in zip(places, shares, strict=False)
    )
    return checked(values, is_relative=relative)


def checked(points: Iterable[tuple[float, float]], *, is_relative: bool) -> Reading:
    """Return points in order of time, each place once. Raises RetentionFault."""
    found: dict[float, float] = {}
    for place, share in points:
        if not (math.isfinite(place) and place >= 0):
            raise RetentionFault(Fault.BAD_NUMBER, cell=str(place))
        if place > (MOST_RELATIVE if is_relative else LONGEST):
            raise RetentionFault(Fault.PAST_THE_END if is_relative else Fault.TOO_LONG)
        if not 0 <= share <= MOST_SHARE:
            raise RetentionFault(Fault.NOT_A_SHARE, cell=str(share))
        found.setdefault(round(place, 5), round(share, 5))
    if len(found) < LEAST_POINTS:
        raise RetentionFault(Fault.TOO_FEW)
    if len(found) > MOST_POINTS:
        raise RetentionFault(Fault.TOO_MANY)
    return Reading(tuple(sorted(found.items())), is_relative)


def _rows(content: bytes) -> Iterable[Row]:
    if len(content) > MOST_BYTES:
        raise RetentionFault(Fault.TOO_LARGE)
    coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(coding)
    except UnicodeDecodeError as error:
        raise RetentionFault(Fault.NOT_TEXT) from error
    if "\0" in text:
        raise RetentionFault(Fault.NOT_TEXT)
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            if number == MOST_LINES:
                raise RetentionFault(Fault.TOO_MANY)
            yield row
    except csv.Error as error:
        raise RetentionFault(Fault.NOT_TEXT) from error


def _columns(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Return the line of the names (0-based) and the two columns."""
    for line, row in enumerate(rows[:HEAD_LINES]):
        names = _names(row)
        position, share = _first(names, POSITIONS), _first(names, SHARES)
        if position is not None and share is not None:
            return line, position, share
    raise RetentionFault(Fault.NO_COLUMNS)


def _names(row: Row) -> list[str]:
    """Return columns' names without units; none for a row that can't be one of names."""
    if len(row) > MOST_COLUMNS:
        return []
    return [UNIT.sub("", cell.lower()) if len(cell) <= LONGEST_CELL else "" for cell in row]


def _first(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _place(cell: str, line: int) -> tuple[float, str]:
    """Return where, and how it was written: clock, percent or plain."""
    clock = CLOCK.fullmatch(cell.strip())
    if clock:
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + _number(seconds, line), "clock"
    if cell.strip().lower().endswith("s"):
        return _number(cell.strip()[:-1], line), "clock"
    return _share_of(cell, line)


def _share_of(cell: str, line: int) -> tuple[float, str]:
    text = cell.strip()
    if text.endswith("%"):
        return _number(text[:-1], line), "percent"
    return _number(text, line), "plain"


def _number(text: str, line: int) -> float:
    plain = text.strip().replace(" ", "").replace("\u00a0", "")
    if len(plain) > LONGEST_CELL or not NUMBER.fullmatch(plain):
        raise RetentionFault(Fault.BAD_NUMBER, line=line, cell=text[:40])
    return float(plain.replace(",", "."))


Written = Sequence[tuple[int, float, str]]


def _scale_of_places(places: Written, name: str) -> tuple[bool, float]:
    """Say whether places are shares of the length, and what makes them shares or seconds."""
    kinds = {kind for _line, _at, kind in places}
    if "clock" in kinds:
        return False, 1.0
    if "%" in name or "percent" in kinds:
        return True, 0.01
    if "ratio" in name.lower() or "share" in name.lower():
        return True, 1.0
    return False, 1.0


def _has_thousands(cells: Sequence[str]) -> bool:
    """Say whether commas part thousands: each does where it stands so in every number."""
    parted = [cell.strip() for cell in cells if "," in cell]
    return bool(parted) and all(THOUSANDS.fullmatch(cell) for cell in parted)


def _whole_of_shares(places: Written, shares: Written, name: str) -> float:
    """Return what counts as all viewers: 1, 100 per cent, or how many there were at the start."""
    kinds = {kind for _line, _value, kind in shares}
    values = [value for _line, value, _kind in shares]
    if "%" in name or "percent" in kinds:
        return 100.0
    if any(value > MOST_PERCENT for value in values) and all(map(float.is_integer, values)):
        _place, first = min(zip((at for _l, at, _k in places), values, strict=True))
        return first or max(values)
    return 100.0 if any(value > MOST_RATIO for value in values) else 1.0
