"""Geometry of two films above one another, with bands between what matches. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from creatorspark.portals.templatetags.ui import clock

WIDTH = 720
STRIP, BAR = 80, 26
GAP = 60
LABEL_ROOM = 48
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of one's own video and of the other that match."""

    start: float
    end: float
    other_start: float
    other_end: float


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch as it is drawn: a frame on each film and what joins them."""

    x: float
    width: float
    other_x: float
    other_width: float
    corners: str
    label: str
    label_x: float


@dataclass(frozen=True, slots=True)
class FilmStrip:
    """Two films: addresses of their pictures (empty: a plain bar), bands, and what doesn't match.

    `gaps` and `other_gaps` are (x, width) of what is beside every stretch; `strip` is how high a
    film is.
    """

    own_picture: str
    other_picture: str
    own_length: str
    other_length: str
    bands: tuple[Band, ...]
    gaps: tuple[Span, ...]
    other_gaps: tuple[Span, ...]
    strip: int
    width: int = WIDTH

    @property
    def frame(self) -> int:
        """How high a frame within a film is."""
        return self.strip - 2

    @property
    def other_y(self) -> int:
        """Where the lower film begins."""
        return self.strip + GAP

    @property
    def height(self) -> int:
        """How high both are together."""
        return 2 * self.strip + GAP

    @property
    def middle(self) -> int:
        """Half way between the two."""
        return self.strip + GAP // 2


def film_strip(
    stretches: Sequence[Stretch],
    *,
    own_seconds: float,
    other_seconds: float,
    own_picture: str = "",
    other_picture: str = "",
    backwards: bool = False,
) -> FilmStrip:
    """Lay out stretches on both films; each film fills the width, however long it is.

    A length of 0 is not known: the last stretch ends it then.
    """
    own = max([own_seconds, *(one.end for one in stretches)], default=0.0) or 1.0
    other = max([other_seconds, *(one.other_end for one in stretches)], default=0.0) or 1.0
    strip = STRIP if own_picture or other_picture else BAR
    bands = tuple(_band(one, own, other, strip, backwards) for one in stretches)
    return FilmStrip(
        own_picture=own_picture,
        other_picture=other_picture,
        own_length=clock(round(own)),
        other_length=clock(round(other)),
        bands=bands,
        gaps=_gaps([(band.x, band.x + band.width) for band in bands]),
        other_gaps=_gaps([(band.other_x, band.other_x + band.other_width) for band in bands]),
        strip=strip,
    )


def _band(stretch: Stretch, own: float, other: float, strip: int, backwards: bool) -> Band:
    x0, x1 = _place(stretch.start, own), _place(stretch.end, own)
    y0, y1 = _place(stretch.other_start, other), _place(stretch.other_end, other)
    first, last = (y1, y0) if backwards else (y0, y1)
    foot = strip + GAP
    corners = ((x0, strip), (x1, strip), (last, foot), (first, foot))
    middle = (x0 + x1 + y0 + y1) / 4
    return Band(
        x=x0,
        width=round(x1 - x0, 1),
        other_x=y0,
        other_width=round(y1 - y0, 1),
        corners=" ".join(f"{x},{y}" for x, y in corners),
        label=f"{clock(int(stretch.start))}–{clock(round(stretch.end))}",
        label_x=round(min(max(middle, LABEL_ROOM), WIDTH - LABEL_ROOM), 1),
    )


def _place(seconds: float, length: float) -> float:
    return round(WIDTH * min(max(seconds / length, 0.0), 1.0), 1)


def _gaps(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return what lies beside these spans."""
    found, reached = [], 0.0
    for start, end in [*sorted(spans), (float(WIDTH), float(WIDTH))]:
        if start - reached > 1:
            found.append((round(reached, 1), round(start - reached, 1)))
        reached = max(reached, end)
    return tuple(found)
