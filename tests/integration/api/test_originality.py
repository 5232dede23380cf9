"""Originality through the API: what is known of a video, and a search with a file."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.models import Fingerprint, OriginalitySearch, OriginalityVerdict, Submission
from scoring.services.locks import silent
from scoring.services.media import receiving
from scoring.services.originality import index, judging, searches
from scoring.services.originality.queue import STALE_AFTER
from tests.factories import NOW, UserFactory
from tests.integration.api.callers import ROOT, assert_problem, browser, machine, make_token
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db
SEARCHES = f"{ROOT}/originality/searches/"


@pytest.fixture(autouse=True)
def empty_library(db):
    index.forget_index()


@pytest.fixture
def copied(creator):
    """A creator's copy of somebody's video, judged."""
    original = filmed(film(1), days=20)
    copy = filmed(film(1), days=5, creator=creator)
    for video in (original, copy):
        judging.judge(video.pk, now=NOW)
    return SimpleNamespace(original=original, copy=copy)


def send(user, content, **extra):
    file = SimpleUploadedFile("clip.mp4", content, "video/mp4")
    return browser(user).client.post(SEARCHES, {"file": file}, **extra)


def receive(reply):
    """Let workers do what was asked for."""
    number = reply.json()["id"]
    receiving.receive(Submission.objects.get(pk=number).pk, report=silent, clock=lambda: NOW)
    assert searches.run_search(number, now=NOW)
    return number


def test_a_creator_reads_where_their_video_matches_what(creator, rival, copied):
    path = f"/videos/{copied.copy.pk}/originality/"
    found = browser(creator.user).get(path).body
    assert (found["state"], found["verdict"], found["source"]) == (
        "judged",
        "not_original",
        "engine",
    )
    (match,) = found["matches"]
    assert match["video"] == str(copied.original.pk)
    assert (match["standing"], match["similarity"]) == ("copied", 1.0)
    assert copied.original.creator.handle in found["reason"]
    assert found["can_appeal"]
    assert_problem(browser(rival.user).get(path), 404, "not-found")
    assert machine(creator.user).get(path).status == 200


def test_what_is_not_judged_yet_says_so(creator):
    video = filmed(film(1), creator=creator)
    found = browser(creator.user).get(f"/videos/{video.pk}/originality/").body
    assert (found["state"], found["verdict"], found["matches"]) == ("waiting", None, [])


def test_a_creator_checks_a_clip_before_posting_and_nobody_else_sees_it(creator, rival, copied):
    reply = send(rival.user, film(1))
    assert reply.status_code == 202, reply.content
    assert reply["Location"] == f"/api/v1/originality/searches/{reply.json()['id']}/"
    assert (reply.json()["state"], reply.json()["original"]) == ("waiting", None)
    number = receive(reply)
    found = browser(rival.user).get(f"/originality/searches/{number}/").body
    assert (found["state"], found["original"], found["similarity"]) == ("done", False, 1.0)
    assert {match["video"] for match in found["matches"]} == {
        str(copied.original.pk),
        str(copied.copy.pk),
    }
    assert_problem(browser(creator.user).get(f"/originality/searches/{number}/"), 404, "not-found")
    # A search is no verdict and joins no library.
    assert OriginalityVerdict.objects.count() == 2
    assert Fingerprint.objects.count() == 2


def test_ones_own_clip_is_no_copy(creator):
    video = filmed(film(1), days=5, creator=creator)
    judging.judge(video.pk, now=NOW)
    number = receive(send(creator.user, film(1)))
    found = browser(creator.user).get(f"/originality/searches/{number}/").body
    assert found["original"]
    assert found["matches"][0]["standing"] == "own_earlier"


def test_staff_search_for_nobody_and_a_second_worker_does_nothing(staff, copied):
    number = receive(send(staff, film(1)))
    assert Submission.objects.get(pk=number).purpose == "search"
    assert not searches.run_search(number, now=NOW)
    assert browser(staff).get(f"/originality/searches/{number}/").body["state"] == "done"


def test_a_worker_that_dies_is_found_and_its_search_done(staff, copied, monkeypatch):
    number = send(staff, film(1)).json()["id"]
    receiving.receive(Submission.objects.get(pk=number).pk, report=silent, clock=lambda: NOW)
    with monkeypatch.context() as killing:
        killing.setattr(searches, "search", _die)
        with pytest.raises(KeyboardInterrupt):
            searches.run_search(number, now=NOW)
    later = NOW + 2 * STALE_AFTER
    assert searches.sweep_searches(now=later) == 1
    assert searches.run_search(number, now=later)
    assert OriginalitySearch.objects.get().state == "done"


def _die(*args):
    raise KeyboardInterrupt


def test_what_is_no_video_or_nobodys_is_refused(staff, person):
    assert_refused(send(staff, b"no video at all, whatever its name"), "not_a_video")
    # An account without a profile has nothing to post.
    assert_refused(send(person, film(1)), "no_profile")
    assert browser(staff).client.post(SEARCHES, {}).status_code == 400
    assert not Submission.objects.exists()


def assert_refused(reply, reason):
    assert reply.status_code == 409, reply.content
    assert reply.json()["reason"] == reason


def test_the_same_key_and_file_is_one_search(staff):
    first = send(staff, film(1), headers={"Idempotency-Key": "mine"})
    again = send(staff, film(1), headers={"Idempotency-Key": "mine"})
    assert first.json()["id"] == again.json()["id"]
    other = send(staff, film(2), headers={"Idempotency-Key": "mine"})
    assert other.status_code == 422
    assert Submission.objects.count() == 1


def test_a_reading_token_can_not_send(staff):
    secret = make_token(staff)[1]
    file = SimpleUploadedFile("clip.mp4", film(1), "video/mp4")
    client = browser(UserFactory()).client
    client.logout()
    reply = client.post(SEARCHES, {"file": file}, headers={"Authorization": f"Bearer {secret}"})
    assert reply.status_code == 403
