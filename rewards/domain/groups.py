"""The groups by which pay is compared: niche, size of the creator, length, language, market. Pure.

An empty name stands for “not known”.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rewards.domain.intervals import IntArray

KINDS: Final = ("niche", "size", "length", "language", "market")
# Followers below which a creator has this size; seconds up to which a video has this length.
SIZES: Final = (
    (1_000, "< 1 K"),
    (10_000, "1–10 K"),
    (100_000, "10–100 K"),
    (1_000_000, "100 K–1 M"),
    (None, "1 M+"),
)
LENGTHS: Final = (
    (15, "≤ 15 s"),
    (30, "16–30 s"),
    (60, "31–60 s"),
    (180, "61–180 s"),
    (None, "> 180 s"),
)
NOT_KNOWN: Final = ""


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """Rows by one kind of group: `code` is each row's position in `names`."""

    kind: str
    names: Sequence[str]
    code: IntArray


def by_name(kind: str, *, names: Sequence[str], code: IntArray) -> Grouping:
    """Return rows grouped by a name; equal names become one, in alphabetic order."""
    found = sorted(set(names), key=lambda name: (name == NOT_KNOWN, name.casefold()))
    places = np.array([found.index(name) for name in names], np.int64)
    return Grouping(kind=kind, names=found, code=places[code] if len(code) else code)


def by_size(followers: IntArray) -> Grouping:
    """Return rows grouped by the followers of their creator; below zero is not known."""
    edges = np.array([limit for limit, _name in SIZES if limit is not None])
    place = np.searchsorted(edges, followers, side="right")
    return _ranked("size", SIZES, place=place, known=followers >= 0)


def by_length(seconds: IntArray) -> Grouping:
    """Return rows grouped by the length of their video; below zero is not known."""
    edges = np.array([limit for limit, _name in LENGTHS if limit is not None])
    place = np.searchsorted(edges, seconds, side="left")
    return _ranked("length", LENGTHS, place=place, known=seconds >= 0)


def _ranked(
    kind: str,
    steps: Sequence[tuple[int | None, str]],
    *,
    place: IntArray,
    known: np.typing.NDArray[np.bool_],
) -> Grouping:
    names = [*(name for _limit, name in steps), NOT_KNOWN]
    code = np.where(known, place, len(names) - 1).astype(np.int64)
    return Grouping(kind=kind, names=names, code=code)
