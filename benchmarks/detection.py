"""All creators examined over 10,000,000 events of 100,000 accounts, against reading them once.

`scan` is one sequential scan of the same rows: COPY of the columns that detectors read, thrown away
by the client; the mean of one before `full` and one after. `server_scan` sums two columns on the
server and sends one row. `full` is the worker's own run with everybody due: reading, detecting and
writing alerts. `incremental` is that run after 10,000 new events, with summing their hours apart.
`peak_mb` is the most memory that the worker had; `peak_mb_tenth` the same over a tenth of the
events, where pieces are smaller, in a process of its own. Works in a database of its own, made and
dropped. Prints JSON.

    python benchmarks/detection.py [--events 10000000] [--accounts 100000]
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"
os.environ["LOG_LEVEL"] = "WARNING"

from creatorspark.embedded import environment

servers = environment.join_for(["benchmark"])

import django

django.setup()

import numpy as np
from django.db import connection, transaction

from benchmarks.scratch import durable, scratch_database
from creatorspark.core.models import Creator, Video
from creatorspark.lib.pgcopy import EPOCH
from fraud.domain import cheats, innocents
from fraud.domain.worlds import AGENTS, BEGIN, REFERRERS, World
from fraud.models import Alert, DueCreator, Referrer, UserAgent
from fraud.selectors.rows import COLUMNS
from fraud.services import detection
from fraud.services.events import rollups
from fraud.services.events.interning import numbers_of
from fraud.services.events.storing import FORMAT, write_columns

NOW = datetime.fromtimestamp(BEGIN, tz=UTC) + timedelta(days=28)
SHIFT = int(EPOCH.timestamp())
CREATORS, VIDEOS, NEW, AT_ONCE = 2_000, 5, 10_000, 500_000
DATABASE = "creatorspark_benchmark_detection"


def main() -> int:
    """Fill a database, measure and print."""
    parser = argparse.ArgumentParser(description="Detection of everything against one scan")
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--in", dest="database", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.database:
        print(json.dumps(worker(options.database)))
        return 0
    found = measure(options.events, options.accounts)
    tenth = measure(options.events // 10, options.accounts)
    found["peak_mb_tenth"] = tenth["peak_mb"]
    print(json.dumps({"benchmark": "detection", **found, "server": durable()}, indent=2))
    return 0


def measure(events: int, accounts: int) -> dict[str, object]:
    """Return seconds and ratios for one size."""
    with scratch_database(DATABASE):
        stored = fill(events, accounts)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE fraud_activityevent")
        seconds = {"roll_up": timed(roll_up), "scan": timed(scan), "server_scan": timed(server)}
        print(f"{stored} events: {seconds}", file=sys.stderr)
        detection.mark_all_due(now=NOW)
        # Memory is that of a process that does nothing else.
        command = [sys.executable, __file__, "--in", DATABASE]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        told = json.loads(done.stdout)
        print(told, file=sys.stderr)
        alerts = Alert.objects.count()
        # Other work on the server comes and goes; the floor is measured on both sides.
        seconds["scan"] = (seconds["scan"] + timed(scan)) / 2
        DueCreator.objects.all().delete()
        more(NEW)
        seconds["roll_up_new"] = timed(roll_up)
        due = DueCreator.objects.count()
        seconds["incremental"] = timed(lambda: detection.detect_due(now=NOW, pieces=10_000))
    return {
        "events": stored,
        "accounts": accounts,
        "seconds": {name: round(one, 2) for name, one in seconds.items()} | told["seconds"],
        "ratio": round(told["seconds"]["full"] / seconds["scan"], 2),
        "ratio_server_scan": round(told["seconds"]["full"] / seconds["server_scan"], 2),
        "aim": 15,
        "alerts": alerts,
        "due_after_new": due,
        "peak_mb": told["peak_mb"],
    }


def worker(database: str) -> dict[str, object]:
    """Examine everybody, as the worker does, and return seconds and the peak of memory."""
    connection.settings_dict["NAME"] = database
    before = peak_kilobytes()
    full = timed(lambda: detection.detect_due(now=NOW, pieces=10_000))
    peak = peak_kilobytes()
    return {"seconds": {"full": round(full, 2)}, "peak_mb": peak >> 10, "idle_mb": before >> 10}


def peak_kilobytes() -> int:
    """Return the most memory that this process had; getrusage would count its parent's too."""
    told = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", told)[1])  # type: ignore[index]


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def roll_up() -> None:
    """Sum all hours that are stale."""
    while rollups.roll_up():
        pass


