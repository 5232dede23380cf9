"""With files in a bucket: from upload to verdict, ratings and pictures, and to removal."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services.erasure import erase_creator
from scoring.media.storage import StorageAway
from scoring.models import (
    EvidenceFrame,
    OriginalityVerdict,
    QualityAssessment,
    QualityFrame,
    Submission,
)
from scoring.services.media import steps, sweeping
from scoring.services.media.receiving import receive
from scoring.services.originality import common_frames, evidence, index, judging, searches
from scoring.services.quality import frames
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.media.sending import State, send, work
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_library(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    index.forget_index()
    common_frames._read.clear()


@pytest.fixture
def film(tmp_path):
    return write_film(tmp_path / "film.mp4", scene(1, 1, seconds=8), sound=True)


def posted(days_ago: int) -> Video:
    creator = CreatorFactory(user=UserFactory())
    at = timezone.now() - timedelta(days=days_ago)
    return VideoFactory(creator=creator, duration_seconds=None, posted_at=at)


def holder(video: Video) -> User:
    user = video.creator.user
    assert user is not None
    return user


def forget(creator: Creator) -> None:
    actor = UserFactory(superuser=True)
    erase_creator(creator, reason="They asked.", actor=actor, now=timezone.now())


def quiet(*given: object, **named: object) -> None:
    """Hear how far the work is."""


@pytest.mark.django_db(transaction=True)
def test_from_upload_to_removal(elsewhere, names, film, tmp_path, client):
    first, copy = posted(20), posted(2)
    for video in (first, copy):
        send(video, film)
        work()
        assert judging.judge(video.pk, now=timezone.now())
        video.refresh_from_db()
    assert names() == sorted(f"media/{video.file.name}" for video in (first, copy))
    assert list((tmp_path / "incoming").rglob("*")) == []

    verdicts = {row.video_id: row for row in OriginalityVerdict.objects.filter(is_current=True)}
    assert verdicts[first.pk].verdict == "original"
    assert verdicts[copy.pk].verdict == "not_original"
    rating = QualityAssessment.objects.get(video=first, is_current=True)
    assert rating.audio is not None

    assert evidence.keep_evidence(verdict_id=verdicts[copy.pk].pk, now=timezone.now()) == 1
    frames.keep_frames(sha256=first.sha256, now=timezone.now())
    picture = EvidenceFrame.objects.first()
    assert picture is not None
    shown = evidence.picture_for(frame_id=picture.pk, user=holder(copy))
    assert shown is not None
    assert shown.startswith(b"\xff\xd8")

    for video in (first, copy):
        erase_creator(
            video.creator,
            reason="They asked.",
            actor=UserFactory(superuser=True),
            now=timezone.now(),
        )
    assert EvidenceFrame.objects.count() == 0
    left = set(QualityFrame.objects.values_list("file", flat=True))
    assert names() == sorted(f"media/{name}" for name in left)


@pytest.mark.usefixtures("transactional_db")
class TestLeavingTheBucket:
    """What is let go of is removed there once the transaction has committed."""

    def test_a_clip_is_searched_for_and_taken_back(self, elsewhere, names, film):
        creator = CreatorFactory(user=UserFactory())
        video = VideoFactory(creator=creator)
        changes = {"purpose": "draft", "video_id": None, "creator_id": creator.pk}
        clip = send(video, film, **changes)
        work()
        searches.run_search(str(clip.pk), now=timezone.now())
        clip.refresh_from_db()
        assert clip.state == State.RECEIVED
        assert names() == [f"media/{clip.file.name}"]
        steps.withdraw(clip.pk, actor=creator.user, now=timezone.now())
        assert names() == []

    def test_a_newer_file_replaces_and_the_older_one_goes(self, elsewhere, names, film, tmp_path):
        video = posted(3)
        send(video, film)
        work()
        other = write_film(tmp_path / "other.mp4", scene(2, 2, seconds=8))
        send(video, other)
        work()
        video.refresh_from_db()
        assert names() == [f"media/{video.file.name}"]

    def test_an_erased_creators_files_go(self, elsewhere, names, film):
        video = posted(3)
        send(video, film)
        work()
        assert len(names()) == 1
        erase_creator(
            video.creator,
            reason="They asked.",
            actor=UserFactory(superuser=True),
            now=timezone.now(),
        )
        assert names() == []

    def test_a_removal_that_fails_hinders_nothing_and_is_made_good(
        self, elsewhere, names, film, monkeypatch
    ):
        video = posted(3)
        sent = send(video, film)

        def away(self, name):
            raise ConnectionError("away")

        with monkeypatch.context() as patch:
            patch.setattr("creatorspark.core.s3.PrivateBucket.delete", away)
            steps.withdraw(sent.pk, actor=holder(video), now=timezone.now())
        assert len(names()) == 1
        soon = timezone.now() + timedelta(minutes=5)
        assert sweeping.remove_strays(now=soon) == 0, "it may still be in somebody's hands"
        later = timezone.now() + sweeping.STRAY_AFTER + timedelta(hours=1)
        assert sweeping.remove_strays(now=later) == 1
        assert names() == []

    def test_an_expired_clip_goes(self, elsewhere, names, film):
        creator = CreatorFactory(user=UserFactory())
        changes = {"purpose": "draft", "video_id": None, "creator_id": creator.pk}
        send(VideoFactory(creator=creator), film, **changes)
        work()
        assert len(names()) == 1
        sweeping.sweep(now=timezone.now() + timedelta(days=30))
        assert names() == []


def test_a_bucket_that_is_away_is_said_so_and_nothing_is_taken_for_lost(
    elsewhere, names, film, settings, monkeypatch
):
    video, other = posted(3), posted(3)
    sent = send(video, film)
    monkeypatch.setattr("creatorspark.core.s3.TRIES", 1)
    stores = settings.STORAGES
    away = dict(stores["default"]["OPTIONS"], endpoint_url="http://127.0.0.1:1")
    settings.STORAGES = stores | {"default": dict(stores["default"], OPTIONS=away)}
    with pytest.raises(Exception, match="our side"):
        send(other, film)
    with pytest.raises(StorageAway):
        receive(sent.pk, report=quiet)
    row = Submission.objects.get(pk=sent.pk)
    assert (row.state, row.problem) == (State.WAITING, "our_fault")
    settings.STORAGES = stores
    Submission.objects.filter(pk=sent.pk).update(retry_at=None)
    receive(sent.pk, report=quiet)
    video.refresh_from_db()
    assert default_storage.exists(str(video.file.name))
