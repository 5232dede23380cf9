"""Refreshing what we know from TikTok itself."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Creator, ImportRun, Job, MetricSnapshot, Video
from creatorspark.core.tiktok import services
from creatorspark.core.tiktok.tokens import SealedTokenFile
from tests.factories import NOW, CreatorFactory, MetricSnapshotFactory, VideoFactory
from tests.integration.core.tiktok.server import failure

pytestmark = pytest.mark.django_db

RESEARCH = "/v2/research/video/query/"


@pytest.fixture(autouse=True)
def _credentials(settings, tiktok, tmp_path):
    settings.TIKTOK_API_URL = tiktok.url
    settings.TIKTOK_CLIENT_KEY = "key"
    settings.TIKTOK_CLIENT_SECRET = "secret"
    settings.VAR_DIR = tmp_path


@pytest.fixture
def known(tiktok):
    creator = CreatorFactory(external_id="42", handle="nina")
    for video in tiktok.videos:
        stored = VideoFactory(
            creator=creator,
            external_id=video["id"],
            posted_at=NOW - timedelta(days=10),
            snapshots=0,
        )
        MetricSnapshotFactory(
            video=stored, observed_at=NOW - timedelta(days=5), views=900, likes=200
        )
    return creator


def test_known_videos_get_a_snapshot_each(known, pace):
    done = services.refresh_known_videos(now=NOW, pace=pace)
    assert (done.asked, done.found, done.snapshots_added, done.stopped_by) == (8, 8, 8, "")
    newest = MetricSnapshot.objects.filter(observed_at=NOW)
    assert set(newest.values_list("source", flat=True)) == {"tiktok-research"}
    assert newest.get(video__external_id="7300000000000000002").views == 1002
    assert all("likes" in snapshot.fell for snapshot in newest)
    assert Video.objects.filter(latest__observed_at=NOW).count() == 8
    assert Creator.objects.get().external_id == "42"


def test_the_same_moment_again_is_unchanged(known, pace):
    services.refresh_known_videos(now=NOW, pace=pace)
    assert services.refresh_known_videos(now=NOW, pace=pace).snapshots_added == 0
    assert MetricSnapshot.objects.filter(observed_at=NOW).count() == 8


def test_demo_videos_and_other_platforms_are_left_alone(pace, tiktok):
    VideoFactory(creator=CreatorFactory(is_demo=True), external_id="7300000000000000000")
    VideoFactory(platform="youtube", external_id="7300000000000000001")
    assert services.refresh_known_videos(now=NOW, pace=pace).asked == 0
    assert tiktok.asked(RESEARCH) == []


def test_videos_far_apart_are_asked_for_apart(known, pace, tiktok):
    Video.objects.filter(external_id="7300000000000000000").update(
        posted_at=NOW - timedelta(days=100)
    )
    services.refresh_known_videos(now=NOW, pace=pace)
    firsts = [request for request in tiktok.asked(RESEARCH) if "cursor" not in request.body]
    assert len(firsts) == 2


def test_what_came_before_a_failure_is_kept(known, pace, tiktok):
    Video.objects.filter(external_id="7300000000000000000").update(
        posted_at=NOW - timedelta(days=100)
    )
    ok = tiktok.answer
    calls = []

    def answer(request):
        if request.path == RESEARCH:
            calls.append(request)
            if len(calls) > 1:
                return failure(429, "daily_quota_limit_exceeded", "enough")
        return ok(request)

    tiktok.answer = answer
    done = services.refresh_known_videos(now=NOW, pace=pace)
    assert done.snapshots_added == 1
    assert "limit is used up" in done.stopped_by


def test_without_credentials_a_sentence_says_which(settings):
    settings.TIKTOK_CLIENT_SECRET = ""
    with pytest.raises(CommandError, match="TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET"):
        call_command("refresh_tiktok", "--no-progress")


def test_the_command_reports(known):
    out = StringIO()
    call_command("refresh_tiktok", "--no-progress", stdout=out)
    assert "8 videos asked for, 8 found, 8 snapshots added." in out.getvalue()


def test_the_command_names_refused_credentials(settings, known):
    settings.TIKTOK_CLIENT_SECRET = "wrong"
    with pytest.raises(CommandError, match="refused our credentials"):
        call_command("refresh_tiktok", "--no-progress")


def test_an_account_is_connected_and_refreshed(pace, tmp_path):
    out = StringIO()
    with pytest.raises(CommandError, match="Nobody has connected"):
        call_command("refresh_tiktok", "--account")
    call_command("refresh_tiktok", "--connect", "good-code", "--redirect-uri", "https://x.example/")
    call_command("refresh_tiktok", "--account", stdout=out)
    assert "8 videos asked for, 8 found, 8 snapshots added." in out.getvalue()
    creator = Creator.objects.get()
    assert (creator.handle, creator.follower_count) == ("nina", 1200)
    assert MetricSnapshot.objects.filter(saves=None).count() == 8
    assert ImportRun.objects.get().file_name == "TikTok API"


def test_tokens_are_kept_sealed_and_for_us_alone(tiktok):
    services.connect_account("good-code", redirect_uri="https://x.example/")
    (file,) = SealedTokenFile()._path.parent.glob("tiktok-tokens*")
    content = file.read_text()
    assert "rft." not in content
    assert "tok." not in content
    assert file.stat().st_mode & 0o077 == 0
    kept = SealedTokenFile().load()
    assert kept is not None
    assert kept.refresh_token == tiktok.refresh_token


def test_the_job_refreshes(known):
    job = jobs.enqueue("tiktok.refresh", parameters={}, actor=None, now=NOW)
    assert jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == Job.State.SUCCEEDED
    assert job.result is not None
    assert job.result["snapshots_added"] == 8


def test_the_job_without_credentials_fails_with_a_sentence(settings):
    settings.TIKTOK_CLIENT_KEY = ""
    job = jobs.enqueue("tiktok.refresh", parameters={}, actor=None, now=NOW)
    jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "TIKTOK_CLIENT_KEY" in job.error
