"""Runs one job on a stranger's file in a process of its own, under limits that the kernel keeps.

The child may use so much memory and processor time, may write no file at all, and is killed with
everything it started when the time is up. What it returns is bytes; what goes wrong comes back as
a MediaProblem, whatever the file did to the decoder.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from scoring.media.decoding import Limits
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandboxed import OUT_OF_MEMORY, REFUSED
from scoring.media.sniffing import check_is_video

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
OUT_OF_TIME = frozenset({signal.SIGXCPU, signal.SIGKILL})


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a job may use. `wall_seconds` is by the clock, `cpu_seconds` by the processor."""

    wall_seconds: float = 180.0
    cpu_seconds: int = 120
    memory: int = 3072 * MEGABYTE
    file_bytes: int = 512 * MEGABYTE
    output_bytes: int = 64 * MEGABYTE


def run_on_video(
    job: str,
    path: Path,
    *,
    allowance: Allowance | None = None,
    limits: Limits | None = None,
    arguments: Mapping[str, object] | None = None,
) -> bytes:
    """Run `package.module:function` of ours on a file and return the bytes it returns.

    The function takes the path, `limits` and the `arguments` (plain values by name). Raises
    MediaProblem for anything wrong with the file, and RuntimeError where the job itself has failed.
    """
    allowance = allowance or Allowance()
    check_is_video(path, most_bytes=allowance.file_bytes)
    order = {
        "job": job,
        "path": str(path.resolve()),
        "cpu_seconds": allowance.cpu_seconds,
        "memory": allowance.memory,
        "limits": asdict(limits or Limits()),
        "arguments": dict(arguments or {}),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "scoring.media.sandboxed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
        start_new_session=True,
    )
    try:
        output, complaint = child.communicate(
            json.dumps(order).encode(), timeout=allowance.wall_seconds
        )
    except subprocess.TimeoutExpired:
        raise MediaProblem(Problem.TOO_SLOW) from None
    finally:
        _end(child)
    return _result(child.returncode, output, complaint, allowance)


def environment() -> dict[str, str]:
    """Nothing of ours but where programs are: no secrets for a decoder that was taken over."""
    kept = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT")
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    return {name: os.environ[name] for name in kept if name in os.environ} | threads


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the child's session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _result(code: int, output: bytes, complaint: bytes, allowance: Allowance) -> bytes:
    if code == 0:
        if len(output) > allowance.output_bytes:
            raise MediaProblem(Problem.TOO_LARGE_FILE)
        return output
    words = complaint.decode(errors="replace").strip()
    if code == REFUSED:
        raise MediaProblem(Problem(words.splitlines()[-1]))
    if code == OUT_OF_MEMORY:
        raise MediaProblem(Problem.TOO_MUCH_MEMORY)
    if -code in OUT_OF_TIME:
        raise MediaProblem(Problem.TOO_SLOW)
    if code < 0:
        raise MediaProblem(Problem.UNREADABLE)
    raise RuntimeError(f"The job on a video failed: {words[-2000:]}")
