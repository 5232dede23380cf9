"""The scene of every test about appeals."""

import pytest


@pytest.fixture
def scene(db):
    """A creator, a verdict against their video, and two members of staff."""
    from tests.integration.core.appeals.scene import make_scene

    return make_scene()
