"""Seconds to grade 1,000,000 videos, reading from and writing to PostgreSQL, against the floor.

Ours: `grade_videos` on an empty set of grades: choosing snapshots, exclusions, cohorts, freezing
references, scores and letters, and storing every grade as a current row.
Floor: binary COPY of the same facts out of one flat table, the bare percentile maths in NumPy (a
quantile grid of each exact cohort, no ladder, nothing stored about them), and COPY of the same rows
into a table with the same columns and indexes. `ratio_without_indexes` has a floor that writes into
a table without any. `judgements_20000_ms` is what a week's closing pays to read 20,000 grades.
Works in a database of its own. Prints one JSON document.

    python benchmarks/grades.py [--videos 1000000]
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

import numpy as np
from django.db import connection

from benchmarks.points import NOW
from benchmarks.points import WORLD as POINTS_WORLD
from benchmarks.scratch import durable, scratch_database
from creatorspark.lib.pgcopy import HEADER, TRAILER, RowFormat, pieces
from scoring.interface import judgements
from scoring.services.engagement.running import grade_videos
from scoring.services.engagement.writing import ROWS
from scoring.services.policies import ensure_default_policies

AIM = 2.0
QUANTILES = np.linspace(0.0, 1.0, 101)
CUTS = np.array([0.2, 0.4, 0.6, 0.8])
COUNTS = ("views", "likes", "comments", "shares", "saves")
FACTS = RowFormat(
    {"id": "int8", "snapshot_id": "int8", "cohort": "int4", **dict.fromkeys(COUNTS, "int8")}
)
WORLD = (
    *POINTS_WORLD[:3],
    """
    CREATE TABLE floor_facts AS
    SELECT v.id, s.id AS snapshot_id, (dense_rank() OVER (ORDER BY v.platform, c.niche,
        width_bucket(v.duration_seconds, array[16, 31, 61, 181]),
        date_trunc('month', v.posted_at + interval '7 days')) - 1)::int4 AS cohort,
        s.views, s.likes, s.comments, s.shares, s.saves
    FROM core_video v JOIN core_creator c ON c.id = v.creator_id
    JOIN core_metricsnapshot s ON s.video_id = v.id ORDER BY v.id
    """,
    "CREATE TABLE floor_bare (LIKE scoring_engagementgrade INCLUDING DEFAULTS INCLUDING IDENTITY)",
    "CREATE TABLE floor_indexed (LIKE scoring_engagementgrade INCLUDING ALL)",
)


def build(videos: int) -> None:
    """Make a year of videos of 20,000 creators, one observation each at scoring age."""
    with connection.cursor() as cursor:
        for statement in WORLD:
            cursor.execute(
                statement, {"videos": videos, "creators": max(videos // 50, 16), "now": NOW}
            )
    forget()
    ensure_default_policies(now=NOW)


def forget() -> None:
    """Empty what a run writes and settle the server, so that each run starts alike."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE scoring_engagementgrade, scoring_pointsscore, scoring_cohortreference,"
            " floor_bare, floor_indexed"
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def time_ours(videos: int) -> float:
    """Return the seconds of a first run over everything."""
    started = time.perf_counter()
    result = grade_videos(now=NOW)
    elapsed = time.perf_counter() - started
    if result.written != videos:
        raise SystemExit(f"{result.written} of {videos} videos were graded")
    return elapsed


def time_floor(table: str) -> dict[str, float]:
    """Return the seconds of COPY out, bare maths and COPY in."""
    started = time.perf_counter()
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY floor_facts ({', '.join(FACTS.names)}) TO STDOUT (FORMAT binary)"
        ) as copy,
    ):
        facts = FACTS.decode(copy)
    read = time.perf_counter()
    rows = bare_maths(facts)
    computed = time.perf_counter()
    with connection.cursor() as cursor:
        names = ", ".join(ROWS.names)
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as copy:
            copy.write(HEADER)
            for piece in pieces(ROWS.encode(rows)):
                copy.write(piece)
            copy.write(TRAILER)
    written = time.perf_counter()
    return {
        "read": read - started,
        "maths": computed - read,
        "write": written - computed,
        "all": written - started,
    }


