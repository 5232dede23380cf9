"""What tests of every part share."""

from pathlib import Path

import pytest


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    """Where uploaded files land in this test."""
    from django.core.files.storage import default_storage

    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    assert Path(default_storage.path("x")).parent == tmp_path
    return tmp_path
