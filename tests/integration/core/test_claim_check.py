"""A claim asks the platform for the bio of this moment, through a server that speaks TikTok."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, Job, ProfileClaim
from creatorspark.core.services import claims
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.local_servers import LocalServer, QuietHandler, served

pytestmark = pytest.mark.django_db


class TikTok(QuietHandler):
    """Gives a token to our key and the bio of `bios` to that token."""

    bios: dict[str, str]

    def do_POST(self) -> None:
        given = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/v2/oauth/token/"):
            self.answer({"access_token": "t0ken", "expires_in": 7200, "token_type": "Bearer"})
        elif self.headers["Authorization"] != "Bearer t0ken":
            self.answer({"data": {}, "error": {"code": "access_token_invalid"}})
        else:
            bio = self.bios[json.loads(given)["username"]]
            self.answer({"data": {"bio_description": bio}, "error": {"code": "ok"}})

    def answer(self, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def bios(settings) -> Iterator[dict[str, str]]:
    """Start the server and return what it says about people."""
    said: dict[str, str] = {}
    handler = type("Handler", (TikTok,), {"bios": said})
    with served(LocalServer(handler)) as server:
        settings.TIKTOK_API_URL = server.address
        settings.TIKTOK_CLIENT_KEY = "key"
        settings.TIKTOK_CLIENT_SECRET = "secret"
        yield said


def ask(claim: ProfileClaim, *, minutes: int = 0) -> str:
    with pytest.raises(claims.ClaimError) as told:
        claims.prove_by_bio(claim, now=NOW + timedelta(minutes=minutes))
    return str(told.value)


def test_the_bio_of_this_moment_gives_the_profile(bios):
    user, creator = UserFactory(), CreatorFactory(handle="ana", bio="old words")
    claim = claims.start(user, creator=creator, now=NOW)
    assert "asking" in ask(claim)
    bios["ana"] = f"new words {claim.code}"
    job = Job.objects.get()
    jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    creator.refresh_from_db()
    assert (job.state, job.result) == ("succeeded", {"proven": True})
    assert creator.user == user
    assert creator.bio == bios["ana"]


def test_a_bio_without_the_code_leaves_the_claim_open(bios):
    creator = CreatorFactory(handle="ana")
    claim = claims.start(UserFactory(), creator=creator, now=NOW)
    bios["ana"] = "no code here"
    ask(claim)
    jobs.run(Job.objects.get().pk, now=NOW)
    claim.refresh_from_db()
    assert claim.state == ProfileClaim.State.PENDING
    assert Job.objects.get().result == {"proven": False}
    assert Creator.objects.get(pk=creator.pk).bio == "no code here"


def test_asking_again_at_once_asks_the_platform_once(bios):
    claim = claims.start(UserFactory(), creator=CreatorFactory(), now=NOW)
    for minutes in (0, 1, 4):
        ask(claim, minutes=minutes)
    assert Job.objects.count() == 1
    ask(claim, minutes=6)
    assert Job.objects.count() == 2


def test_a_claim_withdrawn_meanwhile_is_left_alone(bios):
    user, creator = UserFactory(), CreatorFactory(handle="ana")
    claim = claims.start(user, creator=creator, now=NOW)
    ask(claim)
    claims.withdraw(claim, actor=user, now=NOW)
    bios["ana"] = claim.code
    jobs.run(Job.objects.get().pk, now=NOW)
    assert Creator.objects.get(pk=creator.pk).user is None


def test_refused_credentials_are_told_to_staff(bios, settings):
    claim = claims.start(UserFactory(), creator=CreatorFactory(handle="nobody"), now=NOW)
    ask(claim)
    settings.TIKTOK_CLIENT_KEY = ""
    job = Job.objects.get()
    jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "TIKTOK_CLIENT_KEY" in job.error


def test_without_credentials_or_for_the_demo_nobody_is_asked(bios, settings):
    demo = claims.start(UserFactory(), creator=CreatorFactory(is_demo=True), now=NOW)
    assert demo.code in ask(demo)
    settings.TIKTOK_CLIENT_SECRET = ""
    real = claims.start(UserFactory(), creator=CreatorFactory(), now=NOW)
    assert real.code in ask(real)
    assert not Job.objects.exists()
