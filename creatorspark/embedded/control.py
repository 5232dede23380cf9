"""The files through which clients and the supervisor meet.

Locks are `flock`: the kernel releases them when a process ends, even by kill -9, so no stale file
can mean anything. Leases are shared by clients; the supervisor that can take a lease exclusively
knows that nobody wants that server any more.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from creatorspark.embedded.location import Location

KINDS = ("postgres", "valkey")
SUPERVISOR = "supervisor"
"""Name of the lock that makes a supervisor the only one."""


@dataclass
class ServerState:
    """What the supervisor tells of one server."""

    ready: bool = False
    pid: int | None = None
    error: str = ""


@dataclass
class State:
    """What the supervisor tells; believed only while it lives."""

    pid: int
    servers: dict[str, ServerState] = field(default_factory=dict)


def make_directories(location: Location) -> None:
    """Make `var/` and what is in it. A var/ of another user keeps its owner under root."""
    location.var.mkdir(parents=True, exist_ok=True)
    for directory in (location.control, location.logs):
        directory.mkdir(exist_ok=True)
        keep_owner(directory, location=location)


def keep_owner(path: Path, *, location: Location) -> None:
    """Give what root makes in somebody's `var/` to that somebody."""
    if os.geteuid() == 0:
        owner = location.var.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def open_lock(location: Location, *, name: str) -> int:
    """Open a lock file and return its descriptor, which is not inherited by programs started."""
    path = location.control / f"{name}.lock"
    made = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if made:
        keep_owner(path, location=location)
    return descriptor


def take(descriptor: int) -> bool:
    """Take the lock exclusively if nobody holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def share(descriptor: int) -> None:
    """Take the lock together with others, waiting while one holds it exclusively."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def release(descriptor: int) -> None:
    """Let the lock go."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)


def is_supervised(location: Location) -> bool:
    """Whether a supervisor lives there."""
    if not location.control.exists():
        return False
    with _opened(location, name=SUPERVISOR) as descriptor:
        try:
            # Shared, so that two who look at once don't take each other for the holder.
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def write_state(location: Location, state: State) -> None:
    """Publish the state in one step."""
    target = location.control / "state.json"
    half = target.with_suffix(".part")
    half.write_text(json.dumps(asdict(state)))
    half.replace(target)


def read_state(location: Location) -> State | None:
    """The state of a living supervisor, or None."""
    try:
        raw = json.loads((location.control / "state.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    servers = {kind: ServerState(**told) for kind, told in raw["servers"].items()}
    state = State(pid=raw["pid"], servers=servers)
    return state if _lives(state.pid) else None


def clear_state(location: Location) -> None:
    """Withdraw the state."""
    (location.control / "state.json").unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def _opened(location: Location, *, name: str) -> Iterator[int]:
    descriptor = open_lock(location, name=name)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
