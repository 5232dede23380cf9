"""Starting children that die with their parent, and ending what an earlier run left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1
POLL = 0.02
"""Seconds between two looks at a process that should be ending."""


def dies_with_parent(with_signal: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` after which the kernel sends the signal when the parent dies, kill -9 too.

    Call it from a process with one thread. Other systems than Linux have no such thing; there
    the next start ends what was left.
    """
    if not sys.platform.startswith("linux"):
        return None
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def end(
    process: subprocess.Popen[bytes], *, steps: Iterable[tuple[signal.Signals, float]]
) -> int | None:
    """Send each signal in turn, with seconds to obey, then SIGKILL. Returns the exit code."""
    for number, patience in steps:
        if process.poll() is not None:
            break
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=patience)
    if process.poll() is None:
        process.kill()
    return process.wait()


def working_in(directory: Path, *, program: str) -> list[psutil.Process]:
    """The processes of this name whose working directory this is.

    Both servers enter their data directory, which is surer than a process id from a file:
    another program may have got that number since.
    """
    wanted = os.path.realpath(directory)
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.name() != program or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.cwd() == wanted:
                found.append(process)
    return found


def clear_orphans(
    directory: Path, *, program: str, with_signal: signal.Signals, patience: float = 20.0
) -> None:
    """End the servers that still work in `directory` though nobody supervises them.

    The eldest gets the signal (the others are its children and follow it), then, after
    `patience` seconds, everything left is killed: both servers recover from that.
    """
    left = working_in(directory, program=program)
    if not left:
        return
    eldest = min(left, key=lambda process: process.create_time())
    with contextlib.suppress(psutil.Error):
        eldest.send_signal(with_signal)
    if _gone(directory, program=program, patience=patience):
        return
    for process in working_in(directory, program=program):
        with contextlib.suppress(psutil.Error):
            process.kill()
    _gone(directory, program=program, patience=patience)


def _gone(directory: Path, *, program: str, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while working_in(directory, program=program):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True
