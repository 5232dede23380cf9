"""Each test begins with an empty library."""

import pytest

from scoring.services.originality import common_frames, index


@pytest.fixture(autouse=True)
def empty_library(db, settings, tmp_path):
    """Forget what the process holds of other tests' videos, and keep volumes apart from theirs."""
    settings.VAR_DIR = tmp_path
    index.forget_index()
    common_frames._read.clear()
