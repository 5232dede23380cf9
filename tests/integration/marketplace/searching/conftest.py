"""Every test reads its own run anew."""

from collections.abc import Iterator

import pytest

from marketplace.services.search import judging
from marketplace.services.tables import opening


@pytest.fixture(autouse=True)
def nothing_is_open() -> Iterator[None]:
    """Close what earlier tests opened."""
    opening.forget()
    judging.forget()
    yield
    opening.forget()
    judging.forget()
