"""Events a second into the store, by file and through the API, against bare COPY.

`copy` is PostgreSQL's text COPY of the finished rows into a table of the same columns without index
or check; `copy_same_table` is the same into the real, partitioned and indexed table. `api` sends
calls of 10,000 lines to the view in this process: parsing, permission, throttle and answer are in
it, a network isn't. `again` is the same file once more, when every event is known. Works in a
database of its own, made and dropped. Prints JSON.

    python benchmarks/events.py [--events 200000] [--rounds 3]
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"
os.environ["LOG_LEVEL"] = "WARNING"
for name in ("INGEST", "USER", "TOKEN"):
    os.environ[f"API_RATE_{name}"] = "100000/minute"

from creatorspark.embedded import environment

servers = environment.join_for(["benchmark"])

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from benchmarks.scratch import durable, scratch_database
from creatorspark.core.models import ApiToken, Creator, User, Video
from creatorspark.core.services import tokens
from fraud.domain.worlds import PHONES
from fraud.services.events import rollups
from fraud.services.events.files import import_file

NOW = datetime.now(UTC).replace(microsecond=0)
VIDEOS, PEOPLE, CALL = 400, 20_000, 10_000
COLUMNS = (
    "event, at, kind, source_id, creator_id, video_id, actor, device, network, agent_id, "
    "referrer_id, amount, stem, flags"
)
FLOOR = """
CREATE TABLE floor_events (event bigint, at timestamptz, kind smallint, source_id integer,
    creator_id bigint, video_id bigint, actor bigint, device bigint, network bigint,
    agent_id integer, referrer_id integer, amount bigint, stem bigint, flags smallint)
"""


def main() -> int:
    """Measure each way and print."""
    parser = argparse.ArgumentParser(description="Events against bare COPY")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    with scratch_database("creatorspark_benchmark_events"), tempfile.TemporaryDirectory() as at:
        print(json.dumps(measure(Path(at), options.events, options.rounds), indent=2))
    return 0


def measure(directory: Path, events: int, rounds: int) -> dict[str, object]:
    """Return seconds and ratios, medians of rounds that alternate."""
    people()
    path = directory / "events.ndjson"
    path.write_bytes(b"".join(made(events)))
    bodies = cut(path)
    client, secret = collector()
    seconds: dict[str, list[float]] = {}
    for _round in range(rounds):
        one_round(path, bodies, seconds, deliver=partial(post, client, secret))
    return told(events, {name: statistics.median(found) for name, found in seconds.items()})


def one_round(
    path: Path,
    bodies: list[bytes],
    seconds: dict[str, list[float]],
    *,
    deliver: Callable[[bytes], None],
) -> None:
    """Time each way once, each into empty tables."""
    from_file = partial(import_file, path, source="f", platform="tiktok", now=NOW, quiet=True)
    empty()
    note(seconds, "file", from_file)
    note(seconds, "again", from_file)
    rows = finished()
    note(seconds, "roll_up", partial(rollups.roll_up, hours=10_000))
    empty()
    note(seconds, "api", lambda: [*map(deliver, bodies)])
    empty()
    note(seconds, "copy_same_table", partial(copy_in, "fraud_activityevent", rows))
    note(seconds, "copy", partial(floor, rows))


def note(seconds: dict[str, list[float]], name: str, act: Callable[[], object]) -> None:
    """Time an act."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    started = time.perf_counter()
    act()
    seconds.setdefault(name, []).append(time.perf_counter() - started)


def told(events: int, seconds: dict[str, float]) -> dict[str, object]:
    """Return what is printed."""
    floor_seconds = seconds["copy"]
    return {
        "benchmark": "events",
        "events": events,
        "events_a_second": {name: round(events / one) for name, one in seconds.items()},
        "ratio_file": round(floor_seconds / seconds["file"], 3),
        "ratio_api": round(floor_seconds / seconds["api"], 3),
        "ratio_file_same_table": round(seconds["copy_same_table"] / seconds["file"], 3),
        "ratio_api_same_table": round(seconds["copy_same_table"] / seconds["api"], 3),
        "aims": {"api": 0.25, "file": 0.5},
        "server": durable(),
    }


def people() -> None:
    """Make the creators and videos that events name."""
    creators = Creator.objects.bulk_create(
        [Creator(platform="tiktok", external_id=f"c{n}") for n in range(40)]
    )
    Video.objects.bulk_create(
        [
            Video(
                platform="tiktok",
                external_id=f"v{n}",
                creator=creators[n % len(creators)],
                posted_at=NOW - timedelta(days=30),
            )
            for n in range(VIDEOS)
        ]
    )


def made(events: int) -> list[bytes]:
    """Return events of one week as JSON lines, in the order of time."""
    chance = random.Random(4)
    first, step = NOW - timedelta(days=8), timedelta(days=7) / events
    lines = []
    for number in range(events):
        who = int(chance.paretovariate(0.6)) % PEOPLE
        row = {
            "id": f"01J{number:012d}",
            "kind": chance.choices(("view", "like", "follow"), (90, 8, 2))[0],
            "at": (first + step * number).isoformat(timespec="milliseconds"),
            "video": f"v{int(chance.paretovariate(0.8)) % VIDEOS}",
            "actor": f"user-{who}",
            "device": f"device-{who}",
            "address": f"10.{who % 250}.{who // 250}.7",
            "user_agent": PHONES[who % len(PHONES)],
            "referrer": "https://www.tiktok.com/foryou" if who % 3 else "",
        }
        lines.append(json.dumps(row).encode() + b"\n")
    return lines


def cut(path: Path) -> list[bytes]:
    """Return bodies of as many lines as one call may hold."""
    lines = path.read_bytes().splitlines(keepends=True)
    return [b"".join(lines[at : at + CALL]) for at in range(0, len(lines), CALL)]


def collector() -> tuple[Client, str]:
    """Return a client and the secret of a token that may deliver."""
    staff = User.objects.create_superuser("bench@example.org", None)
    issued = tokens.issue(
        staff, name="bench", scope=ApiToken.Scope.INGEST, lifetime=timedelta(days=1), now=NOW
    )
    return Client(), issued.secret


def post(client: Client, secret: str, body: bytes) -> None:
    """Deliver one call."""
    answer = client.post(
        "/api/v1/events",
        body,
        content_type="application/x-ndjson",
        headers={"authorization": f"Bearer {secret}"},
    )
    if answer.status_code != 200 or answer.json()["rejected"]:
        raise SystemExit(answer.content.decode())


def empty() -> None:
    """Forget all events."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fraud_activityevent, fraud_stalehour, fraud_hourlycount")


def finished() -> bytes:
    """Return the stored rows as COPY's text."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY (SELECT {COLUMNS} FROM fraud_activityevent ORDER BY at) TO STDOUT"
        ) as out,
    ):
        return b"".join(bytes(part) for part in out)


def copy_in(table: str, rows: bytes) -> None:
    """COPY text into a table, in a transaction of its own."""
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as copy,
    ):
        for at in range(0, len(rows), 1 << 20):
            copy.write(rows[at : at + (1 << 20)])


def floor(rows: bytes) -> None:
    """COPY into a table without anything."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_events")
        cursor.execute(FLOOR)
    copy_in("floor_events", rows)


if __name__ == "__main__":
    raise SystemExit(main())
