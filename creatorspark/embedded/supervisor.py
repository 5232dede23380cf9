"""The detached process that keeps the servers: `python -m creatorspark.embedded.supervisor`.

It serves whoever holds a lease, restarts a server that dies, and leaves when nobody is left.
"""

import argparse
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from creatorspark.embedded import control, placement
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.keeper import Keeper, clock
from creatorspark.embedded.location import Location
from creatorspark.embedded.postgres import PostgresServer
from creatorspark.embedded.valkey import ValkeyServer

BUSY, CALM = 0.05, 0.25
"""Seconds between looks while a server is starting, and otherwise."""


class Supervisor:
    """Both servers of one location."""

    def __init__(self, location: Location, *, throwaway: bool, linger: float) -> None:
        """Prepare places and sockets. Raises EmbeddedError with a sentence for the clients."""
        self.location = location
        self.throwaway = throwaway
        self.placement = placement.decide(location)
        placement.make_runtime(self.placement)
        self.keepers = [
            Keeper(
                server,
                lease=control.open_lock(location, name=server.name),
                linger=linger,
            )
            for server in (
                ValkeyServer(self.placement, throwaway=throwaway),
                PostgresServer(self.placement, throwaway=throwaway),
            )
        ]
        self._asked_to_stop = False
        self._published: object = None

    def run(self) -> None:
        """Keep the servers until nobody wants them or a signal says stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._serve()
        finally:
            self._leave()

    def _serve(self) -> None:
        while not self._asked_to_stop:
            for keeper in self.keepers:
                keeper.look(clock())
                self._publish()
            if not any(keeper.running for keeper in self.keepers) and self._all_free():
                break
            starting = any(keeper.running and not keeper.state.ready for keeper in self.keepers)
            time.sleep(BUSY if starting else CALM)

    def _all_free(self) -> bool:
        """Take every lease and keep it: who comes now waits, then starts another supervisor."""
        taken = [keeper.lease for keeper in self.keepers if control.take(keeper.lease)]
        if len(taken) == len(self.keepers):
            return True
        for lease in taken:
            control.release(lease)
        return False

    def _leave(self) -> None:
        for keeper in reversed(self.keepers):
            keeper.stop()
        control.clear_state(self.location)
        placement.remove_runtime(self.placement)
        if self.throwaway:
            placement.forget(self.placement)

    def _publish(self) -> None:
        told = {keeper.server.name: keeper.state for keeper in self.keepers}
        snapshot = repr(told)
        if snapshot != self._published:
            control.write_state(self.location, control.State(pid=os.getpid(), servers=told))
            self._published = snapshot

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True


def main(arguments: list[str] | None = None) -> int:
    """Become the supervisor unless there is one already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--var", type=Path, required=True)
    parser.add_argument("--throwaway", action="store_true")
    parser.add_argument("--linger", type=float, default=2.0)
    options = parser.parse_args(arguments)
    location = Location(var=options.var)
    os.umask(0o077)
    if not _become_the_one(location):
        return 0
    control.clear_state(location)
    try:
        Supervisor(location, throwaway=options.throwaway, linger=options.linger).run()
    except (EmbeddedError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _become_the_one(location: Location) -> bool:
    # A client that looks whether the lock is held holds it for an instant itself: try again.
    lock = control.open_lock(location, name=control.SUPERVISOR)
    deadline = clock() + 1.0
    while not control.take(lock):
        if clock() > deadline:
            return False
        time.sleep(0.01)
    return True


if __name__ == "__main__":
    sys.exit(main())
