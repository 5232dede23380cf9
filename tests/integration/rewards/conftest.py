"""Whatever a test made the closing of weeks write must stand up to being computed again."""

from collections.abc import Iterator

import pytest

from rewards.services.proof.recompute import verify

CLOSE_WEEKS = ("test_closing", "test_closing_at_once", "test_adjustments", "test_earnings")


@pytest.fixture(autouse=True)
def all_written_statements_verify(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compute every statement again when a test that closes weeks is over."""
    yield
    if request.module.__name__.rsplit(".", 1)[-1].startswith(CLOSE_WEEKS):
        assert [str(fault) for fault in verify().faults] == []
