"""What tests of every part share."""

from dataclasses import replace
from pathlib import Path

import pytest


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    """Where uploaded files land in this test."""
    from django.core.files.storage import default_storage

    folder = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder), "base_url": None},
        },
    }
    assert Path(default_storage.path("x")).parent == folder
    return folder


@pytest.fixture
def incoming(media: Path, tmp_path: Path, settings) -> Path:
    """Where what is sent lies while it comes in."""
    settings.MEDIA = replace(settings.MEDIA, incoming=tmp_path / "incoming")
    return tmp_path / "incoming"


@pytest.fixture(scope="session")
def film(tmp_path_factory) -> Path:
    """A short film with sound."""
    from tests.unit.scoring.media.films import write_film
    from tests.unit.scoring.originality.scenes import scene

    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return write_film(path, scene(1, 1, seconds=2), sound=True)
