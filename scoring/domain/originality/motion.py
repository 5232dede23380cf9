"""When one video runs inside another, and whether it moves as the other moves.

Both videos' thumbnails are looked at through one placement. What stays the same over time is taken
away from each; what is left (the residual) is compared. A copy's residuals agree. Another take of
the same scene, by the same camera even, has the same picture and other residuals.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.fingerprint import NEW_SCENE, SAMPLES_A_SECOND, Fingerprint
from scoring.domain.originality.geometry import Placement, Rectangle
from scoring.domain.originality.views import BLOCKS, Array, both_views, common_cells, even

Spans = tuple[tuple[float, float], ...]

LEAST_CELLS = 48
SPEEDS = (1.0, 0.8, 1.25, 1.5, 0.667, 0.9, 1.1, 1.2, 1.35, 0.75, -1.0, -0.8, -1.25)
LEAST_SAMPLES = 10
STILL = 0.03
BEST_BLOCKS = 0.6
CLEARLY = 0.6
STRANGE = 0.3
USUAL = 0.03
UNMOVED = 0.04
AROUND = SAMPLES_A_SECOND
BRIEF = 4 * SAMPLES_A_SECOND


@dataclass(frozen=True, slots=True)
class Alignment:
    """A line from the query's seconds to the reference's, and how well the two agree along it.

    `reference = speed · query + offset`. `motion` is the correlation of residuals, `look` the
    correlation of the pictures themselves, `liveliness` how much moves there (under 0.04 is
    nothing), `area` the share of what moves that agrees. `spans` are stretches of the query's
    seconds that agree.
    """

    speed: float
    offset: float
    motion: float
    look: float
    liveliness: float
    area: float
    spans: Spans

    @property
    def seconds(self) -> float:
        """How much of the query agrees."""
        return sum(end - start for start, end in self.spans)

    @property
    def is_usual(self) -> bool:
        """Whether nobody changed the speed, but for its direction."""
        return abs(abs(self.speed) - 1) < 0.02


@dataclass(frozen=True, slots=True)
class Line:
    """A speed and an offset worth a closer look."""

    score: float
    speed: float
    offset: float


class Pair:
    """Two videos' thumbnails seen through one placement, or only a part of the reference."""

    def __init__(
        self,
        query: Fingerprint,
        reference: Fingerprint,
        placement: Placement,
        focus: Rectangle | None = None,
    ) -> None:
        self.query_times = query.thumb_times.astype(np.float64)
        self.reference_times = reference.thumb_times.astype(np.float64)
        self.seen, self.block = common_cells(query, reference, placement, focus)
        if self.enough:
            looks = both_views(query, reference, placement, self.seen)
            self.query, self.reference = even(looks[0]), even(looks[1])
            self.query_cuts, self.reference_cuts = cuts_of(query), cuts_of(reference)

    @property
    def enough(self) -> bool:
        """Whether there is something to compare."""
        shortest = min(len(self.query_times), len(self.reference_times))
        return len(self.seen) >= LEAST_CELLS and shortest >= LEAST_SAMPLES

    def lines(self) -> list[Line]:
        """Return speeds and offsets at which residuals agree on the whole, best first."""
        if not self.enough:
            return []
        query = _Evenly(self.query, self.query_times, self.query_cuts)
        reference = _Evenly(self.reference, self.reference_times, self.reference_cuts)
        within = _likeness(query.passing(), reference.passing())
        # What stays in a part of a video isn't what stays in all of it, so that neither the whole
        # nor the moment's surroundings tell enough alone.
        found = _lines(within + _likeness(_residual(query.view), _residual(reference.view)))
        if self.query_cuts or self.reference_cuts:
            # A piece of a compilation moves within its own shot only.
            found = [*found[:1], *_lines(within)[:1], *found[1:]]
        if self._stands_still():
            found = [Line(found[0].score if found else 0.0, 1.0, 0.0), *found]
        return found

    def _stands_still(self) -> bool:
        """Whether hardly anything moves: residuals are noise then, and choose a line by chance."""
        views = (self.query, self.reference)
        return all(float(np.sqrt((_residual(view) ** 2).mean())) < UNMOVED for view in views)

    def refined(self, line: Line) -> Alignment | None:
        """Move speed and offset a little to where the two agree best."""
        speed, offset = line.speed, line.offset
        best: Alignment | None = None
        step, stretch = 1 / SAMPLES_A_SECOND, 0.04 * speed
        for _ in range(3):
            centre = best or Alignment(speed, offset, -1, -1, 0, 0, ())
            for change in (-stretch, 0.0, stretch):
                for move in (-step, -step / 2, 0.0, step / 2, step):
                    pivot = float(self.query_times.mean())
                    tried = self.measure(
                        centre.speed + change, centre.offset + move - change * pivot
                    )
                    if tried and (best is None or _rank(tried) > _rank(best)):
                        best = tried
            step, stretch = step / 2, stretch / 2
        return best

    def measure(self, speed: float, offset: float) -> Alignment | None:
        """Compare along one line; None where they hardly overlap."""
        target = speed * self.query_times + offset
        inside = np.flatnonzero(
            (target >= self.reference_times[0]) & (target <= self.reference_times[-1])
        )
        if len(inside) < LEAST_SAMPLES:
            return None
        query = self.query[inside]
        reference = _at(self.reference, self.reference_times, target[inside])
        cuts = self._cuts_within(inside, target[inside])
        agrees = _agreeing(query, reference, cuts)
        _leave_out_strangers(agrees, query, reference, cuts)
        if agrees.sum() < LEAST_SAMPLES:
            agrees[:] = True
        spans = _spans(self.query_times[inside], agrees)
        return self._measured(query[agrees], reference[agrees], speed, offset, spans)

    def _cuts_within(self, inside: npt.NDArray[np.int64], target: Array) -> npt.NDArray[np.int64]:
        """Where a new shot starts in either video, counted among the moments inside."""
        own = np.searchsorted(inside, self.query_cuts)
        shot = np.searchsorted(self.reference_times[self.reference_cuts], target, side="right")
        found = np.union1d(own, np.flatnonzero(np.diff(shot)) + 1)
        return np.asarray(found[(found > 0) & (found < len(inside))], np.int64)

    def _measured(
        self, query: Array, reference: Array, speed: float, offset: float, spans: Spans
    ) -> Alignment:
        """Correlate block by block; overlays spoil some blocks, so only the best ones count."""
        left, right = _detrended(query), _detrended(reference)
        moved = _Blocks(left, right, self.block)
        kept = moved.best(BEST_BLOCKS)
        return Alignment(
            speed=speed,
            offset=offset,
            motion=moved.correlation(kept),
            look=_Blocks(query, reference, self.block).correlation(kept),
            liveliness=float(np.sqrt(max((left**2).mean(), (right**2).mean()))),
            area=moved.area(),
            spans=spans,
        )


