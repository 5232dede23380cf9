"""Jobs that misbehave, for the sandbox to end."""

import os
import signal
import time
from pathlib import Path

from scoring.media.decoding import Limits


def names_itself(path: Path, *, limits: Limits) -> bytes:
    return str(os.getpid()).encode()


def names_its_environment(path: Path, *, limits: Limits) -> bytes:
    return repr(sorted(os.environ)).encode()


def sleeps(path: Path, *, limits: Limits) -> bytes:
    time.sleep(600)
    return b""


def computes(path: Path, *, limits: Limits) -> bytes:
    while True:
        pass


def fills_memory(path: Path, *, limits: Limits) -> bytes:
    return bytes(8 * 1024**3)


def tries_to_write(path: Path, *, limits: Limits) -> bytes:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        path.with_name("written").write_bytes(b"x" * 100)
    except OSError:
        return b"refused"
    return b"written"


def crashes(path: Path, *, limits: Limits) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def fails(path: Path, *, limits: Limits) -> bytes:
    raise LookupError("our own mistake")
