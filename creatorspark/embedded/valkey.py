"""The embedded Valkey: queue and cache, kept on disk by an append-only file."""

import signal
import socket
import time

from creatorspark.embedded import processes
from creatorspark.embedded.placement import Placement

DATABASES = 64
"""Enough for two a test worker."""


class ValkeyServer:
    """One Valkey in one data directory, reached only through its private socket."""

    name = "valkey"
    death_signal = signal.SIGTERM
    stop_steps = ((signal.SIGTERM, 10.0),)

    def __init__(self, placement: Placement, *, throwaway: bool = False) -> None:
        """Describe the server; nothing is touched yet."""
        self.placement = placement
        self.throwaway = throwaway
        self.data = placement.valkey_data

    def prepare(self) -> None:
        """End orphans and make the data directory."""
        program = self.placement.programs.valkey_server.name
        processes.clear_orphans(self.data, program=program, with_signal=signal.SIGTERM)
        self.placement.location.valkey_socket.unlink(missing_ok=True)
        self.data.mkdir(parents=True, exist_ok=True)
        self.placement.give(self.data)

    def command(self) -> list[str]:
        """The command line of the server."""
        options = {
            "port": "0",
            "unixsocket": str(self.placement.location.valkey_socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "databases": str(DATABASES),
            "appendonly": "no" if self.throwaway else "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        return [str(self.placement.programs.valkey_server), *flags]

    def ready(self) -> bool:
        """Whether it answers PING."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.placement.location.valkey_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def rescue(self) -> bool:
        """Set an unreadable append-only file aside, so that the queue starts empty.

        What it held were nudges; the work itself stands in the database and is found by the sweep.
        Returns whether there was anything to set aside.
        """
        log = self.data / "appendonlydir"
        if not log.is_dir():
            return False
        log.rename(self.data / f"appendonlydir.unreadable-{time.time_ns()}")
        return True
