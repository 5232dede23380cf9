"""Seconds to score 1,000,000 videos, reading from and writing to PostgreSQL, against the floor.

Ours: `score_videos` on an empty set of scores: choosing snapshots, exclusions, cohorts, freezing
references, points, and storing every score as a current row.
Floor: binary COPY of the same facts out of one flat table, the bare formula in NumPy (plain
medians of the same cohorts, no ladder, nothing stored about them), and COPY of the same rows into
a table with the same columns and indexes. `ratio_without_indexes` has a floor that writes into a
table without any. Works in a database of its own. Prints one JSON document.

    python benchmarks/points.py [--videos 1000000]
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

import numpy as np
from django.db import connection
from scipy.special import ndtr

from benchmarks.scratch import durable, scratch_database
from creatorspark.lib.pgcopy import HEADER, TRAILER, RowFormat, pieces
from scoring.services.points import score_videos
from scoring.services.policies import ensure_default_policies, policy_in_force
from scoring.services.writing import ROWS

AIM = 2.0
NOW = datetime(2025, 7, 1, tzinfo=UTC)
WEIGHTS = (0.15, 0.10, 0.15, 0.15, 0.20, 0.15, 0.10)
FACTS = RowFormat(
    {
        "id": "int8",
        "snapshot_id": "int8",
        "cohort": "int4",
        "views": "int8",
        "likes": "int8",
        "shares": "int8",
        "comments": "int8",
        "saves": "int8",
        "sentiment": "float8",
    }
)
WORLD = (
    """
    INSERT INTO core_creator (platform, external_id, handle, display_name, bio, verified, niche,
        country, language, is_demo, created_at, updated_at)
    SELECT (array['tiktok', 'youtube'])[1 + i %% 2], 'c' || i, 'h' || i, '', '', false,
        (array['dance', 'food', 'comedy', 'sport', 'beauty', 'tech', 'pets'])[1 + i / 2 %% 7],
        '', 'en', true, now(), now()
    FROM generate_series(1, %(creators)s) i
    """,
    """
    INSERT INTO core_video (creator_id, platform, external_id, url, caption, hashtags, sound_title,
        duration_seconds, posted_at, file, sha256, created_at, updated_at)
    SELECT c.id, c.platform, 'v' || i, '', 'A caption ' || i, '{}', '', 5 + abs(hashint4(i)) %% 220,
        %(now)s - interval '8 days' - random() * interval '300 days', '', '', now(), now()
    FROM generate_series(1, %(videos)s) i JOIN core_creator c ON c.id = 1 + i %% %(creators)s
    """,
    """
    INSERT INTO core_metricsnapshot (video_id, observed_at, views, likes, comments, shares, saves,
        fell, source, recorded_at)
    SELECT id, posted_at + interval '7 days' + random() * interval '1 hour', v,
        v * q * random() * .1, v * q * random() * .01, v * q * random() * .01,
        v * q * random() * .02, '{}', 'made', now()
    FROM (SELECT id, posted_at, exp(random_normal()/3) q, exp(9 + 1.8 * random_normal())::bigint v
        FROM core_video) made
    """,
    """
    INSERT INTO scoring_sentimentscore (video_id, value, language, supported, model_version,
        text_sha256, is_current, computed_at)
    SELECT id, round(random()::numeric, 5), 'en', true, 'made', '', true, now() FROM core_video
    """,
    """
    CREATE TABLE floor_facts AS
    SELECT v.id, s.id AS snapshot_id, (dense_rank() OVER (ORDER BY v.platform, c.niche,
        width_bucket(v.duration_seconds, array[16, 31, 61, 181]),
        date_trunc('month', v.posted_at + interval '7 days')) - 1)::int4 AS cohort,
        s.views, s.likes, s.shares, s.comments, s.saves, m.value AS sentiment
    FROM core_video v JOIN core_creator c ON c.id = v.creator_id
    JOIN core_metricsnapshot s ON s.video_id = v.id
    JOIN scoring_sentimentscore m ON m.video_id = v.id ORDER BY v.id
    """,
    "CREATE TABLE floor_bare (LIKE scoring_pointsscore INCLUDING DEFAULTS INCLUDING IDENTITY)",
    "CREATE TABLE floor_indexed (LIKE scoring_pointsscore INCLUDING ALL)",
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
            "TRUNCATE scoring_pointsscore, scoring_cohortreference, floor_bare, floor_indexed"
        )
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def time_ours(videos: int) -> float:
    """Return the seconds of a first run over everything."""
    started = time.perf_counter()
    result = score_videos(policy_in_force(at=NOW), now=NOW)
    elapsed = time.perf_counter() - started
    if result.written != videos:
        raise SystemExit(f"{result.written} of {videos} videos were scored")
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
    """Return rows to store: robust z against each cohort's plain median, weighted, through Φ."""
    counts = [
        facts[name].astype(float) for name in ("views", "likes", "shares", "comments", "saves")
    ]
    rate = (sum(counts[1:]) + 60.0) / (counts[0] + 1000.0)
    columns = [np.log1p(count) for count in counts] + [rate, facts["sentiment"]]
    order = np.argsort(facts["cohort"], kind="stable")
    cuts = np.flatnonzero(np.diff(facts["cohort"][order])) + 1
    groups = np.split(order, cuts)
    z = np.empty((len(columns), len(rate)))
    points = np.empty(len(rate), np.int64)
    total = np.empty(len(rate))
    for rows in groups:
        for row, column in enumerate(columns):
            values = column[rows]
            middle = np.median(values)
            scale = 1.4826 * np.median(np.abs(values - middle)) or 1.0
            z[row, rows] = np.clip((values - middle) / scale, -3, 3)
        sums = np.dot(WEIGHTS, z[:, rows])
        total[rows] = sums
        place = ndtr((sums - np.median(sums)) / (sums.std() or 1.0))
        points[rows] = np.rint(300 * place)
    names = ("views", "likes", "shares", "comments", "saves", "engagement_rate", "sentiment")
    size = len(rate)
    return {
        "video_id": facts["id"],
        "policy_id": np.ones(size),
        "reference_id": facts["cohort"],
        "snapshot_id": facts["snapshot_id"],
        **{name: facts[name] for name in ("views", "likes", "shares", "comments", "saves")},
        "engagement_rate": rate,
        "sentiment": facts["sentiment"],
        **{f"z_{name}": z[row] for row, name in enumerate(names)},
        "left_out": np.zeros(size),
        "off_age": np.zeros(size, bool),
        "score": total,
        "points": points,
        "is_current": np.ones(size, bool),
        "computed_at": np.ones(size),
    }


def measure(videos: int, repeats: int) -> dict[str, object]:
    """Return medians of alternating runs; a ratio is the median of neighbouring runs."""
    ours, indexed, bare, peak = [], [], [], 0
    for _ in range(repeats):
        forget()
        ours.append(time_ours(videos))
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
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
        "peak_rss_mb": peak,
        "references": references,
    }


def _median(values: Iterable[float]) -> float:
    return round(statistics.median(values), 2)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--videos", type=int, default=1_000_000)
    arguments.add_argument("--repeats", type=int, default=3)
    given = arguments.parse_args()
    with scratch_database("creatorspark_benchmark_points"):
        server = durable()
        build(given.videos)
        figures = measure(given.videos, given.repeats)
    report = {"name": "points", "videos": given.videos, **figures, "aim": AIM, "unit": "s"}
    print(json.dumps(report | {"server": server}, indent=2))


if __name__ == "__main__":
    main()
