"""Share work among processes of this machine; each works on a connection of its own.

Python computes on one core at a time, and most of closing a big week is computing.
"""

import os
import traceback
from collections.abc import Callable
from contextlib import suppress

from django.db import connections


class ShareFailed(RuntimeError):
    """A process ended before its share was done; what it had finished stays."""


def in_shares(work: Callable[[int], None], *, processes: int) -> None:
    """Call `work(share)` for each share from 0 on, one here and the others in forked processes.

    Returns when all are done. Raises ShareFailed when one of the others did not come to its end.
    """
    # A connection must not be used by two processes; each opens its own at first need.
    if processes > 1:
        connections.close_all()
    children = [_fork(work, share=share) for share in range(1, processes)]
    try:
        work(0)
    finally:
        failed = [pid for pid in children if os.waitpid(pid, 0)[1] != 0]
    if failed:
        raise ShareFailed(f"{len(failed)} of {processes} shares were not finished.")


def _fork(work: Callable[[int], None], *, share: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _forget_connections()
        work(share)
        connections.close_all()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # Not sys.exit: nothing of the parent's that waits for an end may run here too.
        os._exit(code)


def _forget_connections() -> None:
    """Leave the parent's connections alone, those included that it keeps elsewhere.

    Django keeps connections apart by event loop; a fork has no loop, and finds what was opened
    before one ran. Nothing is closed here: the sockets are the parent's as well.
    """
    for alias in connections:
        with suppress(AttributeError):
            del connections[alias]
