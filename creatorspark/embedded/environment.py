"""Which embedded servers a command needs: those that no URL in environment or `.env` replaces."""

import os
from collections.abc import Sequence

import environ

from creatorspark.embedded import lease, location

URL_OF = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}

WITHOUT_SERVERS = frozenset(
    {
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "spectacular",
        "startapp",
        "startproject",
        "version",
    }
)
"""Commands that ask no database. `check` is among them unless it is told to look at one."""


def missing() -> list[str]:
    """The kinds of server for which no URL is configured."""
    if (settings_file := location.BASE_DIR / ".env").exists():
        environ.Env.read_env(settings_file)
    return [kind for kind, variable in URL_OF.items() if not os.environ.get(variable)]


def needs_servers(arguments: Sequence[str]) -> bool:
    """Whether this `manage.py` command line (without the program) may ask a database."""
    if not arguments or {"--help", "-h", "--version"} & set(arguments):
        return False
    command = arguments[0]
    if command == "check":
        return "--database" in arguments
    return command not in WITHOUT_SERVERS and not command.startswith("-")


def join_for(arguments: Sequence[str]) -> lease.Lease | None:
    """Join or start what this command line needs; None when it needs nothing embedded."""
    kinds = missing() if needs_servers(arguments) else []
    return lease.join(kinds) if kinds else None
