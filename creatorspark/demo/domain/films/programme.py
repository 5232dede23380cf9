"""Which of the cast's videos have a film, counted from their newest video back.

Lina's newest has none yet, so that her page can ask for it. The others' films tell the stories of
originality: a second take that looks alike, her own earlier post again, a lens cap left on, a duet
that says so, and the re-poster's edited copies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from creatorspark.demo.domain.cast import Story


@dataclass(frozen=True, slots=True)
class Part:
    """One film: its place and the seed of it, which take, how many seconds, and the edit.

    `takes_from` is the story of whoever it is taken from, within `TAKEN_WITHIN`: the newest film
    that fits, `skip` before it. `says_so` if the caption names them.
    """

    place: str = ""
    seed: int = 0
    take: int = 0
    seconds: int = 8
    edit: str = ""
    takes_from: str = ""
    skip: int = 0
    says_so: bool = False


TAKEN_WITHIN = (timedelta(hours=6), timedelta(days=16))
NO_FILM = None
ANYBODY = "anybody"

_PROGRAMME: Mapping[str, tuple[Part | None, ...]] = {
    "lina.nightmarket": (
        NO_FILM,
        Part("market", 11, seconds=9),
        Part("griddle", 12, take=1),
        Part("pan", 13),
        Part("griddle", 12),
        Part("pan", 15, seconds=9, edit="warmer"),
        Part("market", 14, seconds=7),
        Part("pan", 15, seconds=9),
        Part("griddle", 16, edit="black"),
        Part("market", 17),
    ),
    "juno.builds": (
        Part("workshop", 21, seconds=9),
        Part("skate", 22, seconds=8),
        Part("workshop", 23),
        Part("workshop", 24, seconds=7),
    ),
    "maxvale.fit": (Part("gym", 31), Part("gym", 32, seconds=7)),
    "amara.hums": (
        Part("walk", 42, edit="duet", takes_from=Story.SMALL_BUT_GOOD, says_so=True),
        Part("walk", 41, seconds=9),
    ),
    "riverbend.class6": (Part("volcano", 51, seconds=9),),
    "clip.carousel": (
        Part(edit="mirrored", takes_from=Story.SMALL_BUT_GOOD),
        Part(edit="faster", takes_from=Story.VIRAL_HIT),
        Part("skate", 61, edit="duet", takes_from=Story.SMALL_BUT_GOOD, skip=1),
        Part(edit="framed", takes_from=ANYBODY),
        Part(edit="captioned", takes_from=Story.SMALL_BUT_GOOD, skip=2),
        Part(edit="untouched", takes_from=ANYBODY, skip=1),
    ),
}


def parts_for(handle: str, *, videos: int) -> dict[int, Part]:
    """Return the part of each filmed video, by its place among the creator's `videos`."""
    parts = _PROGRAMME.get(handle, ())
    return {
        videos - 1 - back: part
        for back, part in enumerate(parts)
        if part is not None and back < videos
    }
