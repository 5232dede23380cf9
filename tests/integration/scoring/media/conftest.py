"""A place of its own for files, and a creator with a video."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage

from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.unit.scoring.media import servers
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import scene


@pytest.fixture(autouse=True)
def places(settings, media, incoming):
    """Storage and the folder for what comes in, both empty."""
    settings.MEDIA = replace(settings.MEDIA, link_hosts=("127.0.0.1",), link_patience=5)
    return SimpleNamespace(media=media, incoming=incoming)


@pytest.fixture
def stored(places):
    """Return what lies in storage and among what comes in, as names."""

    def names() -> tuple[list[str], list[str]]:
        return files_in(places.media), files_in(places.incoming)

    return names


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="session")
def other_film(tmp_path_factory):
    return write_film(tmp_path_factory.mktemp("film") / "film.mp4", scene(2, 2, seconds=2))


@pytest.fixture
def creator(db):
    return CreatorFactory(user=UserFactory())


@pytest.fixture
def video(creator):
    return VideoFactory(creator=creator, duration_seconds=None)


@pytest.fixture
def server(settings):
    """A web server that tests, and only they, may reach."""
    with servers.serving() as server:
        settings.MEDIA = replace(settings.MEDIA, link_loopback=(server.place,))
        yield server


@pytest.fixture
def content():
    """Read a stored file."""

    def read(name: str) -> bytes:
        with default_storage.open(name, "rb") as file:
            return file.read()

    return read
