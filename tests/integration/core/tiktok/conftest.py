"""A TikTok of our own, and time that passes only when somebody sleeps."""

import random
from datetime import timedelta

import pytest

from creatorspark.core.tiktok.oauth import ClientToken, UserToken
from creatorspark.core.tiktok.pacing import Pace
from creatorspark.core.tiktok.transport import Transport
from tests.factories import NOW
from tests.integration.core.tiktok.server import TikTok


class Time:
    """A clock that moves by sleeping, and remembers the naps."""

    def __init__(self):
        self.moment = NOW
        self.naps = []

    def now(self):
        return self.moment

    def sleep(self, seconds):
        self.naps.append(seconds)
        self.moment += timedelta(seconds=seconds)


class Drawer:
    """A token store in memory."""

    def __init__(self, tokens=None):
        self.tokens = tokens

    def load(self):
        return self.tokens

    def save(self, tokens):
        self.tokens = tokens


@pytest.fixture
def tiktok():
    server = TikTok()
    server.videos = [
        {
            "id": str(7300000000000000000 + number),
            "create_time": int(NOW.timestamp()) - 86_400 * (number + 1),
            "username": "nina",
            "video_description": f"video {number} #food",
            "share_url": f"https://www.tiktok.com/@nina/video/{number}?utm=1",
            "duration": 15,
            "height": 1024,
            "width": 576,
            "view_count": 1000 + number,
            "like_count": 100,
            "comment_count": 10,
            "share_count": 5,
            "favorites_count": 7,
            "hashtag_names": ["food"],
        }
        for number in range(8)
    ]
    yield server
    server.close()


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def pace(time):
    return Pace(clock=time.now, sleep=time.sleep, chance=random.Random(1))


@pytest.fixture
def transport(tiktok, pace):
    with Transport(tiktok.url, pace=pace) as transport:
        yield transport


@pytest.fixture
def client_token(transport):
    return ClientToken(transport, client_key="key", client_secret="secret")


@pytest.fixture
def drawer():
    return Drawer()


@pytest.fixture
def user_token(transport, drawer):
    return UserToken(transport, client_key="key", client_secret="secret", store=drawer)
