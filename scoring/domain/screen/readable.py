"""Whether text on screen can be read: large enough, standing out, there for long enough.

Size is measured as on a phone 65 mm wide held upright; 2.2 mm letters are those of a newspaper.
Contrast is that of WCAG 2 (4.5 for text, 3 for large text). Reading takes the 17 characters a
second of subtitles for adults, 9 in Chinese and Japanese letters (Netflix's timed-text guides),
after a third of a second to notice; what stands beside a line is read in the same time. The worst
of the three decides: letters too small aren't read in any time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from scoring.domain.screen.lines import Line

PHONE_WIDTH, PHONE_HEIGHT = 65.0, 140.0
CHARACTERS_A_SECOND, IDEOGRAPHS_A_SECOND, TO_NOTICE = 17.0, 9.0, 0.33
LEAST_SCORE = 60.0
BESIDE = 0.8
Points = tuple[tuple[float, float], ...]
SIZE: Points = ((0.0, 0), (0.7, 10), (1.1, 45), (1.6, 75), (2.2, 95), (3.0, 100))
CONTRAST: Points = ((1.0, 0), (1.5, 15), (2.0, 40), (3.0, 72), (4.5, 95), (7.0, 100))
TIME: Points = ((0.0, 0), (0.3, 10), (0.6, 50), (0.85, 80), (1.0, 95), (1.3, 100))


class Hindrance(StrEnum):
    """What most keeps a line from being read."""

    NONE = ""
    SMALL = "small"
    FAINT = "faint"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Readable:
    """One line, judged: letters in mm on a phone, seconds it takes to read, a score of 0 to 100."""

    line: Line
    millimetres: float
    needed: float
    score: float
    hindrance: Hindrance


def judge_all(lines: Sequence[Line], *, width: int, height: int) -> tuple[Readable, ...]:
    """Judge every line of pictures of this size in px, upright."""
    shown = shown_height(width, height)
    return tuple(_judge(line, needed=_needed(line, lines), shown=shown) for line in lines)


def _judge(line: Line, *, needed: float, shown: float) -> Readable:
    millimetres = line.letters * shown
    scores = {
        Hindrance.SMALL: _along(SIZE, millimetres),
        Hindrance.FAINT: _along(CONTRAST, line.contrast),
        Hindrance.SHORT: _along(TIME, line.seconds / needed),
    }
    worst = min(scores, key=lambda one: scores[one])
    score = scores[worst]
    hindrance = worst if score < LEAST_SCORE else Hindrance.NONE
    return Readable(line, round(millimetres, 2), round(needed, 2), round(score, 1), hindrance)


def _needed(line: Line, lines: Iterable[Line]) -> float:
    """The time for a line and all that stands there for most of its time."""
    beside = [
        one.text
        for one in lines
        if min(one.end, line.end) - max(one.start, line.start) >= BESIDE * line.seconds
    ]
    return seconds_to_read("".join(beside))


def readability(judged: Sequence[Readable]) -> float | None:
    """Return how readable a video's text is, 0 to 100, long lines counting more; None: no text."""
    weights = [len(one.line.text) for one in judged]
    if not judged:
        return None
    total = sum(one.score * weight for one, weight in zip(judged, weights, strict=True))
    return round(total / sum(weights), 1)


def shown_height(width: int, height: int) -> float:
    """Return how high a picture is on an upright phone, in mm."""
    return min(PHONE_HEIGHT, PHONE_WIDTH * height / width)


def seconds_to_read(text: str) -> float:
    """Return how long a line takes to notice and to read."""
    dense = sum("\u2e80" <= character <= "\u9fff" for character in text)
    return TO_NOTICE + dense / IDEOGRAPHS_A_SECOND + (len(text) - dense) / CHARACTERS_A_SECOND


def _along(points: Points, value: float) -> float:
    """Return the height of a line through points, level beyond its ends."""
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]
