"""A creator, signed in; and an empty cache each time."""

import pytest
from django.core.cache import cache
from django.test import Client

from creatorspark.core.models import Creator
from tests.integration.portals.scenes import client_of, connected_creator


@pytest.fixture(autouse=True)
def _empty_cache(embedded_servers: None) -> None:
    cache.clear()


@pytest.fixture
def creator(db: None) -> Creator:
    """A profile connected to an account, with nothing yet."""
    return connected_creator()


@pytest.fixture
def signed_in(creator: Creator) -> Client:
    """A browser of that creator."""
    return client_of(creator)
