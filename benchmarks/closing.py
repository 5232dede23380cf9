"""Lines a second of closing a week, against a bare COPY of the same lines.

Ours: `close_week` for 20,000 creators with 100,000 graded videos that were all seen in the week:
facts, lines, canonical bytes, hashes, chain, signatures, ledger, payouts, messages, in pieces of
400 creators. The second week is the usual one: it has statements before it and half of the videos
were seen. Floor: COPY of the very same lines from memory into a plain table without indexes.
Works in a database of its own. Prints one JSON document.

    python benchmarks/closing.py [--creators 20000] [--videos 100000]
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

from django.db import connection

from benchmarks.scratch import durable, scratch_database
from creatorspark.core.jobs.services import JobProgress
from creatorspark.lib.periods import week_end
from rewards.models import WeekClose
from rewards.services.policies import ensure_default_policies
from rewards.services.weeks.closing import close_week
from scoring import interface as scoring

AIM = 0.1
WEEK = date(2025, 6, 16)
REPEATS = 5
WORLD = (
    """
    INSERT INTO core_creator (platform, external_id, handle, display_name, bio, verified, niche,
        country, language, is_demo, created_at, updated_at)
    SELECT 'tiktok', 'c' || i, 'h' || i, '', '', false,
        (array['dance', 'food', 'comedy', 'sport', 'beauty', 'tech', 'pets'])[1 + i %% 7],
        (array['US', 'DE', 'GB', 'FR'])[1 + i %% 4], 'en', true, now(), now()
    FROM generate_series(1, %(creators)s) i
    """,
    """
    INSERT INTO core_video (creator_id, platform, external_id, url, caption, hashtags, sound_title,
        duration_seconds, posted_at, file, sha256, created_at, updated_at)
    SELECT c.id, c.platform, 'v' || i, '', '', '{}', '', 5 + abs(hashint4(i)) %% 220,
        %(end)s - interval '9 days' - random() * interval '4 days', '', '', now(), now()
    FROM generate_series(1, %(videos)s) i JOIN core_creator c ON c.id = 1 + i %% %(creators)s
    """,
)
SEEN = """
    INSERT INTO core_metricsnapshot (video_id, observed_at, views, likes, comments, shares, saves,
        fell, source, recorded_at)
    SELECT id, %(at)s, v, v * q * random() * .1, v * q * random() * .01, v * q * random() * .01,
        v * q * random() * .02, '{}', 'made', now()
    FROM (SELECT id, exp(random_normal()/3) q,
            %(grown)s * exp(9 + 1.5 * abs(hashint8(id) / 2147483648.0))::bigint v
        FROM core_video WHERE id %% %(every)s = 0) made
    """


def build(creators: int, videos: int) -> None:
    """Make creators with videos that reached scoring age and were seen twice."""
    end = week_end(WEEK)
    with connection.cursor() as cursor:
        for statement in WORLD:
            cursor.execute(statement, {"creators": creators, "videos": videos, "end": end})
        seen: dict[str, datetime | int] = {"at": end - timedelta(days=2), "grown": 1, "every": 1}
        cursor.execute(SEEN, seen)
        later: dict[str, datetime | int] = {"at": end + timedelta(days=5), "grown": 2, "every": 2}
        cursor.execute(SEEN, later)
        cursor.execute("VACUUM ANALYZE")
    ensure_default_policies(now=end)
    scoring.ensure_default_policies(now=end)
    scoring.grade_everything(now=end)


def settle() -> None:
    """Give every run a server at rest."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def time_closing(week: date) -> tuple[WeekClose, float]:
    """Close a week; return its record and the seconds it took."""
    settle()
    started = time.perf_counter()
    closed = close_week(week, now=week_end(week) + timedelta(hours=4), progress=JobProgress(None))
    return closed, time.perf_counter() - started


def time_floor(week: date) -> float:
    """Return the median seconds of a COPY of the week's lines into a plain table."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_lines")
        cursor.execute("CREATE TABLE floor_lines (LIKE rewards_earningsline)")
        with cursor.copy(
            "COPY (SELECT * FROM rewards_earningsline WHERE week = %s) TO STDOUT", [week]
        ) as copy:
            data = b"".join(bytes(part) for part in copy)
        taken = []
        for _ in range(REPEATS):
            cursor.execute("TRUNCATE floor_lines")
            started = time.perf_counter()
            with cursor.copy("COPY floor_lines FROM STDIN") as copy:
                for at in range(0, len(data), 1 << 17):
                    copy.write(data[at : at + (1 << 17)])
            taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def measure(week: date) -> dict[str, object]:
    """Return what closing a week took, next to the floor."""
    closed, seconds = time_closing(week)
    floor = time_floor(week)
    return {
        "statements": closed.statements,
        "lines": closed.lines,
        "seconds": round(seconds, 2),
        "lines_per_second": round(closed.lines / seconds),
        "floor_lines_per_second": round(closed.lines / floor),
        "ratio": round(floor / seconds, 3),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--creators", type=int, default=20_000)
    arguments.add_argument("--videos", type=int, default=100_000)
    given = arguments.parse_args()
    with scratch_database("creatorspark_benchmark_closing"):
        server = durable()
        build(given.creators, given.videos)
        built = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        first = measure(WEEK)
        second = measure(WEEK + timedelta(days=7))
    report = {
        "name": "closing",
        "creators": given.creators,
        "videos": given.videos,
        "rss_before_mb": built,
        "ratio": first["ratio"],
        "first_week": first,
        "second_week": second,
        "aim": AIM,
        "unit": "lines/s",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    print(json.dumps(report | {"server": server}, indent=2))


if __name__ == "__main__":
    main()
