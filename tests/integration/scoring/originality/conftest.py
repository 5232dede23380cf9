"""Each test begins with an empty library."""

import shutil

import pytest

from scoring.services.originality import common, index, volumes


@pytest.fixture(autouse=True)
def empty_library(db):
    """Forget what the process and the disk hold of other tests' videos."""
    index.forget_index()
    common._read.clear()
    shutil.rmtree(volumes.folder(), ignore_errors=True)
