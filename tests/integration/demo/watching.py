"""What seeding the demo world needs in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from creatorspark.demo.services.progress import Progress, Unwatched
from creatorspark.demo.services.seeding import Stage

NOW = datetime(2025, 5, 14, 12, 0, tzinfo=UTC)
SMALL = 0.01


@contextmanager
def unwatched(stage: Stage) -> Iterator[Progress]:
    """Seed without anybody looking."""
    yield Unwatched()
