"""Tests run on a throw-away PostgreSQL and Valkey (tests.environment).

The servers start with the first test that asks for the database.
"""

import os
import shutil
from collections.abc import Iterator

import django
import hypothesis
import pytest
from django.db import connection

from creatorspark.embedded import control, lease, location
from tests.environment import WORKER

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


# A machine that has other work too is no fault of the code.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
# Now, not in a hook: the conftest of a subfolder may import models while it is being loaded.
django.setup()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the journeys begin: the longest, begun last, would leave the other workers idle.

    One process alone keeps Django's order, in which tests that empty the database come late.
    """
    if WORKER:
        items.sort(key=lambda item: item.get_closest_marker("journey") is None)


def pytest_unconfigure() -> None:
    """Give the servers back; the supervisor deletes their data, or we do if there is none."""
    for held in _held:
        held.release()
    place = location.current()
    if not WORKER and not control.is_supervised(place):
        shutil.rmtree(place.var, ignore_errors=True)


_held: list[lease.Lease] = []


@pytest.fixture(scope="session")
def embedded_servers() -> None:
    """Running servers, for tests that talk to Valkey or PostgreSQL without Django's database."""
    kinds = [
        kind
        for kind, variable in (("postgres", "TEST_DATABASE_URL"), ("valkey", "TEST_REDIS_URL"))
        if not os.environ.get(variable)
    ]
    if kinds:
        _held.append(lease.join(kinds, throwaway=True, linger=0.5))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, embedded_servers: None
) -> None:
    """Start the servers before pytest-django makes its databases."""


@pytest.fixture(autouse=True)
def tables_without_a_model(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty, after a test that commits, the tables that Django's flush doesn't know.

    Events left by one test are hours to sum up for the next.
    """
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not (
        marker.kwargs.get("transaction")
        or {"transactional_db", "live_server"} & set(request.fixturenames)
    ):
        return
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE fraud_activityevent, fraud_stalehour")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser of the journeys. Without one: fail under CI=true, else skip loudly."""
    named = os.environ.get("CHROMIUM", "")
    found = next((path for name in (named, *CHROMIUM_NAMES) if (path := shutil.which(name))), None)
    if found:
        return found
    sentence = (
        "NO BROWSER: the journeys did not run, because no Chromium was found. Install Debian's "
        "package `chromium` (as root `make test` does so itself) or set CHROMIUM to a browser."
    )
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat the missing browser where it can't be overlooked."""
    skipped = terminalreporter.stats.get("skipped", [])
    journeys = [report for report in skipped if "NO BROWSER" in str(report.longrepr)]
    if journeys:
        terminalreporter.section("NO BROWSER", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(journeys)} journeys were not walked: no Chromium was found.")
