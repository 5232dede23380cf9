#!/usr/bin/env python
"""Django's command line, with the embedded servers behind it when no others are configured."""

import os
import sys


def main() -> None:
    """Join or start the embedded servers if the command needs them, then run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
    try:
        from django.core.management import execute_from_command_line
        from django.db import ProgrammingError
        from psycopg.errors import UndefinedTable

        from creatorspark.embedded import environment
        from creatorspark.embedded.errors import EmbeddedError
    except ImportError as missing:
        sys.exit(f"A package is missing ({missing}). `make run` installs what is needed.")
    try:
        # Held until this process ends, however it ends.
        lease = environment.join_for(sys.argv[1:])
    except EmbeddedError as problem:
        sys.exit(str(problem))
    if lease is not None and sys.argv[1] == "dbshell":
        os.environ["PGHOST"] = str(lease.location.sockets)
    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as problem:
        if not isinstance(problem.__cause__, UndefinedTable):
            raise
        sys.exit(
            "This database isn't set up, or not for this version, and nothing was changed. Run "
            "`python manage.py migrate` first (`make run` does so itself), then this again."
        )
    finally:
        if lease is not None and sys.argv[1] == "run":
            lease.release(wait=True)


if __name__ == "__main__":
    main()
