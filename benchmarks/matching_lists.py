"""The 50 best of 100,000 creators for each of 1,000 briefs, with every gate and factor.

Floor: the bare float32 matrix product of the embeddings (384 dimensions) and a partial sort of its
rows, in blocks of the same size, in the same process, in turns. Prints one JSON document.

    python -m benchmarks.matching_lists [--creators 100000] [--briefs 1000] [--rounds 3]
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.matching_drawn import CATEGORIES, drawn_needs, drawn_table
from marketplace.domain.matching.gates import stopped
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.ranking import BLOCK, rank
from marketplace.domain.matching.shares import shares_of
from marketplace.domain.matching.tables import Table

DIMENSIONS = 384
BEST = 50


def main() -> int:
    """Draw, rank in turns with the floor, and print."""
    parser = argparse.ArgumentParser(description="All lists of a run")
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--briefs", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    table = drawn_table(options.creators, DIMENSIONS)
    needs = drawn_needs(options.briefs, DIMENSIONS)
    words = np.ascontiguousarray(table.features[:, len(CATEGORIES) :])
    resting = memory_mb()
    ours, floors, cpu, floor_cpu = [], [], [], []
    peak = 0.0
    for _ in range(options.rounds):
        floor_time, floor_work = timed(lambda: floor(words, needs))
        our_time, our_work = timed(lambda: lists(table, needs))
        peak = max(peak, memory_mb())
        floors.append(floor_time)
        ours.append(our_time)
        floor_cpu.append(floor_work)
        cpu.append(our_work)
    print(
        json.dumps(
            {
                "creators": options.creators,
                "briefs": options.briefs,
                "dimensions": DIMENSIONS,
                "best": BEST,
                "pass all rules": round(passing(table, needs[:50]), 3),
                "load": round(os.getloadavg()[0], 1),
                "ours s": [round(one, 2) for one in ours],
                "floor s": [round(one, 2) for one in floors],
                "ours cpu s": [round(one, 2) for one in cpu],
                "floor cpu s": [round(one, 2) for one in floor_cpu],
                "ratio": round(min(ours) / min(floors), 2),
                "ratio of cpu": round(min(cpu) / min(floor_cpu), 2),
                "table MB": round(resting),
                "peak over it MB": round(peak - resting),
            },
            indent=1,
        )
    )
    return 0


def lists(table: Table, needs: list[Needs]) -> int:
    """Every list; returns how many places they have in all."""
    return sum(len(one.ids) for one in rank(table, needs, most=BEST))


def passing(table: Table, needs: list[Needs]) -> float:
    """The share of creators that a brief leaves, on average."""
    return float(
        np.mean([1 - stopped(table, one, shares=shares_of(table, one)).mean() for one in needs])
    )


def floor(words: np.ndarray, needs: list[Needs]) -> float:
    """The product and a partial sort of each row, best first."""
    total = 0.0
    for start in range(0, len(needs), BLOCK):
        block = np.stack(
            [one.embedding for one in needs[start : start + BLOCK] if one.embedding is not None]
        )
        for row in block @ words.T:
            best = np.argpartition(row, len(row) - BEST)[-BEST:]
            total += float(row[best[np.argsort(-row[best])]].sum())
    return total


def timed(work) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def memory_mb() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
