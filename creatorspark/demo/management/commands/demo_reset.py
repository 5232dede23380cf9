"""`manage.py demo_reset`: throw the demo database away and invent the world anew."""

import shutil
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.utils import OperationalError

from creatorspark.celery import app


class Command(BaseCommand):
    """Deletes everything in the database, the queue and the uploads, then migrates and seeds."""

    help = "Delete all data of this development installation and seed the demo world anew."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is a production installation. Nothing was deleted.")
        if not options["yes"] and not self._confirmed():
            raise CommandError("Nothing was deleted.")
        _drop_everything()
        self.stdout.write("The old data is gone. Making the tables.")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("seed_demo")

    def _confirmed(self) -> bool:
        if not sys.stdin.isatty():
            self.stderr.write("There is nobody to ask here: say --yes (make demo-reset YES=1).")
            return False
        where = connection.settings_dict
        self.stdout.write(
            f"This deletes all data in the database {where['NAME']!r} "
            f"({where['HOST'] or 'embedded'}), the queue and the uploaded files."
        )
        return input("Type yes to go on: ").strip().lower() == "yes"


def _drop_everything() -> None:
    """Drop the schema: TRUNCATE would be refused by the tables that may only grow."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    except OperationalError as busy:
        raise CommandError(
            f"Something is using the database ({busy}). Nothing was deleted. Stop `make run` and "
            "try again."
        ) from busy
    cache.clear()
    app.control.purge()
    shutil.rmtree(settings.VAR_DIR / "media", ignore_errors=True)
