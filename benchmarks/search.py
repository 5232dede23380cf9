"""Finding candidates among 10^3 to 10^6 videos: code tables against faiss IndexBinaryFlat.

Synthetic videos of 30 frames and 160 points are drawn so that their bits lean and hang together
about as those of real frames do. Each query is a whole video: seven windows of 30 frames, also
mirrored (420 hashes), 8 to 22 % of the right window's bits wrong. `found` is the share of the
planted originals among the eight best; faiss gets the same hashes and the same radius, and what it
finds is what tables are held to. With `--points` the same for points, where a fifth of a query's
points are the original's with 4 to 20 % of their bits wrong, as after a crop.
Prints one JSON document.

    python benchmarks/search.py [--videos 1000,10000,100000] [--queries 20] [--points]
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import faiss
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from scoring.domain.originality.candidates import (
    HASH_BITS_USED,
    HASH_RADIUS,
    POINT_RADIUS,
    POINTS_A_VIDEO,
    POINTS_ASKED,
)
from scoring.domain.originality.fingerprint import WINDOWS
from scoring.domain.originality.tables import CodeTables

Words = NDArray[np.uint64]

FRAMES = 30
SHOTS = 6
BEST = 8
SEED = 20260504
BATCH = 2000
KINDS = {
    "hashes": {"bits": 256, "used": HASH_BITS_USED, "radius": HASH_RADIUS, "each": FRAMES},
    "points": {"bits": 128, "used": 128, "radius": POINT_RADIUS, "each": POINTS_A_VIDEO},
}


def main() -> int:
    """Fill, ask, and print what both need and find."""
    parser = argparse.ArgumentParser(description="Candidates among many videos")
    parser.add_argument("--videos", default="1000,10000,100000")
    parser.add_argument("--queries", type=int, default=20)
    parser.add_argument("--points", action="store_true", help="points too, not frame hashes only")
    parser.add_argument("--peer-to", type=int, default=1_000_000, help="the most videos for faiss")
    options = parser.parse_args()
    faiss.omp_set_num_threads(1)
    kinds = ("hashes", "points") if options.points else ("hashes",)
    document = {
        f"{kind} of {count} videos": measured(
            kind, count, queries=options.queries, peer=count <= options.peer_to
        )
        for kind in kinds
        for count in map(int, options.videos.split(","))
    }
    print(json.dumps(document, indent=1))
    return 0


def measured(kind: str, count: int, *, queries: int, peer: bool) -> dict:
    """One size of one kind."""
    random = np.random.default_rng(SEED)
    lean = leaning(KINDS[kind]["bits"], random)
    tables = CodeTables(
        bits=KINDS[kind]["bits"], used_bits=KINDS[kind]["used"], radius=KINDS[kind]["radius"]
    )
    flat = faiss.IndexBinaryFlat(KINDS[kind]["bits"]) if peer and kind == "hashes" else None
    planted = sorted(random.choice(count, min(queries, count), replace=False).tolist())
    originals: dict[int, Words] = {}
    built = 0.0
    for first, codes in drawn(kind, count, lean, random):
        owners = np.repeat(
            np.arange(first, first + len(codes) // KINDS[kind]["each"], dtype=np.uint32),
            KINDS[kind]["each"],
        )
        for owner in planted:
            if first <= owner < first + BATCH:
                originals[owner] = codes[owners == owner]
        started = time.perf_counter()
        tables.add(codes, owners)
        built += time.perf_counter() - started
        if flat is not None:
            flat.add(codes.view(np.uint8).reshape(len(codes), -1))
    tables.settle()
    asked = {owner: question(kind, originals[owner], lean, random) for owner in planted}
    ours = timed(lambda codes: best_of(tables.near(codes), kind), asked)
    result = {
        "ours": ours,
        "built in s": round(built, 1),
        "bytes a video": round(tables.bytes / count),
        "peak memory in GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }
    if flat is not None:
        theirs = timed(lambda codes: best_of(flat_hits(flat, codes, kind), kind), asked)
        result["faiss flat"] = theirs
        result["ratio"] = round(theirs["median ms"] / ours["median ms"], 2)
        result["of what faiss finds"] = round(
            len(set(ours["which"]) & set(theirs["which"])) / max(len(theirs["which"]), 1), 3
        )
        theirs.pop("which")
    ours.pop("which")
    return result


def leaning(bits: int, random: np.random.Generator) -> NDArray[np.float32]:
    """A matrix that makes bits hang together a little, neighbours most, as in real hashes."""
    place = np.arange(bits)
    together = 0.25 * np.exp(-np.abs(place[:, None] - place[None, :]) / 6) + 0.75 * np.eye(bits)
    return np.linalg.cholesky(together).astype(np.float32)


def bits_of(
    count: int, lean: NDArray[np.float32], random: np.random.Generator
) -> NDArray[np.bool_]:
    """Draw rows of bits that hang together."""
    noise = random.standard_normal((count, len(lean)), np.float32)
    return (noise @ lean.T) > 0


def drawn(
    kind: str, count: int, lean: NDArray[np.float32], random: np.random.Generator
) -> Iterator[tuple[int, Words]]:
    """Yield batches of videos' codes: frames of a shot are alike, points are not."""
    each = KINDS[kind]["each"]
    for first in tqdm(range(0, count, BATCH), desc=f"{count} {kind}", file=sys.stderr):
        videos = min(BATCH, count - first)
        if kind == "points":
            yield first, words(bits_of(videos * each, lean, random))
        else:
            shots = words(bits_of(videos * SHOTS, lean, random))
            frames = np.repeat(shots, each // SHOTS, axis=0)
            yield first, frames ^ few_bits(frames.shape, random)


def few_bits(shape: tuple[int, ...], random: np.random.Generator) -> Words:
    """Words in which one bit in sixteen is set: as much as frames of a shot differ."""
    draws = random.integers(0, 1 << 64, (4, *shape), np.uint64)
    return np.asarray(np.bitwise_and.reduce(draws, axis=0), np.uint64)


def question(
    kind: str, original: Words, lean: NDArray[np.float32], random: np.random.Generator
) -> Words:
    """A copy's codes among many that belong to nothing."""
    bits = np.unpackbits(original.view(np.uint8), axis=1, bitorder="little").astype(bool)
    if kind == "hashes":
        wrong = random.uniform(0.08, 0.22)
        right = bits ^ (random.random(bits.shape) < wrong)
        others = bits_of((2 * len(WINDOWS) - 1) * len(bits), lean, random)
    else:
        right = bits[: POINTS_ASKED // 5]
        wrong_each = random.uniform(0.04, 0.20, (len(right), 1))
        right = right ^ (random.random(right.shape) < wrong_each)
        others = bits_of(2 * POINTS_ASKED - len(right), lean, random)
    return words(np.concatenate([right, others]))


def words(bits: NDArray[np.bool_]) -> Words:
    packed = np.packbits(bits, axis=1, bitorder="little")
    return np.ascontiguousarray(packed).view(np.uint64)


def best_of(hits, kind: str) -> list[int]:
    """The eight videos with votes from the most codes."""
    pairs = np.unique(hits.query * (1 << 32) + hits.owner)
    owners, votes = np.unique(pairs % (1 << 32), return_counts=True)
    return owners[np.argsort(-votes)[:BEST]].tolist()


class FlatHits:
    """faiss's range search in the shape of ours."""

    def __init__(self, limits, labels, each: int) -> None:
        self.query = np.repeat(np.arange(len(limits) - 1), np.diff(limits.astype(np.int64)))
        self.owner = labels // each


def flat_hits(flat, codes: Words, kind: str) -> FlatHits:
    """Everything within the radius."""
    rows = codes.view(np.uint8).reshape(len(codes), -1)
    limits, _, labels = flat.range_search(rows, KINDS[kind]["radius"] + 1)
    return FlatHits(limits, labels, KINDS[kind]["each"])


def timed(ask, asked: dict[int, Words]) -> dict:
    """Milliseconds of each question, and which planted videos were among the best."""
    took, found = [], []
    for owner, codes in asked.items():
        start = time.perf_counter()
        best = ask(codes)
        took.append(1000 * (time.perf_counter() - start))
        if owner in best:
            found.append(owner)
    return {
        "median ms": round(float(np.median(took)), 1),
        "p95 ms": round(float(np.percentile(took, 95)), 1),
        "found": round(len(found) / len(asked), 3),
        "which": found,
    }


if __name__ == "__main__":
    raise SystemExit(main())