class _Evenly:
    """A view at even steps of time: frame rates that don't divide make uneven samples."""

    def __init__(self, view: Array, times: Array, cuts: list[int]) -> None:
        even = np.arange(times[0], times[-1] + 1e-6, 1 / SAMPLES_A_SECOND)
        self.view = _at(view, times, even)
        self.cuts = np.searchsorted(even, times[np.array(cuts, np.int64)])

    def passing(self) -> Array:
        """What differs from the seconds around it in the same shot."""
        parts = []
        for shot in np.split(self.view, self.cuts):
            sums = np.cumsum(np.vstack([np.zeros((1, shot.shape[1])), shot]), axis=0)
            first = np.clip(np.arange(len(shot)) - AROUND, 0, None)
            last = np.clip(np.arange(len(shot)) + AROUND + 1, None, len(shot))
            parts.append(shot - (sums[last] - sums[first]) / (last - first)[:, None])
        return np.concatenate(parts)


class _Blocks:
    """Two views' products and energies, block by block of the picture."""

    def __init__(self, left: Array, right: Array, block: npt.NDArray[np.int64]) -> None:
        self.both = _by_block((left * right).sum(axis=0), block)
        self.left = _by_block((left**2).sum(axis=0), block)
        self.right = _by_block((right**2).sum(axis=0), block)

    def agreement(self) -> Array:
        return np.asarray(self.both / np.sqrt(np.maximum(self.left * self.right, 1e-12)))

    def best(self, share: float) -> npt.NDArray[np.int64]:
        """The blocks that agree best, until they hold that share of the reference's energy."""
        order = np.argsort(-self.agreement())
        held = np.cumsum(self.right[order]) / max(float(self.right.sum()), 1e-12)
        return order[: int(np.searchsorted(held, share)) + 1]

    def correlation(self, kept: npt.NDArray[np.int64]) -> float:
        """Correlate the blocks kept; each counts by the weaker of its two energies."""
        weight = np.minimum(self.left, self.right)[kept]
        total = float((self.agreement()[kept] * weight).sum())
        return total / max(float(weight.sum()), 1e-12)

    def area(self) -> float:
        """The share of the reference's energy in blocks that clearly agree."""
        agreeing = self.agreement() > CLEARLY
        return float(self.right[agreeing].sum()) / max(float(self.right.sum()), 1e-12)


def _lines(likeness: Array) -> list[Line]:
    """Return the best lines of each speed, best first."""
    found = []
    for speed in SPEEDS:
        totals, counts = _line_sums(likeness, speed)
        enough = counts >= LEAST_SAMPLES
        scores = np.where(enough, totals / np.sqrt(np.maximum(counts, 1)), -1.0)
        for place in _peaks(scores, 2):
            offset = (place - _room(likeness.shape, speed)) / SAMPLES_A_SECOND
            found.append(Line(float(scores[place]), speed, offset))
    return sorted(found, key=lambda line: -line.score)


def _rank(alignment: Alignment) -> float:
    motion = alignment.motion + (USUAL if alignment.is_usual else 0.0)
    return motion * float(np.sqrt(max(alignment.seconds, 0.0)))


def _residual(view: Array) -> Array:
    return np.asarray(view - view.mean(axis=0, keepdims=True))


