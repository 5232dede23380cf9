"""The embedded servers through every kind of end: wished for, crashed, killed."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import psutil
import psycopg
import pytest
import redis

from creatorspark.embedded import control, lease, processes
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.location import BASE_DIR, Location
from tests.integration.embedded.conftest import wait_until

CLIENT = """
import sys
from pathlib import Path
from creatorspark.embedded import lease
from creatorspark.embedded.location import Location
held = lease.join(at=Location(var=Path(sys.argv[1])), linger=0.0)
print("joined", flush=True)
sys.stdin.read()
"""


def ask(place: Location, statement: str) -> list[tuple[object, ...]]:
    """Run a statement on the embedded PostgreSQL."""
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def keep_a_row(place: Location) -> None:
    ask(place, "CREATE TABLE kept (word text)")
    ask(place, "INSERT INTO kept VALUES ('still here')")


def row_is_kept(place: Location) -> bool:
    return ask(place, "SELECT word FROM kept") == [("still here",)]


def pid_of(place: Location, kind: str) -> int:
    state = control.read_state(place)
    assert state is not None
    pid = state.servers[kind].pid
    assert pid is not None
    return pid


def supervisor_of(place: Location) -> int:
    state = control.read_state(place)
    assert state is not None
    return state.pid


def servers_of(place: Location) -> list[psutil.Process]:
    """Every process of both servers, the ones of a crashed run included."""
    root = place.var
    return [
        *processes.working_in(root / "postgres", program="postgres"),
        *processes.working_in(root / "valkey", program="valkey-server"),
    ]


def start_client(place: Location) -> "subprocess.Popen[bytes]":
    """Another process that joins and holds on until its standard input closes."""
    client = subprocess.Popen(
        [sys.executable, "-c", CLIENT, str(place.var)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert client.stdout is not None
    assert client.stdout.readline() == b"joined\n"
    return client


def test_both_servers_answer_through_short_sockets_on_no_port(joined: lease.Lease) -> None:
    place = joined.location
    assert ask(place, "SHOW listen_addresses") == [("",)]
    assert ask(place, "SHOW fsync") == [("on",)]
    assert ask(place, "SELECT datlocprovider, datlocale FROM pg_database LIMIT 1") == [
        ("b", "C.UTF-8")
    ]
    queue = redis.from_url(place.redis_url(db=3))
    queue.set("a", "b")
    assert queue.get("a") == b"b"
    assert queue.config_get("port") == {"port": "0"}
    assert len(os.fsencode(place.var)) > 200
    assert len(os.fsencode(place.sockets / ".s.PGSQL.5432")) < 108


def test_sockets_are_closed_to_other_users(joined: lease.Lease) -> None:
    sockets = joined.location.sockets.stat()
    assert sockets.st_mode & 0o777 == 0o700
    assert (joined.location.var / "postgres").stat().st_uid == sockets.st_uid


def test_a_second_client_joins_what_the_first_started(joined: lease.Lease) -> None:
    place = joined.location
    before = (supervisor_of(place), pid_of(place, "postgres"))
    client = start_client(place)
    assert (supervisor_of(place), pid_of(place, "postgres")) == before
    client.communicate()
    assert row_count(place) == 1


def row_count(place: Location) -> int:
    return len(ask(place, "SELECT 1"))


def test_servers_stay_for_the_second_client_and_stop_with_the_last(place: Location) -> None:
    first = lease.join(at=place, linger=0.0)
    keep_a_row(place)
    client = start_client(place)
    first.release(wait=True)
    assert row_is_kept(place)
    client.communicate()
    wait_until(lambda: not control.is_supervised(place))
    assert servers_of(place) == []
    assert not place.runtime.exists()


def test_a_client_that_is_killed_gives_its_lease_back(place: Location) -> None:
    client = start_client(place)
    client.kill()
    client.communicate()
    wait_until(lambda: not control.is_supervised(place))
    assert servers_of(place) == []


def test_a_killed_postgres_is_started_again_and_keeps_its_rows(joined: lease.Lease) -> None:
    place = joined.location
    keep_a_row(place)
    killed = pid_of(place, "postgres")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: _is_another(place, "postgres", killed))
    joined.ensure()
    assert row_is_kept(place)


def test_a_killed_valkey_is_started_again_and_keeps_its_keys(joined: lease.Lease) -> None:
    place = joined.location
    redis.from_url(place.redis_url()).set("job", "42")
    killed = pid_of(place, "valkey")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: _is_another(place, "valkey", killed))
    joined.ensure()
    assert redis.from_url(place.redis_url()).get("job") == b"42"


def _is_another(place: Location, kind: str, killed: int) -> bool:
    state = control.read_state(place)
    return state is not None and state.servers[kind].ready and state.servers[kind].pid != killed


def test_after_everything_was_killed_the_next_start_finds_every_row(place: Location) -> None:
    held = lease.join(at=place, linger=0.0)
    keep_a_row(place)
    redis.from_url(place.redis_url()).set("job", "42")
    victims = [supervisor_of(place), *(process.pid for process in servers_of(place))]
    assert len(victims) > 3
    for pid in victims:
        # Those whose parent went first may be gone already.
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not held.supervised)
    held.ensure()
    assert row_is_kept(place)
    assert redis.from_url(place.redis_url()).get("job") == b"42"
    held.release(wait=True)


def test_servers_die_with_a_killed_supervisor_and_the_next_start_works(place: Location) -> None:
    held = lease.join(at=place, linger=0.0)
    keep_a_row(place)
    left = servers_of(place)
    os.kill(supervisor_of(place), signal.SIGKILL)
    wait_until(lambda: not held.supervised)
    held.ensure()
    assert row_is_kept(place)
    assert not set(left) & set(servers_of(place))
    held.release(wait=True)


def test_an_orphan_is_ended_before_its_data_is_opened_again(place: Location) -> None:
    """Where the kernel does not tell children of their parent's death, they live on."""
    held = lease.join(at=place, linger=0.0)
    keep_a_row(place)
    held.release(wait=True)
    orphan = subprocess.Popen(
        ["sleep", "1000"], cwd=place.var / "postgres", executable=_named_postgres(place)
    )
    held = lease.join(at=place, linger=0.0)
    assert orphan.wait(timeout=30) != 0
    assert row_is_kept(place)
    held.release(wait=True)


