"""How often one hourly series is put in question, by kind, with 95 % intervals. Prints JSON.

python benchmarks/fraud_worlds/run_series.py [--each 100] [--seed 0] [--low 200] [--high 5000]
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.fraud_worlds.intervals import share
from benchmarks.fraud_worlds.series import BOUGHT, GENUINE, PLAIN, Channel, channel
from fraud.domain import cases
from fraud.domain.cases import Tier
from fraud.domain.detectors.bursts import examine


def measured(
    kinds: dict[str, Callable[[Channel], Any]], *, each: int, seed: int, daily: tuple[float, float]
) -> dict[str, Any]:
    """Return for each kind and for all how many were in question, and how many became a case."""
    made: dict[str, Any] = {}
    flagged = accused = 0
    for place, (name, story) in enumerate(kinds.items()):
        codes: Counter[str] = Counter()
        cases_of = hits = 0
        for number in range(each):
            weeks = channel(seed * 1_000_003 + place * 10_007 + number, daily=daily)
            story(weeks)
            found = examine(weeks.series(), creator=1)
            codes.update(one.code.value for one in found)
            hits += bool(found)
            cases_of += any(one.tier == Tier.CASE for one in cases.judge(found))
        made[name] = share(hits, each) | {"cases": cases_of, "codes": dict(codes)}
        flagged += hits
        accused += cases_of
    made["ALL"] = share(flagged, each * len(kinds)) | {"cases": accused}
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--low", type=float, default=200)
    parser.add_argument("--high", type=float, default=5_000)
    options = parser.parse_args()
    groups = (("plain", PLAIN), ("genuine", GENUINE), ("bought", BOUGHT))
    made = {
        name: measured(
            kinds,
            each=options.each,
            seed=options.seed,
            daily=(options.low, options.high),
        )
        for name, kinds in groups
    }
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
