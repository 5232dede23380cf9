"""The scene of every test about appeals, and a folder of its own for files."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage


@pytest.fixture
def scene(db):
    """A creator, a verdict against their video, and two members of staff."""
    from tests.integration.core.appeals.scene import make_scene

    return make_scene()


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    """Where uploaded files land in this test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    assert Path(default_storage.path("x")).parent == tmp_path
    return tmp_path
