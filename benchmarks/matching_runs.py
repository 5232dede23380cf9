"""One run of matching over many creators and brands, whole and after a few changes.

Creators have a listing, an audience and some videos with counts and categories; brands an industry
and a target. Measured is what a worker does: profiles, columns, lists both ways, reasons, rows.
Works in a database of its own. Prints one JSON document.

    python benchmarks/matching_runs.py [--creators 10000] [--brands 200] [--videos 5]
"""

import argparse
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.scratch import durable, scratch_database
from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator, MetricSnapshot, Video
from marketplace.domain.industries import Industry
from marketplace.domain.matching.audiences import BANDS
from marketplace.models import Audience, Brand, Listing
from marketplace.services.runs.making import make_run
from scoring.interface import assess_categories

SEED, CHUNK = 7, 2_000
TOPICS = (
    *("dance videos", "makeup tutorials", "comedy sketches", "gym workouts", "street food"),
    *("gaming streams", "travel vlog", "singing covers", "dog tricks", "phone reviews"),
)


def main() -> int:
    """Make a world, a run of all of it, and a run of changes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--creators", type=int, default=10_000)
    parser.add_argument("--brands", type=int, default=200)
    parser.add_argument("--videos", type=int, default=5, help="of each creator")
    given = parser.parse_args()
    with scratch_database("creatorspark_matchruns"), tempfile.TemporaryDirectory() as folder:
        settings.VAR_DIR = Path(folder)
        make_world(given.creators, given.brands, videos=given.videos)
        document = {
            "creators": given.creators,
            "brands": given.brands,
            "videos of each": given.videos,
            "durability": durable(),
            "whole": measured_apart(full=True),
        }
        touch(given.creators // 100)
        document["after one in a hundred changed"] = measured_apart(full=False)
    print(json.dumps(document, indent=1))
    return 0


def measured_apart(*, full: bool) -> dict[str, object]:
    """Measure a run in a new process: what making the world gave back would hide what it takes."""
    where = (str(connection.settings_dict["NAME"]), str(settings.VAR_DIR))
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=go_to, initargs=where
    ) as process:
        return process.submit(measured, full=full).result()


def go_to(database: str, folder: str) -> None:
    """Let this process work where the world was made."""
    connection.settings_dict["NAME"] = database
    settings.VAR_DIR = Path(folder)


def measured(*, full: bool) -> dict[str, object]:
    """Make a run and return how long its parts took."""
    stages: dict[str, float] = {}
    before, files = memory_mb("VmRSS"), memory_mb("RssFile")
    Path("/proc/self/clear_refs").write_text("5")  # From here on the peak is that of the run.
    run = make_run(full=full, progress=Stages(stages), now=timezone.now())
    return {
        "seconds": run.quality["seconds"],
        "began": {name: round(at - min(stages.values()), 1) for name, at in stages.items()},
        "MB before": before,
        "peak MB over it": memory_mb("VmHWM") - before,
        "of them mapped files": memory_mb("RssFile") - files,
        "load": round(os.getloadavg()[0], 1),
        "creators looked at": run.quality["creators_looked_at"],
        "places": run.quality["places"],
        "Gini of brands": run.quality["brands_for_creators"]["gini"],
    }


def memory_mb(field: str) -> int:
    """Return what the kernel says of this process, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{field}:"))


class Stages(JobProgress):
    """Notes when each stage began."""

    def __init__(self, stages: dict[str, float]) -> None:
        super().__init__(None)
        self._stages = stages

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        """Note the first time that a stage is heard of."""
        self._stages.setdefault(stage, time.monotonic())


def make_world(creators: int, brands: int, *, videos: int) -> None:
    """Write the facts, drawn by a seed."""
    chance, now = Random(SEED), timezone.now() - timedelta(days=1)
    for start in range(0, creators, CHUNK):
        rows = Creator.objects.bulk_create(
            [
                Creator(
                    external_id=f"{number}",
                    handle=f"c{number}",
                    follower_count=int(10 ** chance.uniform(3, 7)),
                    country="US",
                    language="en",
                    created_at=now,
                    updated_at=now,
                )
                for number in range(start, min(start + CHUNK, creators))
            ]
        )
        topics = {row.pk: chance.choice(TOPICS) for row in rows}
        Listing.objects.bulk_create(
            [Listing(creator=row, topics=[topics[row.pk]], created_at=now) for row in rows]
        )
        Audience.objects.bulk_create([audience(row, chance) for row in rows])
        write_videos(rows, topics, chance, each=videos)
    # As if all of it had been said before the run, which the tables' own clock doesn't know.
    Creator.objects.update(updated_at=now)
    Listing.objects.update(updated_at=now)
    assess_categories(now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    Brand.objects.bulk_create([brand(number, chance) for number in range(brands)])


def audience(row: Creator, chance: Random) -> Audience:
    """Return who watches, drawn."""
    parts = [chance.random() ** 2 for _band in BANDS]
    total = sum(parts)
    at_home = chance.uniform(0.3, 1)
    return Audience(
        creator=row,
        ages={
            f"{low}-{high}": part / total for (low, high), part in zip(BANDS, parts, strict=True)
        },
        female_share=chance.random(),
        markets={"US": at_home, "GB": 1 - at_home},
        source="platform",
        as_of=timezone.now().date() - timedelta(days=chance.randint(1, 200)),
        recorded_at=timezone.now() - timedelta(days=1),
    )


def write_videos(rows: list[Creator], topics: dict[int, str], chance: Random, *, each: int) -> None:
    """Write videos whose captions say the creator's topic, each counted once."""
    now = timezone.now()
    videos = Video.objects.bulk_create(
        [
            Video(
                creator=row,
                external_id=f"{row.external_id}-{number}",
                caption=f"{topics[row.pk]} #{topics[row.pk].split()[0]}",
                posted_at=now - timedelta(days=chance.uniform(8, 90)),
            )
            for row in rows
            for number in range(each)
        ]
    )
    MetricSnapshot.objects.bulk_create(
        [
            MetricSnapshot(
                video=video,
                observed_at=video.posted_at + timedelta(days=7),
                views=int(10 ** chance.uniform(2, 6)),
                likes=10,
                source="benchmark",
            )
            for video in videos
        ]
    )


def brand(number: int, chance: Random) -> Brand:
    """Return a brand of one industry with a target of its own."""
    low = chance.choice([13, 18, 21])
    return Brand(
        name=f"Brand {number}",
        industries=[{"industry": chance.choice(list(Industry)).value, "share": 1.0, "because": []}],
        target_ages=f"{low}-{low + chance.choice([14, 22])}",
        target_genders=chance.choice([[], ["female"], ["male"]]),
        target_markets=chance.choice([[], ["US"]]),
    )


def touch(number: int) -> None:
    """Let some creators say something new of themselves."""
    ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True)[:number])
    Listing.objects.filter(pk__in=ids).update(
        topics=["comedy sketches"], updated_at=timezone.now() + timedelta(seconds=1)
    )


if __name__ == "__main__":
    raise SystemExit(main())
