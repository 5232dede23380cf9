"""Decides where data and programs live and who runs them; writes `var/location` if not in var."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from creatorspark.embedded import accounts, binaries
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.location import Location

SOCKET_LIMIT = 103
"""Bytes of a socket's path that every Unix takes (Linux 107, macOS 103)."""


@dataclass(frozen=True)
class Placement:
    """Everything needed to start the servers."""

    location: Location
    root: Path
    programs: binaries.Binaries
    account: accounts.Account | None

    @property
    def postgres_data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.root / "postgres"

    @property
    def valkey_data(self) -> Path:
        """Valkey's data directory."""
        return self.root / "valkey"

    @property
    def owner(self) -> int:
        """User id that owns data and sockets."""
        return self.account.uid if self.account else os.geteuid()

    def give(self, path: Path) -> None:
        """Hand a path to the servers' user, closed to everybody else."""
        path.chmod(0o700)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def decide(location: Location) -> Placement:
    """Settle where everything lives, copying programs if the servers' user can't reach them.

    Raises EmbeddedError with the cure when existing data can't be reached any more.
    """
    programs = binaries.find()
    state = _recorded(location)
    account = accounts.for_servers(
        candidates=[location.var / "postgres", location.var / "valkey", location.var]
    )
    if state is None and account is not None and not _reachable(account, location, programs):
        state = _move_out(location)
    if state is None:
        return Placement(location=location, root=location.var, programs=programs, account=account)
    if account is not None:
        programs = binaries.copy_to(state / "programs", source=programs)
    return Placement(location=location, root=state, programs=programs, account=account)


def make_runtime(placement: Placement) -> None:
    """Make the private directory of the sockets, refusing one that somebody else made."""
    location = placement.location
    longest = len(os.fsencode(location.sockets / ".s.PGSQL.5432.lock"))
    if longest > SOCKET_LIMIT:
        raise EmbeddedError(
            f"{location.runtime} is too long for a socket ({longest} bytes of {SOCKET_LIMIT}). "
            "Set CREATORSPARK_RUNTIME to a shorter directory, such as /tmp."
        )
    location.runtime.mkdir(mode=0o700, exist_ok=True)
    check_owner(location.runtime, allowed={os.geteuid(), placement.owner})
    # The servers' user must pass through it; the sockets below are closed to others.
    location.runtime.chmod(0o711 if placement.account else 0o700)
    location.sockets.mkdir(mode=0o700, exist_ok=True)
    placement.give(location.sockets)


def check_owner(directory: Path, *, allowed: set[int]) -> None:
    """Raise EmbeddedError unless this is a real directory of an allowed user id."""
    if directory.is_symlink() or not directory.is_dir() or directory.stat().st_uid not in allowed:
        raise EmbeddedError(
            f"{directory} belongs to another user, so the servers' sockets would not be private "
            "there and nothing was started. Remove it, or set CREATORSPARK_RUNTIME to a directory "
            "of your own (in every shell, or in .env)."
        )


def forget(placement: Placement) -> None:
    """Delete data, control files and state directory: for servers made to be thrown away."""
    if placement.root != placement.location.var:
        shutil.rmtree(placement.root, ignore_errors=True)
    shutil.rmtree(placement.location.var, ignore_errors=True)


def _recorded(location: Location) -> Path | None:
    if not location.moved_to.exists():
        return None
    return Path(location.moved_to.read_text().strip())


def _reachable(account: accounts.Account, location: Location, programs: binaries.Binaries) -> bool:
    return (
        account.reaches(location.var)
        and account.can(str(programs.postgres), "--version")
        and account.can(str(programs.valkey_server), "--version")
    )


def _move_out(location: Location) -> Path:
    """Name a state directory in `var/location`; refuse to leave data behind."""
    if (location.var / "postgres").exists():
        raise EmbeddedError(
            f"The database in {location.var / 'postgres'} can no longer be reached by the user "
            "that PostgreSQL runs as. Nothing was changed. Let others pass through the "
            "directories above it (chmod o+x), or run as the user who owns it."
        )
    base = Path(os.environ.get("CREATORSPARK_STATE") or "/var/lib/creatorspark")
    state = base / location.key
    for directory in (base, state):
        if not directory.exists():
            directory.mkdir(parents=True)
            directory.chmod(0o755)
    location.moved_to.write_text(f"{state}\n")
    return state


def remove_runtime(placement: Placement) -> None:
    """Remove the sockets' directory, which the next start makes anew."""
    shutil.rmtree(placement.location.runtime, ignore_errors=True)
