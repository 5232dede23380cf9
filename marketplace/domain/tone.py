"""The visual tone of somebody's videos: light, colour and pace, as numbers and in words.

It is told and no part of a score: whether dark or bright suits is taste, which no brief asks for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final

from creatorspark.lib.sentences import gettext_noop

# Under the first number the first word, from the second on the last.
LIGHT: Final = (80.0, 150.0)
COLOUR: Final = (20.0, 45.0)
PACE: Final = (6.0, 20.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """The middle of each over `videos` that were measured; None where none of them says.

    `brightness` 0 to 255, `colour` 0 for grey to over 60 for vivid, `cuts` a minute.
    """

    brightness: float | None
    colour: float | None
    cuts: float | None
    videos: int

    @property
    def words(self) -> tuple[str, ...]:
        """Return light, colour and pace in words to be translated, as far as they are known."""
        scales = (
            (self.brightness, LIGHT, _LIGHT),
            (self.colour, COLOUR, _COLOUR),
            (self.cuts, PACE, _PACE),
        )
        return tuple(
            words[(value >= bounds[0]) + (value >= bounds[1])]
            for value, bounds, words in scales
            if value is not None
        )


_LIGHT: Final = (gettext_noop("dark"), gettext_noop("evenly lit"), gettext_noop("bright"))
_COLOUR: Final = (gettext_noop("muted colours"), gettext_noop("natural colours"),
                  gettext_noop("vivid colours"))  # fmt: skip
_PACE: Final = (gettext_noop("calm"), gettext_noop("steady pace"), gettext_noop("quick cuts"))


def tone_of(
    looks: Iterable[tuple[float | None, float | None, float | None]],
) -> Tone | None:
    """Return the tone of videos from brightness, colour and cuts of each; None of none."""
    rows = list(looks)
    if not rows:
        return None
    light, colour, cuts = (_middle(column) for column in zip(*rows, strict=True))
    return Tone(brightness=light, colour=colour, cuts=cuts, videos=len(rows))


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 1) if known else None
