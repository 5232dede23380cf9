"""A creator, signed in; and an empty cache each time.

This file is read before Django is set up, so models are imported where they are used.
"""

from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _empty_cache(embedded_servers: None) -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def creator(db: None) -> Any:
    """A profile connected to an account, with nothing yet."""
    from tests.integration.portals.scenes import connected_creator

    return connected_creator()


@pytest.fixture
def signed_in(creator: Any) -> Client:
    """A browser of that creator."""
    from tests.integration.portals.scenes import client_of

    return client_of(creator)
