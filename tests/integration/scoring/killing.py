"""Work in processes of its own, killed without a word at a line of ours."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any

from django.db import connections

Work = Callable[[], object]


def forked(work: Work) -> BaseProcess:
    """Begin the work in a forked process with connections of its own."""

    def run() -> None:
        connections["default"].connection = None
        work()
        os._exit(0)

    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=run)
    worker.start()
    return worker


def killed_at(line: int, work: Work, *, within: Path) -> bool:
    """Say whether the work came as far as that line (the how-many-th) of a folder's code."""
    worker = forked(lambda: _until(line, work, folder=str(within)))
    worker.join()
    assert worker.exitcode in (0, -signal.SIGKILL)
    return worker.exitcode != 0


def _until(line: int, work: Work, *, folder: str) -> None:
    seen = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(folder):
            return None
        if event == "line":
            seen += 1
            if seen == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    work()
    sys.settrace(None)
