"""Where one picture lies inside another: a similarity found from matching points.

Places are in long sides of each frame. A placement maps a query's places to the reference's:
`place' = scale · turn(angle) · place + shift`, after mirroring the query if it says so.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.frames import Floats
from scoring.domain.originality.points import CODE_BITS, Points

CLOSE_CODE = 30
SEEDS = 96
MOST_MATCHES = 1500
FITTED = 5
NEAR = 0.03
SIZE_SLACK = 0.35
ANGLE_COSINE = 0.94
CELLS = 24
MARGIN = 0.02
MOST_ASKED = 2_000
MOST_KNOWN = 12_000

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placement:
    """How the query's picture lies in the reference's."""

    scale: float = 1.0
    angle: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    mirrored: bool = False

    def matrix(self) -> npt.NDArray[np.float64]:
        """Return the 2 × 3 matrix from query places (mirrored already) to reference places."""
        across, along = self.scale * np.cos(self.angle), self.scale * np.sin(self.angle)
        return np.array([[across, -along, self.shift[0]], [along, across, self.shift[1]]])

    def apply(self, place: Floats) -> npt.NDArray[np.float64]:
        """Map places of the query."""
        matrix = self.matrix()
        return np.asarray(place @ matrix[:, :2].T + matrix[:, 2])


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs of points that look alike: indices into the query's and the reference's points."""

    query: npt.NDArray[np.int64]
    reference: npt.NDArray[np.int64]
    distance: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.query)

    def pick(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "Matches":
        """Return some of them."""
        return Matches(self.query[chosen], self.reference[chosen], self.distance[chosen])


NO_MATCHES = Matches(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class Support:
    """A placement with the matches that agree with it.

    `strength` counts the distinct spots of the reference that they cover, `extent` is where.
    """

    placement: Placement
    matches: Matches
    strength: int
    extent: Rectangle


def matching_points(query: Points, reference: Points) -> tuple[Matches, Matches]:
    """Return, for each point of the query and each frame of the reference, the closest point.

    First for the query as it is, then for its mirror image. Very many points are thinned.
    """
    ours, theirs = thinned(query, MOST_ASKED), thinned(reference, MOST_KNOWN)
    if not len(ours) or not len(theirs):
        return NO_MATCHES, NO_MATCHES
    # Half of a code's bits stay in a mirror image and half are turned over: both in one go.
    same, turned = (
        np.bitwise_count(query.code[ours, None, word] ^ reference.code[None, theirs, word])
        for word in range(2)
    )
    frames = reference.frame[theirs].astype(int)
    both = (same + turned, same + (np.uint8(CODE_BITS // 2) - turned))
    plain, mirrored = (_closest(apart, frames, ours, theirs) for apart in both)
    return plain, mirrored


def thinned(points: Points, most: int) -> npt.NDArray[np.int64]:
    """Return the places of points of so many frames, evenly spread, that there are `most` or so."""
    every = -(-len(points) // most)
    _, frame = np.unique(points.frame, return_inverse=True)
    return np.flatnonzero(frame % max(every, 1) == 0)


def _closest(
    apart: npt.NDArray[np.uint8],
    frames: npt.NDArray[np.int64],
    ours: npt.NDArray[np.int64],
    theirs: npt.NDArray[np.int64],
) -> Matches:
    starts = np.flatnonzero(np.r_[True, np.diff(frames) != 0])
    ends = np.r_[starts[1:], len(theirs)]
    closest = np.minimum.reduceat(apart, starts, axis=1)
    rows, columns, distance = [], [], []
    for frame, (start, end) in enumerate(zip(starts, ends, strict=True)):
        near = np.flatnonzero(closest[:, frame] <= CLOSE_CODE)
        rows.append(near)
        columns.append(start + apart[near, start:end].argmin(axis=1))
        distance.append(closest[near, frame].astype(np.int32))
    row, column, bits = map(np.concatenate, (rows, columns, distance))
    # By distance, then by the query's points: which frame came first must not matter.
    order = np.lexsort((row, bits))[:MOST_MATCHES]
    return Matches(ours[row[order]], theirs[column[order]], bits[order])


def placements(
    query: Points, reference: Points, matches: Matches, *, mirrored: bool, count: int = 2
) -> list[Support]:
    """Return the best supported placements, each from matches the ones before did not use."""
    found: list[Support] = []
    while len(found) < count and len(matches) >= 4:
        best = _best(query, reference, matches, mirrored=mirrored)
        if best is None:
            break
        found.append(best)
        used = np.isin(matches.query, best.matches.query)
        matches = matches.pick(~used)
    return found


def _best(query: Points, reference: Points, matches: Matches, *, mirrored: bool) -> Support | None:
    pairs = _Pairs(query, reference, matches)
    seeds = pairs.seeds()
    best: Support | None = None
    for seed in seeds[pairs.ranking(seeds)[:FITTED]]:
        for _ in range(2):
            agreed = pairs.agreeing(seed)
            if agreed.sum() < 3:
                break
            seed = pairs.fitted(agreed, seed)
        agreed = pairs.agreeing(seed)
        strength = pairs.strength(agreed)
        if agreed.sum() >= 3 and (best is None or strength > best.strength):
            placement = Placement(
                float(np.hypot(seed[0], seed[1])),
                float(np.arctan2(seed[1], seed[0])),
                (float(seed[2]), float(seed[3])),
                mirrored,
            )
            best = Support(placement, matches.pick(agreed), strength, pairs.extent(agreed))
    return best


def agreeing_with(
    placement: Placement, query: Points, reference: Points, matches: Matches
) -> Support:
    """Return what supports a placement that is known otherwise."""
    pairs = _Pairs(query, reference, matches)
    matrix = placement.matrix()
    seed = np.array([matrix[0, 0], matrix[1, 0], *placement.shift])
    agreed = pairs.agreeing(seed)
    return Support(placement, matches.pick(agreed), pairs.strength(agreed), pairs.extent(agreed))


class _Pairs:
    """Matched points as arrays; a seed is (scale·cos, scale·sin, shift x, shift y)."""

    def __init__(self, query: Points, reference: Points, matches: Matches) -> None:
        self.matches = matches
        self.from_place = query.place[matches.query]
        self.to_place = reference.place[matches.reference]
        self.grown = reference.size[matches.reference] - query.size[matches.query]
        self.turned = reference.angle[matches.reference] - query.angle[matches.query]
        self.turned_cos, self.turned_sin = np.cos(self.turned), np.sin(self.turned)

    def seeds(self) -> npt.NDArray[np.float64]:
        """One guess from each of a fixed spread of matches."""
        picks = np.unique(np.linspace(0, len(self.matches) - 1, SEEDS).astype(int))
        scale, angle = np.exp(self.grown[picks]), self.turned[picks]
        across, along = scale * np.cos(angle), scale * np.sin(angle)
        x, y = self.from_place[picks].T
        shift_x = self.to_place[picks, 0] - (across * x - along * y)
        shift_y = self.to_place[picks, 1] - (along * x + across * y)
        return np.stack([across, along, shift_x, shift_y], axis=1)

    def ranking(self, seeds: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Seeds by how many matches agree with each."""
        return np.argsort(-self.agreeing(seeds).sum(axis=1), kind="stable")

    def agreeing(self, seeds: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell which matches agree with one seed, or with each of several (a row each)."""
        seeds = seeds.astype(np.float32)
        across, along, shift_x, shift_y = (seeds[..., part, None] for part in range(4))
        x, y = self.from_place.T
        off_x = across * x - along * y + shift_x - self.to_place[:, 0]
        off_y = along * x + across * y + shift_y - self.to_place[:, 1]
        scale = np.maximum(np.hypot(across, along), 1e-6)
        near = NEAR * np.clip(scale, 0.5, 1.0)
        grown = np.abs(self.grown - np.log(scale))
        # The cosine of the difference between two angles, without wrapping.
        turned = (across * self.turned_cos + along * self.turned_sin) / scale
        return np.asarray(
            (off_x**2 + off_y**2 < near**2) & (grown < SIZE_SLACK) & (turned > ANGLE_COSINE)
        )

    def fitted(
        self, agreed: npt.NDArray[np.bool_], seed: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Least squares over the matches that agree; the seed where they are too close together."""
        start, end = self.from_place[agreed], self.to_place[agreed]
        middle, target = start.mean(axis=0), end.mean(axis=0)
        centred, moved = start - middle, end - target
        spread = float((centred**2).sum())
        if spread < 1e-3 * len(start):
            return seed
        across = float((centred * moved).sum()) / spread
        along = float((centred[:, 0] * moved[:, 1] - centred[:, 1] * moved[:, 0]).sum()) / spread
        shift_x = target[0] - (across * middle[0] - along * middle[1])
        shift_y = target[1] - (along * middle[0] + across * middle[1])
        return np.array([across, along, shift_x, shift_y])

    def extent(self, agreed: npt.NDArray[np.bool_]) -> Rectangle:
        """Where in the reference most of these points are, a little widened."""
        if not agreed.any():
            return (0.0, 0.0, 0.0, 0.0)
        left, top = np.quantile(self.to_place[agreed], 0.03, axis=0) - MARGIN
        right, bottom = np.quantile(self.to_place[agreed], 0.97, axis=0) + MARGIN
        return float(left), float(top), float(right), float(bottom)

    def strength(self, agreed: npt.NDArray[np.bool_]) -> int:
        """How many distinct spots of the reference's picture are seen again."""
        cells = np.floor(self.to_place[agreed] * CELLS).astype(int)
        return len({tuple(cell) for cell in cells.tolist()})
