"""Who is accused in made-up towns: cheats found, accounts named, innocent creators frozen.

python benchmarks/fraud_worlds/run_worlds.py [--seeds 8] [--first 0] [--people 2000] [--only ring]
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from benchmarks.fraud_worlds.guilty import GUILTY
from benchmarks.fraud_worlds.innocent import INNOCENT
from benchmarks.fraud_worlds.intervals import share
from benchmarks.fraud_worlds.population import Town, town
from fraud.domain import cases
from fraud.domain.activity import Kind
from fraud.domain.cases import Judgement, Tier, Totals
from fraud.domain.parameters import Parameters

ACCOMPLICES = {"circle of three": 3, "birthday presents among creators": 3}


def judged(made: Town) -> list[Judgement]:
    """Return what the detectors make of a town, against each creator's own counts."""
    activity = made.activity()
    events = activity.events.of_kind(Kind.VIEW)
    stars, counts = np.unique(events.creator, return_counts=True)
    pairs = zip(stars.tolist(), counts.tolist(), strict=True)
    totals = {star: Totals(views=count) for star, count in pairs}
    found = cases.examine(activity, parameters=Parameters())
    return cases.judge(found, period_totals=totals)


def story(name: str, seed: int, *, people: int) -> dict[str, Any]:
    """Return what happened to the story's creator and to everybody else."""
    made = town(seed, people=people)
    # Neither the largest nor the smallest: whoever cheats has something to gain.
    creator = int(np.argsort(made.pull)[made.creators // 2 + seed % 8]) + 1
    guilty = name in GUILTY
    accounts = GUILTY[name](made, creator) if guilty else INNOCENT[name](made, creator)
    ruled = judged(made)
    mine = {creator}
    for step in range(1, ACCOMPLICES.get(name, 1)):
        mine.add((creator + step - 1) % made.creators + 1)
    frozen = {one.creator for one in ruled if one.tier is Tier.CASE}
    named: set[int] = set()
    for one in ruled:
        if one.creator in mine:
            named.update(account for finding in one.findings for account in finding.accounts)
    true = set(accounts.tolist()) if accounts is not None else set()
    return {
        "found": bool(frozen & mine),
        "noticed": any(one.creator in mine for one in ruled),
        "others": len(frozen - mine),
        "hits": len(true & named),
        "named": len(named),
        "true": len(true),
        "codes": sorted({f"{one.tier.value}:{finding.code.value}" for one in ruled
                         for finding in one.findings}),
    }  # fmt: skip


def summary(name: str, *, seeds: range, people: int) -> dict[str, Any]:
    """Return one story's figures over all seeds."""
    told = [story(name, seed, people=people) for seed in seeds]
    codes: Counter[str] = Counter(code for one in told for code in one["codes"])
    made = {
        "frozen": share(sum(one["found"] for one in told), len(told)),
        "noticed": sum(one["noticed"] for one in told),
        "others frozen": sum(one["others"] for one in told),
        "of others": 29 * len(told),
        "codes": dict(codes),
    }
    if name in GUILTY:
        hits = sum(one["hits"] for one in told)
        made["account recall"] = share(hits, sum(one["true"] for one in told))
        made["account precision"] = share(hits, sum(one["named"] for one in told))
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.seeds)
    made = {
        group: {
            name: summary(name, seeds=seeds, people=options.people)
            for name in stories
            if options.only in name
        }
        for group, stories in (("guilty", GUILTY), ("innocent", INNOCENT))
    }
    print(json.dumps(made, indent=1))


if __name__ == "__main__":
    main()
