"""Every test here starts with no failed logins on the counters."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_earlier_attempts():
    cache.clear()
