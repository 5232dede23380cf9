"""The client's side: join the embedded servers, or start them, for as long as one needs them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass, field

from creatorspark.embedded import control, location
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.location import Location

PATIENCE = 180.0
"""Seconds to wait for servers to answer."""
POLL = 0.02
STARTS = 3
"""Supervisors to start before taking it that none will stay."""

_started: list[subprocess.Popen[bytes]] = []
"""Kept, so that a supervisor that outlives us is not reported as forgotten."""


@dataclass
class Lease:
    """A share in running servers. Ends with `release`, or with the process."""

    location: Location
    throwaway: bool = False
    linger: float = 2.0
    descriptors: dict[str, int] = field(default_factory=dict)

    def ensure(self) -> None:
        """See to it that the servers answer, also after their supervisor was killed.

        Raises EmbeddedError when they can't be started.
        """
        deadline = time.monotonic() + PATIENCE
        starts = 0
        while not self._ready():
            if not self.supervised:
                if starts == STARTS:
                    raise EmbeddedError(_last_words(self.location))
                starts += 1
                _start(self.location, throwaway=self.throwaway, linger=self.linger)
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"The embedded servers did not answer within {PATIENCE:.0f} seconds. The data "
                    f"is kept. Their logs are in {self.location.logs}."
                )
            time.sleep(POLL)

    @property
    def supervised(self) -> bool:
        """Whether a supervisor is there; a quick look that costs next to nothing."""
        return control.is_supervised(self.location)

    def release(self, *, wait: bool = False) -> None:
        """Give the share back; with `wait`, return when servers nobody else uses have stopped.

        Without it they linger a little for the next command.
        """
        # Who joins while we hold the leases exclusively waits, and then starts servers anew.
        last = all(control.take(descriptor) for descriptor in self.descriptors.values())
        if wait and last:
            self._dismiss()
        for descriptor in self.descriptors.values():
            os.close(descriptor)
        self.descriptors.clear()
        deadline = time.monotonic() + PATIENCE
        while wait and last and self.supervised and time.monotonic() < deadline:
            time.sleep(POLL)

    def _ready(self) -> bool:
        if not self.supervised:
            return False
        state = control.read_state(self.location)
        told = [state.servers.get(kind) for kind in self.descriptors] if state else []
        for server in told:
            if server and server.error:
                raise EmbeddedError(server.error)
        return bool(told) and all(server and server.ready for server in told)

    def _dismiss(self) -> None:
        state = control.read_state(self.location)
        if state is not None and self.supervised:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(state.pid, signal.SIGTERM)


def join(
    kinds: Collection[str] = control.KINDS,
    *,
    at: Location | None = None,
    throwaway: bool = False,
    linger: float = 2.0,
) -> Lease:
    """Return when the servers of these kinds answer, started if need be.

    `throwaway` makes servers without durability whose data is deleted when the last lease ends;
    `linger` is how many seconds servers outlive their last lease, which makes a series of
    commands quick. Both count only for servers that this call starts.
    Raises EmbeddedError with a sentence that says what to do.
    """
    place = at or location.current()
    try:
        control.make_directories(place)
        lease = Lease(location=place, throwaway=throwaway, linger=linger)
        for kind in kinds:
            lease.descriptors[kind] = control.open_lock(place, name=kind)
            control.share(lease.descriptors[kind])
    except PermissionError as refused:
        raise EmbeddedError(
            f"{refused.filename or place.var} may not be written by this user. If an earlier run "
            "was made by another user, such as root, run as that user again, or give var/ to "
            "yourself with chown. Nothing was changed."
        ) from refused
    try:
        lease.ensure()
    except BaseException:
        lease.release()
        raise
    return lease


def _start(place: Location, *, throwaway: bool, linger: float) -> None:
    log_path = place.logs / "supervisor.log"
    command = [sys.executable, "-m", "creatorspark.embedded.supervisor", "--var", str(place.var)]
    command += ["--linger", str(linger), *(["--throwaway"] if throwaway else [])]
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=location.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for the command in the terminal, not for the servers of everyone.
            start_new_session=True,
        )
    _started.append(process)
    while process.poll() is None and not control.is_supervised(place):
        time.sleep(POLL)


def _last_words(place: Location) -> str:
    said = (place.logs / "supervisor.log").read_text(errors="replace").strip()
    return said or f"The embedded servers could not be started; the logs are in {place.logs}."