def bare_maths(facts: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return rows to store: the place of each shrunk weighted rate among those of its cohort."""
    views, likes, comments, shares, saves = (facts[name].astype(float) for name in COUNTS)
    weighted = likes + 2 * comments + 3 * shares + 3 * saves
    plain = (likes + comments + shares + saves) / np.maximum(views, 1)
    order = np.argsort(facts["cohort"], kind="stable")
    cuts = np.flatnonzero(np.diff(facts["cohort"][order])) + 1
    rate, score = np.empty(len(views)), np.empty(len(views))
    for rows in np.split(order, cuts):
        v, e = views[rows], weighted[rows]
        seen = v >= 100
        mean = (e[seen] / v[seen]).mean() if seen.any() else 0.0
        rate[rows] = (e + 1000 * mean) / (v + 1000)
        grid = np.quantile(rate[rows], QUANTILES)
        score[rows] = np.interp(rate[rows], grid, QUANTILES)
    early = (views < 100) | (plain > 1)
    size = len(views)
    return {
        "video_id": facts["id"],
        "policy_id": np.ones(size),
        "reference_id": facts["cohort"],
        "snapshot_id": facts["snapshot_id"],
        **{name: facts[name] for name in COUNTS},
        "watch_through": np.full(size, -1.0),
        "off_age": np.zeros(size, bool),
        "state": np.where(early, 3, 1),
        "letter": np.where(early, 0, 5 - np.searchsorted(CUTS, score, side="right")),
        "score": np.where(early, -1.0, np.round(score, 6)),
        "rate": rate,
        "plain_rate": plain,
        "is_current": np.ones(size, bool),
        "computed_at": np.ones(size),
    }


def time_judgements() -> float:
    """Return the milliseconds to read the current grades of 20,000 videos."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM core_video ORDER BY hashint8(id) LIMIT 20000")
        ids = [row[0] for row in cursor.fetchall()]
    started = time.perf_counter()
    found = judgements(video_ids=ids)
    elapsed = time.perf_counter() - started
    if len(found) != len(ids):
        raise SystemExit(f"{len(found)} of {len(ids)} grades were found")
    return elapsed * 1000


def measure(videos: int, repeats: int) -> dict[str, object]:
    """Return medians of alternating runs; a ratio is the median of neighbouring runs."""
    ours, again, judged, indexed, bare, peak = [], [], [], [], [], 0
    for _ in range(repeats):
        forget()
        ours.append(time_ours(videos))
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        judged.append(time_judgements())
        again.append(time_second())
        indexed.append(time_floor("floor_indexed"))
        bare.append(time_floor("floor_bare"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM scoring_cohortreference")
        references = cursor.fetchone()[0]
    return {
        "ours_seconds": _median(ours),
        "floor_seconds": _median(run["all"] for run in indexed),
        "ratio": _median(a / b["all"] for a, b in zip(ours, indexed, strict=True)),
        "floor_without_indexes_seconds": _median(run["all"] for run in bare),
        "ratio_without_indexes": _median(a / b["all"] for a, b in zip(ours, bare, strict=True)),
        "floor_parts": {part: _median(run[part] for run in indexed) for part in indexed[0]},
        "second_run_seconds": _median(again),
        "judgements_20000_ms": _median(judged),
        "peak_rss_mb": peak,
        "references": references,
    }


def time_second() -> float:
    """Return the seconds of a run that finds nothing to do."""
    started = time.perf_counter()
    if grade_videos(now=NOW).written:
        raise SystemExit("a second run graded something")
    return time.perf_counter() - started


def _median(values: Iterable[float]) -> float:
    return round(statistics.median(values), 2)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--videos", type=int, default=1_000_000)
    arguments.add_argument("--repeats", type=int, default=3)
    given = arguments.parse_args()
    with scratch_database("creatorspark_benchmark_grades"):
        server = durable()
        build(given.videos)
        figures = measure(given.videos, given.repeats)
    report = {"name": "grades", "videos": given.videos, **figures, "aim": AIM, "unit": "s"}
    print(json.dumps(report | {"server": server}, indent=2))


if __name__ == "__main__":
    main()
