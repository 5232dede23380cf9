"""What a report says before, without and after a measured file."""

import uuid
from pathlib import Path

import pytest

from creatorspark.core.models import Video
from scoring import interface
from scoring.domain.quality.measured import VERSION
from scoring.models import MeasuringFailure, QualityAssessment, Submission
from scoring.services.quality import reading, tending
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.quality import measure, rate
from tests.integration.scoring.media.sending import send, work
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db
CAPTION = "We bake bread with my grandmother's recipe on a rainy day #bread #baking"


def test_a_video_without_a_file_is_rated_on_its_caption_and_says_so():
    video = VideoFactory(caption=CAPTION, snapshots=0)
    report = interface.quality_report(video_id=video.pk, now=NOW)
    assert (report.state, report.missing) == ("no_file", ("visual", "audio"))
    (text,) = report.parts
    assert (text.part, text.value) == ("text", report.overall)
    assert report.percentile is None
    assert {"characters", "hashtags"} <= {measure.name for measure in report.measures}
    assert not QualityAssessment.objects.exists()
    assert interface.qualities(video_ids=[video.pk]) == {}


def test_without_file_and_caption_nothing_is_rated():
    video = VideoFactory(caption="", snapshots=0)
    report = interface.quality_report(video_id=video.pk, now=NOW)
    assert (report.state, report.overall, report.parts) == ("no_file", None, ())


def test_unknown_videos_and_clips_have_no_file():
    assert interface.quality_report(video_id=0, now=NOW).state == "no_file"
    assert interface.draft_quality(submission_id=uuid.uuid4(), now=NOW).state == "no_file"


def test_a_file_that_waits_says_so_and_one_that_is_damaged_says_why():
    video = VideoFactory(caption=CAPTION, snapshots=0, file="videos/x", sha256="a" * 64)
    assert interface.quality_report(video_id=video.pk, now=NOW).state == "waiting"
    MeasuringFailure.objects.create(sha256=video.sha256, version=VERSION, problem="unreadable")
    report = interface.quality_report(video_id=video.pk, now=NOW)
    assert (report.state, report.can_retry) == ("failed", False)
    assert "damaged" in report.problem_sentence
    assert report.missing == ("visual", "audio")


def test_a_rating_counts_only_for_the_file_that_is_there():
    video = VideoFactory(caption=CAPTION, snapshots=0)
    measure(video)
    rate(video)
    assert set(interface.qualities(video_ids=[video.pk])) == {video.pk}
    Video.objects.filter(pk=video.pk).update(sha256="b" * 64)
    assert interface.qualities(video_ids=[video.pk]) == {}
    Video.objects.filter(pk=video.pk).update(sha256="", file="")
    assert interface.qualities(video_ids=[video.pk]) == {}


def test_what_is_said_of_a_video_that_lost_its_file_is_not_awaited():
    video = VideoFactory(caption=CAPTION, snapshots=0)
    measure(video)
    rate(video)
    Video.objects.filter(pk=video.pk).update(caption="Another", sha256="", file="")
    report = interface.quality_report(video_id=video.pk)
    assert (report.state, report.is_stale) == ("rated", False)


def test_a_file_on_its_way_waits_and_a_failed_one_says_why():
    video = VideoFactory(caption=CAPTION, snapshots=0)
    sent = Submission.objects.create(purpose="video", source="upload", video=video)
    assert interface.quality_report(video_id=video.pk, now=NOW).state == "waiting"
    Submission.objects.filter(pk=sent.pk).update(state="failed", problem="too_slow")
    report = interface.quality_report(video_id=video.pk, now=NOW)
    assert (report.state, report.can_retry) == ("failed", True)
    assert report.problem_sentence


@pytest.mark.parametrize("change", ["failed", "gone"])
def test_nothing_newer_is_promised_where_nothing_is_coming(change):
    """A page watches what is out of date; of such a file it would do so for ever."""
    video = VideoFactory(caption=CAPTION, snapshots=0)
    measure(video)
    rate(video, now=NOW)
    Video.objects.filter(pk=video.pk).update(caption="Another caption #bread")
    assert interface.quality_report(video_id=video.pk, now=NOW).is_stale
    if change == "gone":
        Video.objects.filter(pk=video.pk).update(file="", sha256="")
    else:
        MeasuringFailure.objects.create(sha256=video.sha256, version=VERSION, problem="unreadable")
    report = interface.quality_report(video_id=video.pk, now=NOW)
    assert (report.state, report.is_stale) == ("rated", False)


def test_a_lost_file_is_said_to_be_lost_and_given_up(tmp_path):
    video = filmed(film(1), asked=False, creator=CreatorFactory(user=UserFactory()))
    content = Path(video.file.path).read_bytes()
    Path(video.file.path).unlink()
    now = NOW
    for _time in range(reading.MOST_ATTEMPTS):
        assert tending.measure_unmeasured(now=now) == 1
        report = interface.quality_report(video_id=video.pk, now=now)
        assert (report.state, report.can_retry) == ("failed", False)
        assert "isn’t in our storage any more" in report.problem_sentence
        now += reading.RETRY_AFTER * reading.MOST_ATTEMPTS
    assert tending.measure_unmeasured(now=now) == 0
    replaced = tmp_path / "film.mp4"
    replaced.write_bytes(content)
    Video.objects.filter(pk=video.pk).update(duration_seconds=None)
    sent = send(video, replaced)
    work()
    sent.refresh_from_db()
    assert (sent.state, sent.problem, sent.sha256) == ("received", "", video.sha256)
    report = interface.quality_report(video_id=video.pk, now=now)
    assert (report.state, report.problem) == ("waiting", "")
