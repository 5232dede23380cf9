"""Which operating-system user the servers run as.

PostgreSQL refuses to run as root, so under root both servers run as another user: the one who
owns the data already, the one who owns `var/`, or `nobody`.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from creatorspark.embedded.errors import EmbeddedError

FALLBACKS = ("nobody", "postgres")
CLEAN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """A user that is not root."""

    name: str
    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, Any]:
        """Arguments of `subprocess.Popen` that make the child run as this user and no other."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *command: str) -> bool:
        """Whether the command succeeds when this user runs it."""
        try:
            done = subprocess.run(
                command,
                cwd="/",
                env=CLEAN_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                **self.popen,
            )
        except OSError:
            return False
        return done.returncode == 0

    def reaches(self, directory: Path) -> bool:
        """Whether this user can pass through the directory and all above it."""
        return self.can("/bin/sh", "-c", 'test -x "$1"', "sh", str(directory))


def for_servers(*, candidates: list[Path]) -> Account | None:
    """The user to run the servers as, or None when that is simply the present one.

    `candidates` are paths whose owner is preferred, in this order, when they exist.
    Raises EmbeddedError when root finds no other user to become.
    """
    if os.geteuid() != 0:
        return None
    for path in candidates:
        if path.exists() and (uid := path.stat().st_uid) != 0:
            return _by_uid(uid)
    for name in FALLBACKS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this machine has no user named "
        f"{' or '.join(FALLBACKS)} to run it as. Run as a normal user, or set DATABASE_URL and "
        "REDIS_URL to servers you already have."
    )


def _by_uid(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as missing:
        raise EmbeddedError(
            f"The data belongs to user id {uid}, which this machine does not know, so the servers "
            "can't be run as that user. Nothing was changed. Give var/ to a known user with chown."
        ) from missing
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
