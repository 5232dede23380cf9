"""Holds the fetching process to the public network and to its own folder, for good.

Python asks an audit hook before each connection, program and file; a hook can't be taken out
again. So the answer to "may I connect there?" is given for the very address that is used: a name
that resolves differently the second time, and every redirect, meet the same question.
"""

import os
import socket
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from creatorspark.lib.addresses import is_numeric, is_public

HTTPS = 443
PROGRAMS = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "pty.spawn",
        "subprocess.Popen",
    }
)
OTHER_WAYS_OUT = frozenset({"socket.bind", "socket.sendto", "socket.sendmsg"})
CHANGES = frozenset({"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"})
LINKS = frozenset({"os.link", "os.symlink"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Refusal(PermissionError):
    """The guard said no."""


class Guard:
    """What the process may do; `led_inward` tells whether it asked for a non-public address."""

    def __init__(self, *, folder: Path, allowed: Collection[tuple[str, int]]) -> None:
        self.folder = str(folder.resolve())
        self.allowed = frozenset(allowed)
        self.led_inward = False
        self._resolve = socket.getaddrinfo

    def install(self) -> None:
        """Take everything else away from this process. There is no way back."""
        socket.getaddrinfo = self._public_only
        sys.addaudithook(self._watch)

    def may_reach(self, host: str, port: int) -> bool:
        """Say whether a numeric address may be connected to."""
        return (host, port) in self.allowed or (port == HTTPS and is_public(host))

    def _public_only(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        """Resolve a name; one inward address among the answers spoils them all."""
        if is_numeric(host):
            # Before the resolver, which may not know this family of addresses at all.
            self._check((host, port))
        found = self._resolve(host, port, *args, **kwargs)
        for _family, _kind, _protocol, _name, place in found:
            self._check(place)
        return found

    def _check(self, place: Any) -> None:
        if not isinstance(place, tuple) or not self.may_reach(str(place[0]), int(place[1])):
            self.led_inward = True
            raise Refusal("This address is not on the public network.")

    def _watch(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            self._check(args[1])
        elif event in PROGRAMS or event in OTHER_WAYS_OUT or event in LINKS:
            raise Refusal(f"{event} is not for a process that follows links.")
        elif event == "open":
            self._check_opening(*args)
        elif event in CHANGES and not self._is_inside(args[0]):
            raise Refusal("Nothing outside its own folder is changed.")

    def _check_opening(self, path: Any, mode: Any, flags: Any) -> None:
        writes = bool(flags & WRITING) if isinstance(flags, int) else set(mode or "") & set("wxa+")
        if writes and not self._is_inside(path) and path != os.devnull:
            raise Refusal("Nothing outside its own folder is written.")

    def _is_inside(self, path: Any) -> bool:
        if isinstance(path, int):
            return True
        resolved = os.path.realpath(os.fsdecode(path))
        return resolved == self.folder or resolved.startswith(self.folder + os.sep)
