"""One small demo world for all tests of this package, taken back afterwards."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from creatorspark.demo.models import SeededWorld


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> "Iterator[SeededWorld]":
    """The finished demo world of the smallest scale; no test of the package may change it."""
    # Imported late: this file is read before Django is set up.
    from creatorspark.demo.services.seeding import seed_world
    from tests.integration.demo.watching import NOW, SMALL, unwatched

    with django_db_blocker.unblock(), transaction.atomic():
        yield seed_world(seed=7, scale=SMALL, now=NOW, watch=unwatched)
        transaction.set_rollback(True)
