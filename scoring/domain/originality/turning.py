"""Votes of points count together only if they agree on a turn and a change of size.

In a copy all points are turned and scaled alike; points that merely look alike disagree. Each
stored point keeps its angle and size in 16 bits of note.
"""

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.tables import Hits, Notes

Floats = npt.NDArray[np.floating]

TURNS = 16
SIZES = 16
SIZE_STEP = 0.45
SMALLEST = -8.0
NOTE_STEP = 1 / 32
LEAST_HITS = 3
SHARP = 16.0


def note_of(angle: Floats, size: Floats) -> Notes:
    """Return angle (radians) and size (logarithm of long sides) as 16 bits."""
    turn = np.floor(np.mod(angle, 2 * np.pi) / (2 * np.pi) * 256).astype(np.uint16) % 256
    level = np.clip(np.round((size - SMALLEST) / NOTE_STEP), 0, 255).astype(np.uint16)
    return np.asarray(turn * 256 + level, np.uint16)


def read_note(note: npt.NDArray[np.integer]) -> tuple[Floats, Floats]:
    """Return the angle and size that a note keeps, to about a degree and 3 %."""
    turn, level = np.divmod(note, 256)
    return (turn + 0.5) / 256 * 2 * np.pi, level * NOTE_STEP + SMALLEST


def agreeing_votes(
    hits: Hits, *, angle: Floats, size: Floats, mirrored: npt.NDArray[np.bool_]
) -> dict[int, float]:
    """Return for each video the most votes that agree on turn, size and mirroring.

    `angle` and `size` are the query point's, for each hit. Closer codes count more.
    """
    there_angle, there_size = read_note(hits.note)
    turn = np.floor(np.mod(there_angle - angle, 2 * np.pi) / (2 * np.pi) * TURNS).astype(int)
    step = np.round((there_size - size) / SIZE_STEP).astype(int) + SIZES // 2
    usable = (step >= 0) & (step < SIZES)
    weight = np.exp(-((hits.distance / SHARP) ** 2))
    cell = (mirrored * TURNS + np.clip(turn, 0, TURNS - 1)) * SIZES + np.clip(step, 0, SIZES - 1)
    # A query point votes once for a video and cell, however often it meets it there.
    ballots = np.stack([hits.owner, cell, hits.query], axis=1)[usable]
    ballots, first = np.unique(ballots, axis=0, return_index=True)
    return _best_cells(ballots, weight[usable][first])


def _best_cells(ballots: npt.NDArray[np.int64], weight: Floats) -> dict[int, float]:
    """Add up votes of neighbouring cells; videos met hardly ever are passed over."""
    owners, place, count = np.unique(ballots[:, 0], return_inverse=True, return_counts=True)
    kept = np.flatnonzero(count >= LEAST_HITS)
    rank = np.full(len(owners), -1)
    rank[kept] = np.arange(len(kept))
    row = rank[place]
    used = row >= 0
    votes = np.zeros((len(kept), 2 * TURNS * SIZES))
    np.add.at(votes, (row[used], ballots[used, 1]), weight[used])
    grid = votes.reshape(len(kept), 2, TURNS, SIZES)
    wide = grid + np.roll(grid, 1, axis=2)
    wide[:, :, :, 1:] += wide[:, :, :, :-1].copy()
    best = wide.max(axis=(1, 2, 3), initial=0.0)
    return dict(zip(owners[kept].tolist(), best.tolist(), strict=True))
