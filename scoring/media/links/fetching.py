"""The house's side of a download: starts the guarded process, listens, and ends it in time."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from scoring.media.links.checking import Link
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import ROOT, environment

LOOK_EVERY = 1.0
GRACE = 5.0
CHUNK = 65536
LONGEST_COMPLAINT = 2000
Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one download may take. `patience` is how long a silent server is waited for."""

    most_bytes: int
    most_seconds: float
    wall_seconds: float
    patience: float


def fetch_link(
    link: Link,
    *,
    folder: Path,
    expected_id: str,
    limits: FetchLimits,
    tick: Tick,
    allowed: Collection[tuple[str, int]] = (),
) -> Path:
    """Download a link's video into an empty folder and return its path.

    `tick(done, total)` is called about once a second, with bytes; what it raises ends the
    download. `expected_id` is the platform's id of the video, empty if any will do. `allowed`
    holds addresses beyond the public network and is empty outside tests. Raises MediaProblem for
    anything wrong with the link, RuntimeError where the fetcher itself has failed.
    """
    order = {
        "url": link.url,
        "extractors": link.extractors,
        "expected_id": expected_id if link.platform else "",
        "folder": str(folder.resolve()),
        "most_bytes": limits.most_bytes,
        "most_seconds": limits.most_seconds,
        "patience": limits.patience,
        "allowed": sorted(allowed),
    }
    # To a file, so that a talkative child can't block on a full pipe.
    with tempfile.TemporaryFile() as complaint:
        child = _start(order, folder, complaint)
        try:
            answer = _listen(child, wall_seconds=limits.wall_seconds, tick=tick)
        finally:
            _end(child)
        if answer is None:
            raise _silence(child, complaint)
    if "problem" in answer:
        raise MediaProblem(Problem(answer["problem"]))
    return folder / str(answer["file"])


def _start(order: dict[str, Any], folder: Path, complaint: IO[bytes]) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-m", "scoring.media.links.fetcher"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaint,
        cwd=ROOT,
        env=environment() | {"YTDLP_NO_PLUGINS": "1", "HOME": str(folder)},
        start_new_session=True,
    )
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError), child.stdin as pipe:
        pipe.write(json.dumps(order).encode())
    return child


def _listen(
    child: subprocess.Popen[bytes], *, wall_seconds: float, tick: Tick
) -> dict[str, Any] | None:
    """Read the child's lines until it ends; return the last one that isn't about progress."""
    assert child.stdout is not None
    ends_at = time.monotonic() + wall_seconds
    answer, rest, done, total = None, b"", 0, 0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if time.monotonic() > ends_at:
                raise MediaProblem(Problem.LINK_SLOW)
            tick(done, total)
            if not selector.select(LOOK_EVERY):
                continue
            chunk = os.read(child.stdout.fileno(), CHUNK)
            if not chunk:
                _let_end(child)
                return answer
            *lines, rest = (rest + chunk).split(b"\n")
            for line in map(json.loads, lines):
                if "done" in line:
                    done, total = line["done"], line["total"]
                else:
                    answer = line


def _let_end(child: subprocess.Popen[bytes]) -> None:
    """Give a child that has said everything a moment to end by itself."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=GRACE)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's session, and wait for it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _silence(child: subprocess.Popen[bytes], complaint: IO[bytes]) -> Exception:
    """Return what to raise for a child that ended without a word."""
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return MediaProblem(Problem.LINK_SLOW)
    complaint.seek(0)
    words = complaint.read().decode(errors="replace")
    return RuntimeError(f"The fetcher failed: {words[-LONGEST_COMPLAINT:]}")
