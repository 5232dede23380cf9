"""Rows a second of `import_metrics` on a 200,000-row CSV against bare COPY of the same file.

Floor: COPY of the very same CSV bytes into one table with the same columns, typed, without index.
`ratio_same_tables` has another floor: COPY of the finished creators, videos and snapshots into the
real tables, whose indexes and foreign keys an import has to pay for as well.
Two shapes are measured: every row a new video (the hardest), and ten observations a video.
Works in databases of its own, which it makes and drops. Prints one JSON document.

    python benchmarks/import_metrics.py [--rows 200000]
"""

import argparse
import csv
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections, transaction

from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.services import import_path

AIM = 0.15
MIGRATED = "creatorspark_benchmark_import"
FRESH = f"{MIGRATED}_fresh"
TABLES = ("core_creator", "core_video", "core_metricsnapshot")
START = datetime(2024, 1, 1, tzinfo=UTC)
NOW = datetime(2025, 1, 1, tzinfo=UTC)
WORDS = ["night", "market", "street", "food", "dance", "cover", "tutorial", "skate", "review"]
HEADER = ["video_id", "creator_id", "creator", "caption", "posted_at", "observed_at", "duration"]
HEADER += ["views", "likes", "comments", "shares", "saves"]
FLOOR_TABLE = """
CREATE TABLE floor_metrics (video_id text, creator_id text, creator text, caption text,
    posted_at timestamptz, observed_at timestamptz, duration integer, views bigint, likes bigint,
    comments bigint, shares bigint, saves bigint)
"""


def write_csv(path: Path, *, rows: int, observations: int) -> None:
    """Write `rows` rows, `observations` of each video, in the order of an export by day."""
    chance = random.Random(20240101)
    videos = rows // observations
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for day in range(observations):
            for video in range(videos):
                posted = START + timedelta(minutes=video)
                key = (int(posted.timestamp()) << 32) + video
                creator = video * 7919 % max(videos // 10, 1)
                views = int(chance.lognormvariate(8, 2)) + day * 500
                caption = " ".join(chance.choices(WORDS, k=8)) + f" #{chance.choice(WORDS)} 📈"
                seen = posted + timedelta(days=day + 1)
                counts = (views, views // 12, views // 300, views // 200, views // 150)
                named = (key, 6_800_000_000_000_000_000 + creator, f"creator.{creator}", caption)
                timed = (posted.isoformat(), seen.isoformat(), 5 + video % 170)
                out.writerow((*named, *timed, *counts))


def use_database(name: str) -> None:
    """Close the connection and let the next one open database `name`."""
    connection.close()
    connections["default"].settings_dict["NAME"] = name


def run_on(name: str, *statements: str) -> None:
    """Run statements in database `name`; leaves it in use."""
    use_database(name)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def time_floor(path: Path) -> float:
    """Return the seconds of a bare COPY, in a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_metrics")
        cursor.execute(FLOOR_TABLE)
        started = time.perf_counter()
        statement = "COPY floor_metrics FROM STDIN (FORMAT csv, HEADER)"
        with path.open("rb") as file, cursor.copy(statement) as copy:
            while block := file.read(1 << 20):
                copy.write(block)
        elapsed = time.perf_counter() - started
        cursor.execute("DROP TABLE floor_metrics")
    return elapsed


def time_same_tables() -> float:
    """Return the seconds of a bare COPY of what the import made into empty tables like its own."""
    finished = []
    for table in TABLES:
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as out,
        ):
            finished.append((table, b"".join(bytes(part) for part in out)))
    run_on("postgres", f"DROP DATABASE IF EXISTS {FRESH}")
    run_on("postgres", f"CREATE DATABASE {FRESH} TEMPLATE {MIGRATED}", "CHECKPOINT")
    run_on(FRESH, "SELECT 1")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, data in finished:
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(data)
    return time.perf_counter() - started


def time_import(path: Path, *, rows: int) -> float:
    """Return the seconds of a whole import, commit included, into empty tables."""
    run_on("postgres", f"DROP DATABASE IF EXISTS {FRESH}")
    run_on("postgres", f"CREATE DATABASE {FRESH} TEMPLATE {MIGRATED}", "CHECKPOINT")
    run_on(FRESH, "SELECT 1")
    started = time.perf_counter()
    run = import_path(path, file_format="metrics", options=ImportOptions(), actor=None, now=NOW)
    elapsed = time.perf_counter() - started
    if run.snapshots_added != rows:
        raise SystemExit(f"{run.snapshots_added} of {rows} rows came in")
    return elapsed


def measure(directory: Path, *, rows: int, observations: int, repeats: int) -> dict[str, float]:
    """Return rows a second of both, by the median of alternating runs."""
    path = directory / f"metrics-{observations}.csv"
    write_csv(path, rows=rows, observations=observations)
    ours, floor, same = [], [], []
    for _ in range(repeats):
        floor.append(time_floor(path))
        ours.append(time_import(path, rows=rows))
        same.append(time_same_tables())
    our_time = statistics.median(ours)
    return {
        "ours_rows_per_second": round(rows / our_time),
        "floor_rows_per_second": round(rows / statistics.median(floor)),
        "same_tables_rows_per_second": round(rows / statistics.median(same)),
        "ratio": round(statistics.median(floor) / our_time, 3),
        "ratio_same_tables": round(statistics.median(same) / our_time, 3),
        "file_megabytes": round(path.stat().st_size / 1e6, 1),
    }


def main() -> None:
    """Measure both shapes and print them; the headline is the harder one."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=200_000)
    arguments.add_argument("--repeats", type=int, default=3)
    given = arguments.parse_args()
    run_on("postgres", f"DROP DATABASE IF EXISTS {MIGRATED}", f"CREATE DATABASE {MIGRATED}")
    use_database(MIGRATED)
    try:
        call_command("migrate", verbosity=0, skip_checks=True)
        with tempfile.TemporaryDirectory() as directory:
            shapes = {
                name: measure(
                    Path(directory),
                    rows=given.rows,
                    observations=observations,
                    repeats=given.repeats,
                )
                for name, observations in (("every_row_a_new_video", 1), ("ten_a_video", 10))
            }
    finally:
        for name in (FRESH, MIGRATED):
            run_on("postgres", f"DROP DATABASE IF EXISTS {name}")
    hardest = shapes["every_row_a_new_video"]
    report = {
        "benchmark": "import_metrics",
        "rows": given.rows,
        "ours": hardest["ours_rows_per_second"],
        "floor": hardest["floor_rows_per_second"],
        "ratio": hardest["ratio"],
        "ratio_same_tables": hardest["ratio_same_tables"],
        "aim": AIM,
        "unit": "rows/s",
        "shapes": shapes,
        "peak_memory_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
