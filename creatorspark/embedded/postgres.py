"""The embedded PostgreSQL: how it is made, started, asked and stopped."""

import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from creatorspark.embedded import accounts, processes
from creatorspark.embedded.binaries import BUILTIN_LOCALE_SINCE
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.location import DATABASE, ROLE
from creatorspark.embedded.placement import Placement

PROGRAM = "postgres"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "1h",
}
"""Settings of a server whose data is deleted afterwards: nothing is worth waiting for a disk."""


class PostgresServer:
    """One cluster in one data directory, reached only through its private socket."""

    name = "postgres"
    death_signal = signal.SIGINT
    stop_steps = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0))
    """Fast shutdown, then immediate shutdown (which recovers at the next start)."""

    def __init__(self, placement: Placement, *, throwaway: bool = False) -> None:
        """Describe the server; nothing is touched yet."""
        self.placement = placement
        self.throwaway = throwaway
        self.data = placement.postgres_data
        self._database_exists = False

    def prepare(self) -> None:
        """End orphans, clear what a crash left, and make the cluster if there is none.

        Raises EmbeddedError if the data was written by another major version.
        """
        processes.clear_orphans(self.data, program=PROGRAM, with_signal=signal.SIGINT)
        if self.data.exists():
            self._check_version()
            self._clear_stale_files()
        else:
            self._initialise()

    def command(self) -> list[str]:
        """The command line of the server."""
        settings = {
            **SETTINGS,
            **(THROWAWAY if self.throwaway else {}),
            "unix_socket_directories": str(self.placement.location.sockets),
        }
        flags = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
        return [str(self.placement.programs.postgres), "-D", str(self.data), *flags]

    def ready(self) -> bool:
        """Whether it answers; makes the database the first time it does."""
        try:
            with self._connect("postgres") as connection:
                if not self._database_exists:
                    self._make_database(connection)
        except psycopg.Error:
            return False
        return True

    def rescue(self) -> bool:
        """Nothing can be set aside to make a broken cluster start."""
        return False

    def _clear_stale_files(self) -> None:
        # No process works in the directory, so these are stale. Left in place they would stop
        # the start whenever the process id in them has been given to some other program.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.placement.location.sockets.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.placement.location.sockets),
            dbname=database,
            user=ROLE,
            connect_timeout=5,
            autocommit=True,
        )

    def _make_database(self, connection: psycopg.Connection) -> None:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        self._database_exists = True

    def _check_version(self) -> None:
        written = (self.data / "PG_VERSION").read_text().strip()
        ours = self.placement.programs.postgres_major()
        if written != str(ours):
            raise EmbeddedError(
                f"The database in {self.data} was written by PostgreSQL {written}, but the "
                f"programs here are version {ours}. Nothing was changed. Point CREATORSPARK_PG_BIN "
                f"at a PostgreSQL {written}, dump the data with pg_dump, move the directory away, "
                "start again and load the dump; docs/deploy.md shows how."
            )

    def _initialise(self) -> None:
        """Run initdb beside the place and rename, so that half a cluster is never taken for one."""
        half = self.data.with_name("postgres.part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        self.placement.give(half)
        done = subprocess.run(
            [str(self.placement.programs.postgres_bin / "initdb"), *self._initdb_flags(half)],
            cwd="/",
            env=accounts.CLEAN_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **(self.placement.account.popen if self.placement.account else {}),
        )
        if done.returncode != 0:
            raise EmbeddedError(
                f"PostgreSQL could not make its data directory {half}. It said: "
                f"{(done.stderr or done.stdout).strip()[-600:]}"
            )
        half.rename(self.data)

    def _initdb_flags(self, directory: Path) -> list[str]:
        # Trust is safe: only the owner of the private socket directory can reach the server.
        flags = ["-D", str(directory), "-U", ROLE, "--auth=trust", "--encoding=UTF8"]
        if self.placement.programs.postgres_major() >= BUILTIN_LOCALE_SINCE:
            flags += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            flags += ["--locale=C.UTF-8"]
        return [*flags, "--no-sync"] if self.throwaway else flags
