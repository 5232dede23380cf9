"""The same line seen at several moments becomes one, with the time that it stands there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

ALIKE = 0.8
APART = 0.12
SHORTEST = 2
# What a platform or an editor prints over a clip isn't the creator's text.
MARKS = re.compile(r"^(@[\w.]+|tik ?tok|capcut|instagram|youtube|snapchat|\W*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: seconds from and to, letters' height as a share of the picture's height,
    contrast (1 to 21), and where its middle is, from the top, as a share.
    """

    text: str
    start: float
    end: float
    letters: float
    contrast: float
    sure: float
    middle: float

    @property
    def seconds(self) -> float:
        """How long it stands there."""
        return self.end - self.start

    def as_json(self) -> dict[str, Any]:
        """Return plain values, for storage."""
        return asdict(self)


def lines_of(moments: Iterable[Mapping[str, Any]], *, spacing: float) -> tuple[Line, ...]:
    """Join what was read at moments `spacing` seconds apart, in the order of their beginnings.

    A line that isn't seen at one moment has gone; the same text later is another line. Each moment
    stands for the time half way to its neighbours.
    """
    done: list[Line] = []
    open_lines: list[Line] = []
    for moment in moments:
        start, end = moment["at"] - spacing / 2, moment["at"] + spacing / 2
        going_on: list[Line] = []
        for found in moment["lines"]:
            if len(found["text"]) < SHORTEST or MARKS.match(found["text"]):
                continue
            line = _line(found, start=start, end=end)
            before = next((one for one in open_lines if _same(one, line)), None)
            if before is not None:
                open_lines.remove(before)
                line = _joined(before, line)
            going_on.append(line)
        done += open_lines
        open_lines = going_on
    return tuple(sorted([*done, *open_lines], key=lambda line: (line.start, line.middle)))


def words_of(lines: Iterable[Line]) -> str:
    """Return all that stands on screen, each text once, in the order of its appearance."""
    kept: list[str] = []
    for line in lines:
        if not any(_alike(line.text, text) for text in kept):
            kept.append(line.text)
    return " ".join(kept)


def _line(found: Mapping[str, Any], *, start: float, end: float) -> Line:
    _left, top, _width, height = found["box"]
    return Line(
        text=found["text"],
        start=round(max(0.0, start), 2),
        end=round(end, 2),
        letters=found["letters"],
        contrast=found["contrast"],
        sure=found["sure"],
        middle=round(top + height / 2, 3),
    )


def _same(before: Line, line: Line) -> bool:
    return abs(before.middle - line.middle) <= APART and _alike(before.text, line.text)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return SequenceMatcher(None, one.lower(), other.lower()).ratio() >= ALIKE


def _joined(before: Line, line: Line) -> Line:
    """The surer reading of both; it was there since the first."""
    best = max(before, line, key=lambda one: one.sure)
    return Line(
        text=best.text,
        start=before.start,
        end=line.end,
        letters=best.letters,
        contrast=best.contrast,
        sure=best.sure,
        middle=line.middle,
    )
