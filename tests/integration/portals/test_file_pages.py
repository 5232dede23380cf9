"""The pages by which a video's file gets to us, as a browser without JavaScript uses them."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator, Video
from scoring import interface as scoring
from scoring.models import Submission
from tests.factories import VideoFactory
from tests.integration.portals.scenes import client_of, connected_creator
from tests.integration.scoring.media.sending import work

pytestmark = pytest.mark.usefixtures("incoming")


@pytest.fixture
def video(creator):
    return VideoFactory(creator=creator, duration_seconds=None)


def upload_of(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile("evening.mp4", path.read_bytes(), content_type="text/plain")


def page_of(video: Video) -> str:
    return f"/studio/videos/{video.pk}/file/"


def linked(video: Video) -> scoring.SubmissionFacts:
    assert video.creator.user is not None
    now = timezone.now()
    return scoring.send_link("", actor=video.creator.user, now=now, video_id=video.pk)


@pytest.mark.django_db(transaction=True)
def test_from_the_form_to_the_file(signed_in: Client, video: Video, film: Path) -> None:
    response = signed_in.post(page_of(video), {"file": upload_of(film)}, follow=True)
    assert "It waits for its turn." in response.content.decode()
    work()
    video.refresh_from_db()
    assert video.file.read() == film.read_bytes()
    page = signed_in.get(page_of(video)).content.decode()
    assert "We have the file." in page
    assert "320 × 180" in page
    assert str(video.file.name) not in page


@pytest.mark.django_db
def test_a_bad_file_is_said_on_the_page(signed_in: Client, video: Video) -> None:
    letter = SimpleUploadedFile("film.mp4", b"Dear reader, this is no film at all." * 9)
    response = signed_in.post(page_of(video), {"file": letter})
    assert response.status_code == 422
    assert "isn&#x27;t a video" in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_without_a_file_the_form_says_so(signed_in: Client, video: Video) -> None:
    response = signed_in.post(page_of(video))
    assert response.status_code == 422
    assert "Choose the video file first." in response.content.decode()


@pytest.mark.django_db
def test_an_announced_giant_is_not_even_read(signed_in: Client, video: Video) -> None:
    response = signed_in.post(page_of(video), {}, headers={"content-length": str(10**12)})
    assert response.status_code == 302
    assert response["Connection"] == "close"


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused(creator: Creator, video: Video, film: Path) -> None:
    assert creator.user is not None
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(creator.user)
    for address in (page_of(video), "/studio/drafts/"):
        assert strict.post(address, {"file": upload_of(film)}).status_code == 403
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_a_link_is_followed_by_a_worker(signed_in: Client, video: Video) -> None:
    response = signed_in.post(f"{page_of(video)}link/", {"url": video.url}, follow=True)
    assert "It waits for its turn." in response.content.decode()
    refused = signed_in.post(f"{page_of(video)}link/", {"url": "https://elsewhere.example/a"})
    assert refused.status_code == 422
    assert "a site that this video wasn’t posted on" in refused.content.decode()
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_nobody_sees_or_touches_what_others_sent(signed_in: Client, video: Video) -> None:
    stranger = client_of(connected_creator())
    sent = linked(video)
    assert stranger.get(page_of(video)).status_code == 404
    assert stranger.post(page_of(video)).status_code == 404
    assert stranger.post(f"{page_of(video)}link/", {"url": video.url}).status_code == 404
    for act in ("", "retry/", "withdraw/"):
        address = f"/studio/files/{sent.id}/{act}"
        assert stranger.get(address).status_code in (404, 405)
        assert stranger.post(address).status_code in (404, 405)
    assert Submission.objects.get().state == Submission.State.WAITING


@pytest.mark.django_db
def test_taking_it_back(signed_in: Client, video: Video) -> None:
    sent = linked(video)
    page = signed_in.get(page_of(video)).content.decode()
    assert f"/studio/files/{sent.id}/withdraw/" in page
    signed_in.post(f"/studio/files/{sent.id}/withdraw/")
    assert Submission.objects.get().state == Submission.State.WITHDRAWN
    again = signed_in.post(f"/studio/files/{sent.id}/withdraw/", follow=True)
    assert "has moved on meanwhile" in again.content.decode()


@pytest.mark.django_db
def test_progress_ends_by_loading_the_page_anew(signed_in: Client, video: Video) -> None:
    sent = linked(video)
    part = signed_in.get(f"/studio/files/{sent.id}/")
    assert 'hx-trigger="every 2s"' in part.content.decode()
    assert "HX-Refresh" not in part
    signed_in.post(f"/studio/files/{sent.id}/withdraw/")
    assert signed_in.get(f"/studio/files/{sent.id}/")["HX-Refresh"] == "true"


@pytest.mark.django_db(transaction=True)
def test_a_draft_from_the_form_to_its_end(signed_in: Client, creator: Creator, film: Path) -> None:
    signed_in.post("/studio/drafts/", {"file": upload_of(film)})
    work()
    page = signed_in.get("/studio/drafts/").content.decode()
    assert "evening.mp4" in page
    assert "kept until" in page
    draft = Submission.objects.get(purpose=Submission.Purpose.DRAFT)
    assert draft.file
    signed_in.post(f"/studio/files/{draft.pk}/withdraw/")
    draft.refresh_from_db()
    assert not draft.file
    assert "No clips here" in signed_in.get("/studio/drafts/").content.decode()


@pytest.mark.django_db
def test_stored_files_have_no_public_address(client: Client, video: Video, film: Path) -> None:
    video.file.save("videos/2026/11/abc", upload_of(film))
    for address in (f"/media/{video.file.name}", f"/{video.file.name}"):
        assert client.get(address).status_code == 404