def scan() -> None:
    """Read all rows once and throw them away."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY (SELECT {', '.join(COLUMNS)} FROM fraud_activityevent) TO STDOUT (FORMAT binary)"
        ) as copy,
    ):
        for _part in copy:
            pass


def server() -> None:
    """Read all rows once without sending them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(actor::numeric), sum(device::numeric) FROM fraud_activityevent")


def fill(events: int, accounts: int) -> int:
    """Store a world with every kind of story in it, a part of the crowd at a time."""
    world = World.of(1, creators=CREATORS, videos=VIDEOS)
    ours = people(world)
    cheats.ring(world, creator=5)
    cheats.device_farm(world, creator=6)
    cheats.bought_views(world, creator=7, views=30_000)
    cheats.scripts(world, creator=8, views=5_000)
    cheats.gift_washing(world, creator=9)
    innocents.school(world, teacher=10)
    innocents.raid(world, creator=11)
    stored, crowds = 0, max(1, events // AT_ONCE)
    for _crowd in range(crowds):
        # About nine views of ten fall into the span, and six of a hundred are liked.
        world.crowd(accounts // crowds, views_each=events / accounts * 1.06)
        stored += store(world, ours, first=stored)
        world.parts.clear()
    return stored


def people(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Make creators and videos, and return our numbers of theirs."""
    creators = Creator.objects.bulk_create(
        [Creator(platform="tiktok", external_id=f"c{n}") for n in range(world.cast.creators)]
    )
    videos = Video.objects.bulk_create(
        [
            Video(
                platform="tiktok",
                external_id=f"v{n}",
                creator=creators[owner - 1],
                posted_at=NOW - timedelta(days=28),
            )
            for n, owner in enumerate(world.cast.owner_of_video.tolist())
        ],
        batch_size=5_000,
    )
    return np.array([0, *(one.pk for one in creators)]), np.array([0, *(one.pk for one in videos)])


def store(world: World, ours: tuple[np.ndarray, np.ndarray], *, first: int) -> int:
    """Store what the world holds now."""
    events = world.activity().events
    events = events.where(events.at < NOW.timestamp())
    agents, referrers = numbers_of(UserAgent, AGENTS), numbers_of(Referrer, REFERRERS)
    columns = {name: np.zeros(len(events), np.int64) for name in FORMAT.names}
    for name in ("kind", "actor", "device", "network", "amount"):
        columns[name] = getattr(events, name)
    columns |= {
        "event": np.arange(len(events)) + first + 1,
        "at": (events.at - SHIFT) * 1_000_000,
        "creator_id": ours[0][events.creator],
        "video_id": ours[1][events.video],
        "agent_id": np.array([agents[text] for text in AGENTS])[events.agent],
        "referrer_id": np.array([referrers[text] for text in REFERRERS])[events.referrer],
    }
    with transaction.atomic():
        return write_columns(columns)


def more(number: int) -> None:
    """Store views of the last hour, on twenty creators."""
    chance = np.random.default_rng(7)
    videos = np.array([*Video.objects.order_by("pk").values_list("pk", "creator_id")[100:200]])
    which = chance.integers(0, len(videos), number)
    columns = {name: np.zeros(number, np.int64) for name in FORMAT.names}
    columns |= {
        "event": np.arange(number) + (1 << 40),
        "at": (int(NOW.timestamp()) - SHIFT - chance.integers(1, 3_000, number)) * 1_000_000,
        "kind": np.ones(number, np.int64),
        "actor": chance.integers(1_000_000, 1_100_000, number),
        "device": chance.integers(1_000_000, 1_100_000, number),
        "video_id": videos[which, 0],
        "creator_id": videos[which, 1],
    }
    with transaction.atomic():
        write_columns(columns)


if __name__ == "__main__":
    raise SystemExit(main())
