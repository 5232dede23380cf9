"""Pictures of a file's moments: made once, for whom they are, gone with the file."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services import erasure
from scoring import interface as scoring
from scoring.media.stills import SLOTS
from scoring.models import QualityFrame, Submission
from scoring.services.quality import frames
from scoring.services.quality.frame_removal import forget_left_frames
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.factories.quality import keep_frame, measure, rate
from tests.integration.scoring.originality.films import film

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
CLIP = b"Second,Retention\n0,100\n1,96\n2,50\n3,48\n4,46\n"


@pytest.fixture
def video() -> Video:
    """Four seconds of a real film, dark in the second one."""
    video = VideoFactory(creator=CreatorFactory(user=UserFactory()), duration_seconds=4)
    measure(video, seconds=4.0, dark=(1, 2), content=film(1))
    rate(video, now=NOW)
    return video


def test_moments_of_advice_and_a_strip_are_kept_once(video: Video) -> None:
    assert frames.keep_frames(sha256=video.sha256, now=NOW) > 1
    kept = scoring.quality_pictures(sha256=video.sha256)
    assert kept.strip is not None
    assert kept.strip.slots == SLOTS
    assert kept.nearest(1.5) is not None
    report = scoring.quality_report(video_id=video.pk)
    (dark,) = [one for one in report.advice if one.cause == "dark"]
    assert [frame.at for frame in dark.frames] == [1.5]
    row = QualityFrame.objects.get(pk=dark.frames[0].id)
    assert default_storage.open(str(row.file.name)).read(3) == b"\xff\xd8\xff"
    assert frames.keep_frames(sha256=video.sha256, now=NOW) == 0


def test_where_viewers_leave_is_kept_too(video: Video) -> None:
    frames.keep_frames(sha256=video.sha256, now=NOW)
    assert video.creator.user is not None
    scoring.give_retention(video_id=video.pk, content=CLIP, actor=video.creator.user, now=NOW)
    assert frames.keep_frames(sha256=video.sha256, now=NOW) == 1
    assert QualityFrame.objects.filter(second=1.0, kind="moment").exists()


def test_who_may_see_them(video: Video) -> None:
    frame = keep_frame(video.sha256, second=1.0)
    seen = scoring.quality_picture
    assert video.creator.user is not None
    assert seen(frame_id=frame.pk, user=video.creator.user)
    assert seen(frame_id=frame.pk, user=UserFactory(is_staff=True, role="staff"))
    assert seen(frame_id=frame.pk, user=UserFactory()) is None
    rival = VideoFactory(creator=CreatorFactory(user=UserFactory())).creator
    assert seen(frame_id=frame.pk, user=rival.user) is None


def test_what_cannot_be_read_leaves_no_picture_and_no_file(video: Video) -> None:
    other = VideoFactory(creator=video.creator)
    measure(other, content=b"no film at all")
    rate(other, now=NOW)
    assert frames.keep_frames(sha256=other.sha256, now=NOW) == 0
    assert frames.keep_frames(sha256="", now=NOW) == 0
    assert not QualityFrame.objects.exists()


def test_the_sweep_finds_what_no_worker_kept(video: Video) -> None:
    assert frames.sweep(now=NOW) == 0
    assert frames.sweep(now=NOW + frames.SWEPT_AFTER) > 1
    assert frames.sweep(now=NOW + timedelta(hours=1)) == 0


def test_one_file_that_breaks_stops_no_other(video: Video, monkeypatch) -> None:
    broken = VideoFactory(creator=video.creator)
    measure(broken, content=b"breaks")
    rate(broken, now=NOW)
    wanted = frames.wanted_moments

    def breaks(sha256: str, seconds: float) -> set[float]:
        if sha256 == broken.sha256:
            raise MemoryError
        return wanted(sha256, seconds)

    monkeypatch.setattr(frames, "wanted_moments", breaks)
    assert frames.keep_frames(sha256=broken.sha256, now=NOW) == 0
    assert frames.sweep(now=NOW + frames.SWEPT_AFTER) > 1
    assert set(QualityFrame.objects.values_list("sha256", flat=True)) == {video.sha256}


def test_they_go_with_the_file(video: Video, django_capture_on_commit_callbacks) -> None:
    frame = keep_frame(video.sha256, second=1.0)
    assert forget_left_frames() == 0
    Video.objects.filter(pk=video.pk).update(file="")
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_left_frames() == 1
    assert not default_storage.exists(str(frame.file.name))


def test_erasing_a_creator_forgets_them(video: Video) -> None:
    keep_frame(video.sha256, second=1.0)
    erasure.erase_creator(video.creator, actor=UserFactory(role="staff"), now=NOW, reason="asked")
    assert not QualityFrame.objects.exists()


def _clip(video: Video, creator: Creator, by: User) -> Submission:
    return Submission.objects.create(
        purpose="draft",
        source="upload",
        creator=creator,
        submitted_by=by,
        state="received",
        file=video.file.name,
        sha256=video.sha256,
    )


def test_erasing_a_creator_leaves_the_pictures_of_anothers_clip(video: Video) -> None:
    keep_frame(video.sha256, second=1.0)
    other = CreatorFactory(user=UserFactory())
    assert other.user is not None
    _clip(video, other, other.user)
    erasure.erase_creator(video.creator, actor=UserFactory(role="staff"), now=NOW, reason="asked")
    assert QualityFrame.objects.exists()


def test_pictures_of_a_clip_do_not_pass_on_with_the_profile(video: Video) -> None:
    frame = keep_frame(video.sha256, second=1.0)
    heir = CreatorFactory(user=UserFactory())
    assert heir.user is not None
    clip = _clip(video, heir, UserFactory())
    assert scoring.quality_picture(frame_id=frame.pk, user=heir.user) is None
    Submission.objects.filter(pk=clip.pk).update(submitted_by=heir.user)
    assert scoring.quality_picture(frame_id=frame.pk, user=heir.user)


def test_pictures_of_a_file_that_was_let_go_are_not_shown(video: Video) -> None:
    frame = keep_frame(video.sha256, second=1.0)
    Video.objects.filter(pk=video.pk).update(file="")
    assert video.creator.user is not None
    assert scoring.quality_picture(frame_id=frame.pk, user=video.creator.user) is None
