"""Files by the API: sent, linked to, asked after, taken back, and never anybody else's."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from scoring.models import Submission
from tests.factories import UserFactory, VideoFactory
from tests.integration.api.callers import assert_problem, browser, machine, queries_of
from tests.integration.scoring.media.sending import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("incoming")]
KEY = "0d6f7a1c-8f1f-4c2e-b6f1-6f0f6c9c9a10"


@pytest.fixture
def film(film):
    return film.read_bytes()


@pytest.fixture
def video(creator):
    return VideoFactory(creator=creator, duration_seconds=None)


def form(content: bytes | None = None, **fields: str) -> bytes:
    values: dict[str, object] = dict(fields)
    if content is not None:
        values["file"] = SimpleUploadedFile("evening.mp4", content)
    return encode_multipart(BOUNDARY, values)


def post_form(caller, body: bytes, *, key: str = ""):
    return caller.send("POST", "/submissions/", raw=body, content_type=MULTIPART_CONTENT, key=key)


@pytest.mark.django_db(transaction=True)
def test_a_file_from_its_upload_to_its_facts(creator, video, film):
    caller = machine(creator.user, scope="write")
    sent = post_form(caller, form(film, video=str(video.pk)))
    assert sent.status == 201
    assert sent.body["state"] == "waiting"
    work()
    found = caller.get(f"/submissions/{sent.body['id']}/")
    assert found.body["state"] == "received"
    assert (found.body["width"], found.body["height"]) == (320, 180)
    assert found.body["has_sound"] is True
    assert (found.body["source"], found.body["video"]) == ("api", str(video.pk))


def test_a_link_of_the_video_itself(creator, video):
    sent = browser(creator.user).post("/submissions/", {"video": str(video.pk)})
    assert sent.status == 201
    assert sent.body["url"] == video.url


def test_the_same_key_sends_once(creator, video, film):
    caller = browser(creator.user)
    body = form(film, video=str(video.pk))
    first, again = post_form(caller, body, key=KEY), post_form(caller, body, key=KEY)
    assert first.body == again.body
    assert again.headers["Idempotency-Replayed"] == "true"
    other = post_form(caller, form(film + b"\0", video=str(video.pk)), key=KEY)
    assert_problem(other, 422, "key-reused")
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"Dear reader, this is no film at all." * 9, "not_a_video"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "still_image"),
    ],
)
def test_what_is_no_video_is_refused_with_its_reason(creator, video, content, reason):
    reply = post_form(browser(creator.user), form(content, video=str(video.pk)))
    if content:
        assert assert_problem(reply, 409, "refused")["reason"] == reason
    else:
        assert_problem(reply, 400, "invalid")
    assert not Submission.objects.exists()


def test_bad_links_are_refused_with_their_reason(creator, video):
    caller = browser(creator.user)
    for url, reason in {
        "http://www.tiktok.com/@a/video/1": "link_not_https",
        "https://elsewhere.example/a": "link_elsewhere",
        "https://127.0.0.1/a": "link_elsewhere",
    }.items():
        reply = caller.post("/submissions/", {"video": str(video.pk), "url": url})
        assert assert_problem(reply, 409, "refused")["reason"] == reason


def test_others_videos_do_not_exist(rival, video, film):
    caller = browser(rival.user)
    assert_problem(post_form(caller, form(film, video=str(video.pk))), 400, "invalid")
    assert_problem(caller.post("/submissions/", {"video": str(video.pk)}), 400, "invalid")
    assert not Submission.objects.exists()


def test_others_submissions_do_not_exist(creator, rival, video):
    sent = browser(creator.user).post("/submissions/", {"video": str(video.pk)}).body["id"]
    caller = browser(rival.user)
    assert caller.get("/submissions/").body["results"] == []
    assert_problem(caller.get(f"/submissions/{sent}/"), 404, "not-found")
    for step in ("retry", "withdraw"):
        assert_problem(caller.post(f"/submissions/{sent}/{step}/"), 404, "not-found")
    assert Submission.objects.get().state == "waiting"


def test_a_brand_has_no_videos(brand, video):
    reply = browser(brand).post("/submissions/", {"video": str(video.pk)})
    assert assert_problem(reply, 409, "refused")["reason"] == "no_profile"


def test_reading_is_not_writing(creator, video):
    reply = machine(creator.user, scope="read").post("/submissions/", {"video": str(video.pk)})
    assert_problem(reply, 403, "permission-denied")


def test_a_browser_proves_itself_before_its_file_is_read(creator, video, film):
    caller = browser(creator.user, csrf=True)
    reply = post_form(caller, form(film, video=str(video.pk), csrfmiddlewaretoken="k" * 32))
    assert_problem(reply, 403, "permission-denied")
    caller.client.cookies["csrftoken"] = "k" * 32
    reply = caller.send(
        "POST",
        "/submissions/",
        raw=form(film, video=str(video.pk)),
        content_type=MULTIPART_CONTENT,
        headers={"X-CSRFToken": "k" * 32},
    )
    assert reply.status == 201


def test_a_draft_names_no_video(creator, video, film):
    caller = browser(creator.user)
    assert post_form(caller, form(film, purpose="draft")).status == 201
    both = post_form(caller, form(film, purpose="draft", video=str(video.pk)))
    assert_problem(both, 400, "invalid")
    assert_problem(caller.post("/submissions/", {}), 400, "invalid")


def test_a_body_larger_than_a_file_may_be(creator, video, film, settings):
    settings.MEDIA = replace(settings.MEDIA, file_bytes=1_000)
    body = form(film + bytes(100_000), video=str(video.pk))
    assert_problem(post_form(browser(creator.user), body), 413, "too-large")
    assert not Submission.objects.exists()


def test_withdrawing_and_retrying(creator, video):
    caller = browser(creator.user)
    sent = caller.post("/submissions/", {"video": str(video.pk)}).body["id"]
    reply = caller.post(f"/submissions/{sent}/retry/")
    assert assert_problem(reply, 409, "refused")["reason"] == "moved_on"
    Submission.objects.update(state="failed", problem="link_gone")
    assert caller.post(f"/submissions/{sent}/retry/").body["state"] == "waiting"
    assert caller.post(f"/submissions/{sent}/withdraw/").body["state"] == "withdrawn"
    again = caller.post(f"/submissions/{sent}/withdraw/")
    assert assert_problem(again, 409, "refused")["reason"] == "moved_on"


def test_pages_do_not_cost_more_with_more_rows(creator):
    caller = browser(creator.user)
    caller.post("/submissions/", {"video": str(VideoFactory(creator=creator).pk)})
    few = queries_of(lambda: caller.get("/submissions/"))
    for _number in range(12):
        caller.post("/submissions/", {"video": str(VideoFactory(creator=creator).pk)})
    assert queries_of(lambda: caller.get("/submissions/")) == few
    page = caller.get("/submissions/?limit=5").body
    assert len(page["results"]) == 5
    assert "cursor=" in page["next"]


def test_words_come_with_a_draft_and_are_said_anew(creator, film):
    caller = browser(creator.user)
    body = form(film, purpose="draft", caption="Night market", sound="own", partner="@rico")
    sent = post_form(caller, body).body
    assert (sent["caption"], sent["sound"], sent["partner"]) == ("Night market", "own", "rico")
    said = caller.post(f"/submissions/{sent['id']}/words/", {"caption": "Noodles at night #food"})
    assert said.body["caption"] == "Noodles at night #food"
    assert said.body["sound"] == ""


def test_a_published_video_has_words_of_its_own(creator, rival, video):
    caller = browser(creator.user)
    reply = caller.post("/submissions/", {"video": str(video.pk), "caption": "Another"})
    assert_problem(reply, 400, "invalid")
    sent = caller.post("/submissions/", {"video": str(video.pk)}).body["id"]
    reply = caller.post(f"/submissions/{sent}/words/", {"caption": "Another"})
    assert assert_problem(reply, 409, "refused")["reason"] == "moved_on"
    reply = browser(rival.user).post(f"/submissions/{sent}/words/", {"caption": "Mine"})
    assert_problem(reply, 404, "not-found")


def test_a_drafts_words_are_its_creators_alone(creator, film):
    own, staff = browser(creator.user), browser(UserFactory(staff=True))
    sent = post_form(own, form(film, purpose="draft", caption="Night market")).body["id"]
    seen = staff.get(f"/submissions/{sent}/").body
    assert (seen["purpose"], seen["caption"]) == ("draft", "")
    assert staff.get("/submissions/").body["results"][0]["caption"] == ""
    assert_problem(staff.post(f"/submissions/{sent}/words/", {"caption": "X"}), 404, "not-found")
    assert own.get(f"/submissions/{sent}/").body["caption"] == "Night market"
    address = reverse("admin:scoring_submission_change", args=[sent])
    page = staff.client.get(address)
    assert page.status_code == 200
    assert "Night market" not in page.content.decode()
