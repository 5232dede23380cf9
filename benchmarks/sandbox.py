"""Trying a draft on 100,000 paid lines, against the same sums one line after the other.

Ours: read the lines of a closed week, replay them under a draft, compare groups, people and
fairness, as the job does. Peer: `rewards.domain.bonus` called for each line that was read, and
nothing else. Works in a database of its own. Prints one JSON document.

    python benchmarks/sandbox.py [--creators 20000] [--videos 100000]
"""

import argparse
import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

from benchmarks.closing import WEEK, build, settle, time_closing
from benchmarks.scratch import durable, scratch_database
from creatorspark.core.jobs.services import JobProgress
from rewards.domain.bonus import Grade, base_pay, bonus
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy, VideoTerms
from rewards.domain.replay import LETTERS, VERDICTS, PaidWeeks, Replayed, replay
from rewards.services.outcomes import outcome_cells
from rewards.services.sandbox.comparing import compare_weeks
from rewards.services.sandbox.reading import PastWeeks, read_past

DRAFT = PayPolicy.from_parameters(
    {
        **DEFAULT_PARAMETERS,
        "rpm": [{"rpm_minor": "52.5"}, {"market": "US", "rpm_minor": "66"}],
        "bonus": {
            **DEFAULT_PARAMETERS["bonus"],
            "C": {"original": "0.05", "not_original": "0.025"},
        },
        "qualified_views": {"min_seconds": 10, "max_age_days": 90},
    },
    sha256="d" * 64,
)


def one_by_one(rows: PaidWeeks) -> tuple[int, int]:
    """Return base and bonus of the draft, line by line."""
    base_sum = bonus_sum = 0
    for row in range(len(rows)):
        key = rows.keys[int(rows.key[row])]
        seconds = int(rows.seconds[row])
        terms = VideoTerms(
            platform=key.platform,
            market=key.market,
            niche=key.niche,
            tier=key.tier,
            seconds=None if seconds < 0 else seconds,
            age_days=int(rows.age_days[row]),
        )
        views = 0 if DRAFT.why_unpaid(terms) else int(rows.gained[row])
        base = base_pay(views, rpm_minor=DRAFT.rpm_for(terms))
        base_sum += base
        if letter := LETTERS[int(rows.letter[row])]:
            verdict = VERDICTS[int(rows.originality[row])]
            due = bonus(base, grade=Grade(letter), originality=verdict, rates=DRAFT.bonus)
            bonus_sum += due.sure
    return base_sum, bonus_sum


def timed(taken: dict[str, float], name: str, started: float) -> None:
    """Note the seconds since a moment."""
    taken[name] = round(time.perf_counter() - started, 2)


def measure() -> dict[str, object]:
    """Try the draft once, step by step, next to the slow way."""
    taken: dict[str, float] = {}
    settle()
    started = time.perf_counter()
    past: PastWeeks = read_past(WEEK, WEEK, progress=JobProgress(None))
    timed(taken, "read", started)
    started = time.perf_counter()
    then: Replayed = replay(past.rows, pay=DRAFT)
    timed(taken, "replay", started)
    started = time.perf_counter()
    compare_weeks(past, then)
    timed(taken, "compare", started)
    started = time.perf_counter()
    outcome_cells(past)
    timed(taken, "anonymise", started)
    started = time.perf_counter()
    slow = one_by_one(past.rows)
    timed(taken, "one_by_one", started)
    return {
        "lines": len(past),
        "seconds": taken,
        "same_sums": slow == (int(then.base.sum()), int(then.bonus.sum())),
        "ratio": round(taken["one_by_one"] / max(taken["replay"], 0.01), 1),
        "trial_seconds": round(taken["read"] + taken["replay"] + taken["compare"], 2),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--creators", type=int, default=20_000)
    arguments.add_argument("--videos", type=int, default=100_000)
    given = arguments.parse_args()
    with scratch_database("creatorspark_benchmark_sandbox"):
        server = durable()
        build(given.creators, given.videos)
        time_closing(WEEK)
        report = measure()
    head = {"name": "sandbox", "creators": given.creators, "videos": given.videos}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    print(json.dumps(head | report | {"at": at, "server": server}, indent=2))


if __name__ == "__main__":
    main()