def _named_postgres(place: Location) -> str:
    """A harmless program by the name of postgres."""
    name = place.var.parent / "postgres"
    name.symlink_to("/bin/sleep")
    return str(name)


def test_stale_files_with_the_number_of_a_living_process_do_not_stop_the_start(
    place: Location,
) -> None:
    lease.join(at=place, linger=0.0).release(wait=True)
    stale = place.var / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n0\n5432\n\n\n0 0\nready\n")
    held = lease.join(at=place, linger=0.0)
    assert row_count(place) == 1
    held.release(wait=True)


def test_half_a_cluster_is_never_taken_for_a_whole_one(place: Location) -> None:
    half = place.var / "postgres.part"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    held = lease.join(at=place, linger=0.0)
    assert row_count(place) == 1
    assert not half.exists()
    held.release(wait=True)


def test_an_unreadable_queue_file_is_set_aside(place: Location) -> None:
    lease.join(at=place, linger=0.0).release(wait=True)
    log = place.var / "valkey" / "appendonlydir"
    next(log.glob("*.manifest")).write_text("nonsense\n")
    held = lease.join(at=place, linger=0.0)
    assert redis.from_url(place.redis_url()).ping()
    assert list(log.parent.glob("appendonlydir.unreadable-*"))
    held.release(wait=True)


def test_data_of_another_major_version_is_refused_in_a_sentence(place: Location) -> None:
    lease.join(at=place, linger=0.0).release(wait=True)
    (place.var / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match=r"written by PostgreSQL 12.*Nothing was changed"):
        lease.join(at=place, linger=0.0)


def test_only_what_is_asked_for_is_started(place: Location) -> None:
    held = lease.join(["valkey"], at=place, linger=0.0)
    assert redis.from_url(place.redis_url()).ping()
    assert not (place.var / "postgres").exists()
    held.release(wait=True)


def test_throwaway_servers_leave_nothing_behind(place: Location) -> None:
    held = lease.join(at=place, throwaway=True, linger=0.0)
    assert ask(place, "SHOW fsync") == [("off",)]
    held.release(wait=True)
    wait_until(lambda: not place.var.exists())
    assert not place.runtime.exists()


def test_a_runtime_directory_of_somebody_else_is_refused(place: Location) -> None:
    place.runtime.symlink_to(place.var.parent)
    try:
        with pytest.raises(EmbeddedError, match="belongs to another user"):
            lease.join(at=place, linger=0.0)
    finally:
        place.runtime.unlink()
