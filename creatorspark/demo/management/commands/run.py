"""`manage.py run`: the whole product on this machine, until Ctrl-C."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from creatorspark.demo.selectors import email_of, seeded_world
from creatorspark.demo.services import logins, seeding
from creatorspark.embedded import environment
from creatorspark.embedded.children import Child, Children
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.lease import Lease

PORT_PATIENCE = 6.0
"""Seconds a port may stay taken: workers of a killed web server notice within one or two."""
START_PATIENCE = 90.0


class Command(BaseCommand):
    """Migrates, seeds the demo world into an empty database, and serves."""

    help = "Run web server, worker and clock together; PORT and HOST say where."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), _port()
        try:
            _await_free(host, port)
            self._prepare()
            connections.close_all()
            self._serve(host, port)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. What was done is kept; the next start goes on from here.")
        except EmbeddedError as problem:
            raise CommandError(str(problem)) from problem

    def _prepare(self) -> None:
        self.stdout.write("Bringing the database up to date.")
        call_command("migrate", interactive=False, verbosity=0)
        if settings.PRODUCTION or not seeding.is_needed_here():
            return
        self.stdout.write("This database is empty: inventing a demo world for it, once.")
        call_command("seed_demo")

    def _serve(self, host: str, port: int) -> None:
        children = Children(_programs(), directory=settings.BASE_DIR)
        lease = environment.join_for(["run"])
        children.start()
        try:
            if self._await_answer(children, host, port):
                self._greet(port)
                children.watch(tend=lambda: _tend(lease))
        finally:
            self.stdout.write("\nStopping.")
            children.stop()
            if lease is not None:
                lease.release()
        self.stdout.write(f"Stopped. Everything is kept in {settings.VAR_DIR}.")

    def _await_answer(self, children: Children, host: str, port: int) -> bool:
        """Whether the web server answers; false when asked to stop before it did."""
        deadline = time.monotonic() + START_PATIENCE
        while not children.asked_to_stop:
            children.revive()
            if _answers(host, port):
                return True
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"The web server did not answer within {START_PATIENCE:.0f} seconds; its "
                    "messages stand above. The data is kept."
                )
            time.sleep(0.05)
        return False

    def _greet(self, port: int) -> None:
        lines = ["", f"Creator Spark is at {self.style.SUCCESS(f'http://localhost:{port}')}"]
        if seeded_world() is not None:
            lines += [
                f"  {login:<8} {email_of(login):<24} password: {logins.PASSWORD}"
                for login in (logins.CREATOR, logins.ADMIN, logins.BRAND)
            ]
            connections.close_all()
        self.stdout.write("\n".join([*lines, "Ctrl-C stops everything.", ""]))
        self.stdout.flush()


def _tend(lease: Lease | None) -> None:
    """Start the embedded servers again should their supervisor have been killed."""
    if lease is not None and not lease.supervised:
        lease.ensure()


def _programs() -> list[Child]:
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "creatorspark"]
    concurrency = os.environ.get("CELERY_CONCURRENCY", "2")
    return [
        Child(
            name="web server",
            command=[sys.executable, "-m", "gunicorn", "creatorspark.wsgi:application"],
        ),
        Child(
            name="worker",
            command=[
                *celery,
                *("worker", "--loglevel", "WARNING", "--concurrency", concurrency),
                *("--without-gossip", "--without-mingle"),
            ],
            # Under root Celery warns at length of pickled messages, which we don't accept.
            environment={"PYTHONWARNINGS": "ignore:You're running the worker with superuser"},
        ),
        Child(
            name="clock",
            command=[*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""],
        ),
    ]


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise CommandError(f"PORT is {given!r}, which is not a port: use a number below 65536.")
    return int(given)


def _await_free(host: str, port: int) -> None:
    """Return when the port is free. Raises CommandError when it stays taken."""
    deadline = time.monotonic() + PORT_PATIENCE
    while not _is_free(host, port):
        if time.monotonic() > deadline:
            raise CommandError(
                f"Port {port} is taken by another program on this machine, so nothing was "
                f"started. Stop that program, or choose another port: make run PORT={port + 1}"
            )
        time.sleep(0.2)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as refused:
            raise CommandError(
                f"This user may not open port {port}. Choose one above 1023: make run PORT=8000"
            ) from refused
        except OSError:
            return False
    return True


def _answers(host: str, port: int) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    try:
        with urllib.request.urlopen(f"http://{here}:{port}/healthz", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True  # It answers; what it says is not the runner's business.
    except OSError:
        return False