def _detrended(view: Array) -> Array:
    """The residual without its steady drift too: for some seconds, many things drift alike."""
    moment = np.linspace(-1, 1, len(view))
    powers = np.stack([moment**power for power in range(3 if len(view) < BRIEF else 2)], axis=1)
    steady, _ = np.linalg.qr(powers)
    return np.asarray(view - steady @ (steady.T @ view))


@lru_cache(maxsize=64)
def cuts_of(fingerprint: Fingerprint) -> list[int]:
    """Return the samples at which a new scene starts."""
    thumbs = fingerprint.thumbs.astype(np.int16)
    change = np.abs(np.diff(thumbs, axis=0)).mean(axis=(1, 2))
    # Where everything always changes, a change isn't a new scene.
    padded = np.pad(change, SAMPLES_A_SECOND, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * SAMPLES_A_SECOND + 1)
    usual = np.median(around, axis=1)
    return [int(at) + 1 for at in np.flatnonzero(change > np.maximum(NEW_SCENE, 3 * usual))]


def _likeness(left: Array, right: Array) -> Array:
    """How well each pair of moments agrees; little movement counts little."""
    noise = STILL * np.sqrt(left.shape[1])
    left_size = np.sqrt((left**2).sum(axis=1) + noise**2)
    right_size = np.sqrt((right**2).sum(axis=1) + noise**2)
    return np.asarray((left @ right.T) / left_size[:, None] / right_size[None, :])


def _room(shape: tuple[int, ...], speed: float) -> int:
    """How far to the left of the reference's start a line may begin."""
    return int(np.ceil(max(speed, 0.0) * shape[0])) + 1


def _line_sums(likeness: Array, speed: float) -> tuple[Array, npt.NDArray[np.int64]]:
    """Add up agreement along every line of one speed."""
    rows, columns = likeness.shape
    room = _room(likeness.shape, speed)
    length = columns + int(np.ceil(abs(speed) * rows)) + room + 2
    totals, changes = np.zeros(length), np.zeros(length + 1, np.int64)
    firsts = room - np.round(np.arange(rows) * speed).astype(int)
    for row, first in zip(likeness, firsts.tolist(), strict=True):
        totals[first : first + columns] += row
    np.add.at(changes, firsts, 1)
    np.add.at(changes, firsts + columns, -1)
    return totals, np.cumsum(changes)[:length]


def _peaks(scores: Array, count: int) -> list[int]:
    scores, found = scores.copy(), []
    for _ in range(count):
        place = int(scores.argmax())
        found.append(place)
        scores[max(0, place - 4) : place + 5] = -1.0
    return found


def _at(stack: Array, times: Array, wanted: Array) -> Array:
    """Read a stack between its samples."""
    after = np.clip(np.searchsorted(times, wanted), 1, len(times) - 1)
    before = after - 1
    part = (wanted - times[before]) / np.maximum(times[after] - times[before], 1e-6)
    part = np.clip(part, 0, 1)[:, None]
    return np.asarray(stack[before] * (1 - part) + stack[after] * part)


def _agreeing(query: Array, reference: Array, cuts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which moments look alike, a second of the same shot around each taken together."""
    look = (query * reference).mean(axis=1)
    smooth = np.concatenate([_smooth(shot) for shot in np.split(look, cuts)])
    return np.asarray((smooth > 0.5) & (look > 0.3))


def _leave_out_strangers(
    agrees: npt.NDArray[np.bool_], query: Array, reference: Array, cuts: npt.NDArray[np.int64]
) -> None:
    """Strike shots that look alike by chance but move otherwise, if others are left."""
    if not len(cuts):
        return
    moves = np.ones(len(agrees), bool)
    for shot in np.split(np.arange(len(agrees)), cuts):
        kept = shot[agrees[shot]]
        if len(kept) >= LEAST_SAMPLES:
            left, right = _residual(query[kept]), _residual(reference[kept])
            sizes = float(np.sqrt((left**2).mean() * (right**2).mean()))
            agreeing = float((left * right).mean()) >= STRANGE * sizes
            moves[kept] = agreeing or sizes < STILL**2
    if (agrees & moves).sum() >= LEAST_SAMPLES:
        agrees &= moves


def _smooth(values: Array) -> Array:
    width = min(SAMPLES_A_SECOND, len(values)) | 1
    if len(values) < 3:
        return values
    padded = np.pad(values, width // 2, mode="edge")
    return np.convolve(padded, np.ones(width) / width, "valid")[: len(values)]


def _spans(times: Array, agrees: npt.NDArray[np.bool_], *, gap: float = 1.0) -> Spans:
    """Return stretches of moments that agree, small gaps closed, flickers left out."""
    spans: list[list[float]] = []
    for time in times[agrees]:
        if spans and time - spans[-1][1] <= gap:
            spans[-1][1] = float(time)
        else:
            spans.append([float(time), float(time)])
    return tuple((start, end) for start, end in spans if end - start >= 0.5)


def _by_block(values: Array, block: npt.NDArray[np.int64]) -> Array:
    return np.asarray(np.bincount(block, values, minlength=BLOCKS), np.float64)
