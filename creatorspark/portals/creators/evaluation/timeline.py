"""Geometry of a video's seconds side by side: brightness, loudness, and what is wrong when. Pure.

Every lane is 1,000 units wide whatever the video's length, so that lanes lie above one another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH = 1000.0
HEIGHT = 100.0
# One bar a second, until bars would be thinner than a pixel or two on a phone.
MOST_BARS = 180
QUIETEST, LOUDEST, TARGET = -50.0, 0.0, -14.0
WHITE = 255.0
GOOD_LIGHT = (90.0, 170.0)
SILENT, CLIPPED = 0.5, 2e-3
GAP = 0.25
Row = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a lane, in its units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SoundLane:
    """A bar for each second's loudness, from the quietest that is drawn; `mark` is -14 LUFS."""

    bars: tuple[Box, ...]
    silent: tuple[Box, ...]
    clipped: tuple[Box, ...]
    mark: float


@dataclass(frozen=True, slots=True)
class LightLane:
    """Brightness as a line that breaks where there is nothing to see; `good` is the target."""

    lines: tuple[str, ...]
    good: Box


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of seconds on a lane."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Second:
    """A line of the table behind: the values of one stretch, None where there is none."""

    start: int
    end: int
    brightness: float | None
    loudness: float | None
    silent: bool
    clipped: float | None


def sound_lane(series: Mapping[str, Row], *, seconds: float) -> SoundLane | None:
    """Lay out loudness; None without sound."""
    loudness = series.get("loudness", ())
    if not any(value is not None for value in loudness):
        return None
    step = _step(len(loudness))
    width = WIDTH * step / max(seconds, 1.0)
    bars = []
    for number, value in enumerate(_grouped(loudness, step, _mean)):
        if value is None or value <= QUIETEST:
            continue
        top = _down(value)
        bars.append(
            Box(
                round(number * width + width * GAP / 2, 2),
                top,
                round(min(width, WIDTH - number * width) * (1 - GAP), 2),
                round(HEIGHT - top, 2),
            )
        )
    return SoundLane(
        bars=tuple(bars),
        silent=_boxes(series.get("silence", ()), SILENT, seconds),
        clipped=_boxes(series.get("clipping", ()), CLIPPED, seconds),
        mark=_down(TARGET),
    )


def light_lane(series: Mapping[str, Row], *, seconds: float) -> LightLane | None:
    """Lay out brightness; None where nothing was seen."""
    row = series.get("brightness", ())
    if not any(value is not None for value in row):
        return None
    step = _step(len(row))
    values = _grouped(row, step, _mean)
    points = [
        (min((number + 0.5) * step / max(seconds, 1.0), 1.0) * WIDTH, value)
        for number, value in enumerate(values)
    ]
    lines = [
        " ".join(f"{x:.1f},{_light(value or 0.0)}" for x, value in run)
        for known, run in groupby(points, key=lambda point: point[1] is not None)
        if known
    ]
    low, high = GOOD_LIGHT
    good = Box(0.0, _light(high), WIDTH, round(_light(low) - _light(high), 1))
    return LightLane(tuple(lines), good)


def span(start: float, end: float, *, seconds: float) -> Span:
    """Place a stretch of seconds."""
    length = max(seconds, 1.0)
    x = min(start / length, 1.0) * WIDTH
    return Span(round(x, 1), round(max(min(end / length, 1.0) * WIDTH - x, 4.0), 1))


def seconds_table(series: Mapping[str, Row]) -> list[Second]:
    """Return the numbers behind the lanes; of a long video, means of a few seconds."""
    rows = {
        name: series.get(name, ()) for name in ("brightness", "loudness", "silence", "clipping")
    }
    length = max(map(len, rows.values()), default=0)
    step = _step(length)
    found = {name: _grouped(row, step, _mean) for name, row in rows.items()}
    return [
        Second(
            start=number * step,
            end=min((number + 1) * step, length),
            brightness=_at(found["brightness"], number),
            loudness=_at(found["loudness"], number),
            silent=(_at(found["silence"], number) or 0.0) > SILENT,
            clipped=_at(found["clipping"], number),
        )
        for number in range(-(-length // step) if length else 0)
    ]


def _at(row: Row, number: int) -> float | None:
    return row[number] if number < len(row) else None


def _step(length: int) -> int:
    return max(1, -(-length // MOST_BARS))


def _grouped(row: Row, step: int, put: Callable[[Iterable[float]], float]) -> list[float | None]:
    groups = [row[start : start + step] for start in range(0, len(row), step)]
    known = [[value for value in group if value is not None] for group in groups]
    return [put(group) if group else None for group in known]


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)


def _down(loudness: float) -> float:
    share = (min(max(loudness, QUIETEST), LOUDEST) - QUIETEST) / (LOUDEST - QUIETEST)
    return round(HEIGHT * (1 - share), 1)


def _light(value: float) -> float:
    return round(HEIGHT * (1 - min(max(value, 0.0), WHITE) / WHITE), 1)


def _boxes(row: Row, level: float, seconds: float) -> tuple[Box, ...]:
    """Return the stretches in which a share is above a level, full height."""
    marked = [value is not None and value > level for value in row]
    boxes, at = [], 0
    for is_marked, run in groupby(marked):
        length = len(list(run))
        if is_marked:
            where = span(at, at + length, seconds=seconds)
            boxes.append(Box(where.x, 0.0, where.width, HEIGHT))
        at += length
    return tuple(boxes)
