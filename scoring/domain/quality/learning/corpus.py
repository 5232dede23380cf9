"""What is learned from: measured variants of pieces of clips, each clip with its group.

Clips of one group (one file, one creator) never stand on both sides of a split.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.takes import JOB, unpack
from scoring.domain.quality.learning.variants import (
    Variant,
    measured_variants,
    variant_from_json,
)
from scoring.media.problems import MediaProblem
from scoring.media.sandbox import MEGABYTE, Allowance, run_on_video

ALLOWANCE = Allowance(output_bytes=256 * MEGABYTE)
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Clip:
    """A file to learn from; `group` is whose it is."""

    path: Path
    group: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a clip in all its variants; the first is untouched."""

    clip: str
    group: str
    part: Part
    variants: tuple[Variant, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "clip": self.clip,
            "group": self.group,
            "part": self.part.value,
            "variants": [one.as_json() for one in self.variants],
        }


def piece_from_json(document: Mapping[str, Any]) -> Piece:
    """Read what `as_json` wrote. Raises ValueError for measurements of another version."""
    return Piece(
        clip=document["clip"],
        group=document["group"],
        part=Part(document["part"]),
        variants=tuple(variant_from_json(one) for one in document["variants"]),
    )


def pieces_of(clips: Sequence[Clip], *, seed: int) -> Iterator[tuple[Clip, list[Piece], str]]:
    """Yield each clip's pieces, in the order of the clips, from two processes.

    A clip that can't be read has none and the problem's name instead.
    """
    orders = [(clip, seed) for clip in clips]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for clip, (pieces, problem) in zip(clips, pool.map(_worked, orders), strict=True):
            yield clip, [piece_from_json(one) for one in pieces], problem


def _worked(order: tuple[Clip, int]) -> tuple[list[dict[str, Any]], str]:
    clip, seed = order
    try:
        content = run_on_video(JOB, clip.path, allowance=ALLOWANCE)
    except MediaProblem as refused:
        return [], refused.problem.value
    seen, heard = unpack(content)
    name = sha256(clip.path.read_bytes()).hexdigest()
    takes = chain(((Part.VISUAL, take) for take in seen), ((Part.AUDIO, take) for take in heard))
    found = []
    for number, (part, take) in enumerate(takes):
        variants = measured_variants(take, part, seed=seed_of(name, number, seed))
        found.append(Piece(name, clip.group or name, part, tuple(variants)).as_json())
    return found, ""


def seed_of(name: str, number: int, seed: int) -> int:
    """A seed of a piece's own, so that adding a clip changes nothing about the others."""
    return int(sha256(f"{seed} {name} {number}".encode()).hexdigest()[:12], 16)
