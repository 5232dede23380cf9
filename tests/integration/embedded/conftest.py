"""Real servers in directories of their own, apart from those of the test run."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from creatorspark.embedded import control, lease
from creatorspark.embedded.location import Location

PATIENCE = 60.0


def wait_until(holds: Callable[[], object]) -> None:
    """Return when the condition holds; fail after a minute."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited a minute in vain"
        time.sleep(0.02)


@pytest.fixture
def place() -> Iterator[Location]:
    """A location whose path has spaces and is far longer than a socket address."""
    # Not pytest's tmp_path: under root, another user must be able to pass through it.
    outer = Path(tempfile.mkdtemp(prefix="creatorspark-embedded-"))
    outer.chmod(0o755)
    deep = outer / "a path with spaces" / ("long " * 20).strip() / ("longer " * 10).strip()
    deep.mkdir(parents=True)
    location = Location(var=Path(os.path.realpath(deep)) / "var")
    yield location
    wait_until(lambda: not control.is_supervised(location))
    shutil.rmtree(outer)


@pytest.fixture
def joined(place: Location) -> Iterator[lease.Lease]:
    """A lease on servers that stop as soon as it is given back."""
    held = lease.join(at=place, linger=0.0)
    yield held
    held.release(wait=True)
