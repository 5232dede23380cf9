"""A service of our own, a creator who agreed, and a video with a file."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from creatorspark.gemini_settings import GeminiSettings
from scoring.media.storage import stored_name
from scoring.services.opinions import consent
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.opinions import server as gemini

FILM = b"\0\0\0\x20ftypisom" + bytes(range(256)) * 64


@pytest.fixture
def service(settings, media):
    with gemini.serving() as server:
        settings.GEMINI = GeminiSettings(key=gemini.KEY, url=server.address, answer_seconds=2.0)
        yield server


@pytest.fixture
def setting(settings, service):
    """Change some of the settings."""

    def change(**values):
        settings.GEMINI = replace(settings.GEMINI, **values)

    return change


@pytest.fixture
def creator(db):
    found = CreatorFactory(user=UserFactory())
    consent.give(creator_id=found.pk, actor=found.user, now=NOW)
    return found


@pytest.fixture
def make_video(creator, service):
    def make(content: bytes = FILM, **values):
        name = default_storage.save(stored_name(), ContentFile(content))
        sha256 = f"{abs(hash(content)):064x}"
        return VideoFactory(creator=creator, file=name, sha256=sha256, **values)

    return make


@pytest.fixture
def video(make_video):
    return make_video()


class Time:
    """A clock that a test turns; sleeping turns it too."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock():
    return Time()
