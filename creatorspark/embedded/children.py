"""The programs that `run` keeps alive side by side: web server, worker, clock."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from creatorspark.embedded import processes
from creatorspark.embedded.errors import EmbeddedError

POLL = 0.1
GIVE_UP_AFTER = 5
WINDOW = 60.0
PATIENCE = 15.0
"""Seconds children may take to finish what they are doing."""


@dataclass
class Child:
    """One program and how to start it."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    death_signal: signal.Signals = signal.SIGKILL
    """What the kernel sends it when the runner is killed. Work is resumed, so ending is safe."""
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self, *, directory: Path) -> None:
        """Start it out of reach of the terminal's Ctrl-C, which is for the runner."""
        self.process = subprocess.Popen(
            self.command,
            cwd=directory,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=processes.dies_with_parent(self.death_signal),
        )

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None


class Children:
    """All of them: started together, restarted when they die, stopped together."""

    def __init__(self, children: Iterable[Child], *, directory: Path) -> None:
        """Take charge; nothing is started yet."""
        self.children = list(children)
        self.directory = directory
        self._asked = 0

    def start(self) -> None:
        """Start every child and listen for Ctrl-C and SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        for child in self.children:
            child.start(directory=self.directory)

    @property
    def asked_to_stop(self) -> bool:
        """Whether somebody wants the end."""
        return self._asked > 0

    def watch(self, *, tend: Callable[[], None]) -> None:
        """Return when asked to stop. A child that dies is started again.

        `tend` is called at every look, to see to what the children stand on.
        Raises EmbeddedError when one dies again and again.
        """
        while not self.asked_to_stop:
            tend()
            self.revive()
            time.sleep(POLL)

    def revive(self) -> None:
        """Start what has died. Raises EmbeddedError after too many deaths in a minute."""
        for child in self.children:
            if child.alive or self.asked_to_stop:
                continue
            now = time.monotonic()
            child.deaths = [at for at in child.deaths if now - at < WINDOW] + [now]
            if len(child.deaths) >= GIVE_UP_AFTER:
                raise EmbeddedError(
                    f"The {child.name} ended {GIVE_UP_AFTER} times within a minute, so it was not "
                    "started again. Its reason stands above. The data is kept."
                )
            print(f"The {child.name} ended; it is being started again.", file=sys.stderr)
            child.start(directory=self.directory)

    def stop(self) -> None:
        """Ask all to finish, and end those that don't in time or when asked a second time."""
        asked_before = self._asked
        for child in self.children:
            self._send(child, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while any(child.alive for child in self.children):
            if time.monotonic() > deadline or self._asked > asked_before:
                self._end_the_rest()
                return
            time.sleep(POLL / 4)

    def _end_the_rest(self) -> None:
        for child in self.children:
            if child.process is not None:
                processes.end(child.process, steps=((signal.SIGQUIT, 3.0),))

    def _send(self, child: Child, number: signal.Signals) -> None:
        if child.process is not None and child.alive:
            with contextlib.suppress(ProcessLookupError):
                child.process.send_signal(number)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1
