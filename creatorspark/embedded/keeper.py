"""Keeps one server as its lease says: running while somebody holds it, stopped afterwards."""

import signal
import subprocess
import time
from pathlib import Path
from typing import Protocol

from creatorspark.embedded import accounts, control, processes
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.placement import Placement

GIVE_UP_AFTER = 5
"""Deaths within WINDOW seconds after which a server is not started again."""
WINDOW = 60.0
START_LIMIT = 120.0
"""Seconds a server may take to answer; recovery after a crash is part of them."""
LOG_LIMIT = 10 * 1024 * 1024


class Server(Protocol):
    """What a keeper needs to know of a server."""

    placement: Placement

    @property
    def name(self) -> str:
        """Name of its lease, its log and its data directory."""

    @property
    def death_signal(self) -> signal.Signals:
        """Signal the kernel sends it when the supervisor dies."""

    @property
    def stop_steps(self) -> tuple[tuple[signal.Signals, float], ...]:
        """Signals that stop it, politest first, each with seconds to obey."""

    def prepare(self) -> None:
        """Make the next start possible."""

    def command(self) -> list[str]:
        """The command line."""

    def ready(self) -> bool:
        """Whether it answers."""

    def rescue(self) -> bool:
        """Set aside what keeps it from starting; whether there was anything."""


class Keeper:
    """The life of one server under one supervisor."""

    def __init__(self, server: Server, *, lease: int, linger: float) -> None:
        """Watch `lease`; stop the server when it has been free for `linger` seconds."""
        self.server = server
        self.lease = lease
        self.linger = linger
        self.state = control.ServerState()
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._free_since: float | None = None
        self._deaths: list[float] = []

    @property
    def running(self) -> bool:
        """Whether there is a process to look after."""
        return self._process is not None

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.server.placement.location.logs / f"{self.server.name}.log"

    def look(self, now: float) -> None:
        """Do the next thing that is due; called several times a second."""
        if control.take(self.lease):
            self._nobody_wants_it(now)
        elif self.state.error:
            return
        elif self._process is None:
            self._free_since = None
            self._start(now)
        else:
            self._free_since = None
            self._watch(self._process, now)

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        if self._process is not None:
            processes.end(self._process, steps=self.server.stop_steps)
        self._process = None
        self.state = control.ServerState(error=self.state.error)

    def _nobody_wants_it(self, now: float) -> None:
        """Called while holding the lease: who comes meanwhile waits until it is let go."""
        if self._free_since is None:
            self._free_since = now
        if self.running and now - self._free_since >= self.linger:
            self.stop()
        self.state.error = ""
        control.release(self.lease)

    def _start(self, now: float) -> None:
        try:
            self.server.prepare()
            self._process = self._launch()
        except (EmbeddedError, OSError) as problem:
            self.state = control.ServerState(error=str(problem))
            return
        self._started_at = now
        self.state = control.ServerState(pid=self._process.pid)

    def _launch(self) -> subprocess.Popen[bytes]:
        self._keep_log_small()
        account = self.server.placement.account
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.server.command(),
                cwd="/",
                env=accounts.CLEAN_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=processes.dies_with_parent(self.server.death_signal),
                **(account.popen if account else {}),
            )

    def _watch(self, process: subprocess.Popen[bytes], now: float) -> None:
        if process.poll() is not None:
            self._died(process, now)
        elif not self.state.ready:
            self.state.ready = self.server.ready()
            if not self.state.ready and now - self._started_at > START_LIMIT:
                self.stop()
                self._fail(f"did not answer within {START_LIMIT:.0f} seconds")

    def _died(self, process: subprocess.Popen[bytes], now: float) -> None:
        was_ready = self.state.ready
        self._process = None
        self.state = control.ServerState()
        self._deaths = [at for at in self._deaths if now - at < WINDOW] + [now]
        if not was_ready and self.server.rescue():
            return
        if len(self._deaths) >= GIVE_UP_AFTER or not was_ready:
            self._fail(f"ended with code {process.returncode}")

    def _fail(self, what: str) -> None:
        self.state = control.ServerState(
            error=f"The embedded {self.server.name} {what}. The data is kept. The end of its log, "
            f"{self.log}:\n{self._log_end()}"
        )

    def _log_end(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(lines[-8:])

    def _keep_log_small(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))


def clock() -> float:
    """Seconds that never go back."""
    return time.monotonic()
