"""Retention curves as they are kept, replaced, refused and forgotten."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from creatorspark.core.models import AuditEntry, Creator, Video
from creatorspark.core.services import erasure
from scoring import interface as scoring
from scoring.models import RetentionCurve
from scoring.services.retention import giving
from scoring.services.retention.giving import MOST_A_DAY
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db
EXPORT = b"Video position (%),Absolute audience retention (%)\n0,100\n20,70\n100,30\n"


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory())


@pytest.fixture
def video(creator: Creator) -> Video:
    return VideoFactory(creator=creator, duration_seconds=20)


def give(video: Video, content: bytes = EXPORT, *, now=NOW) -> None:
    assert video.creator.user is not None
    scoring.give_retention(video_id=video.pk, content=content, actor=video.creator.user, now=now)


def test_an_export_becomes_the_videos_curve(video: Video) -> None:
    assert scoring.retention_report(video_id=video.pk) is None
    give(video)
    report = scoring.retention_report(video_id=video.pk)
    assert report is not None
    assert (report.shares[0], report.shares[4], report.shares[20]) == (1.0, 0.7, 0.3)
    assert report.half_at == 13
    (drop,) = report.drops
    assert (drop.start, drop.end) == (0, 4)
    entry = AuditEntry.objects.get(action="scoring.retention.given")
    assert entry.after is not None
    assert entry.after["source"] == "studio"


def test_the_same_again_changes_nothing_and_another_takes_its_place(video: Video) -> None:
    give(video)
    give(video)
    assert RetentionCurve.objects.count() == 1
    give(video, EXPORT.replace(b"70", b"60"))
    first, second = RetentionCurve.objects.order_by("pk")
    assert (first.is_current, second.is_current) == (False, True)


def test_what_was_told_never_changes(video: Video) -> None:
    give(video)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        RetentionCurve.objects.update(seconds=3)


def test_a_refusal_says_why_and_keeps_nothing(video: Video) -> None:
    with pytest.raises(scoring.RetentionRefused, match="Line 3: “lots” isn’t a number") as caught:
        give(video, b"second,retention\n0,1\n1,lots\n2,0\n")
    assert str(caught.value).endswith("Nothing was kept.")
    with pytest.raises(scoring.RetentionRefused, match="another video"):
        give(video, b"second,retention\n0,1\n30,0.5\n90,0.1\n")
    Video.objects.filter(pk=video.pk).update(duration_seconds=None)
    with pytest.raises(scoring.RetentionRefused, match="don’t know how long"):
        give(video)
    assert not RetentionCurve.objects.exists()


def test_a_day_has_a_limit(video: Video) -> None:
    for number in range(MOST_A_DAY):
        give(video, b"second,retention\n0,1\n1,0.9\n2,0.%d\n" % (100 + number))
    with pytest.raises(scoring.RetentionRefused, match="send the next tomorrow") as caught:
        give(video)
    assert caught.value.code == "daily_limit"
    give(video, now=NOW + timedelta(days=2))


def test_refused_exports_count_and_end_the_reading(video: Video, monkeypatch) -> None:
    for _ in range(giving.MOST_REFUSED_A_DAY):
        with pytest.raises(scoring.RetentionRefused, match="no column"):
            give(video, b"(,(\n")
    monkeypatch.setattr(giving, "read_csv", pytest.fail)
    with pytest.raises(scoring.RetentionRefused, match="didn’t read this one") as caught:
        give(VideoFactory(creator=video.creator, duration_seconds=20))
    assert caught.value.code == "daily_limit"
    monkeypatch.undo()
    give(video, now=timezone.now() + timedelta(days=2))


def test_a_far_second_is_refused_by_all_ways(video: Video) -> None:
    Video.objects.filter(pk=video.pk).update(duration_seconds=None)
    with pytest.raises(scoring.RetentionRefused, match="longer than a day"):
        give(video, b"second,retention\n0,1\n1,0.9\n1000000000,0.5\n")
    Video.objects.filter(pk=video.pk).update(duration_seconds=100_000)
    with pytest.raises(scoring.RetentionRefused, match="longer than a day"):
        give(video)
    with pytest.raises(IntegrityError, match="within_a_day"), transaction.atomic():
        RetentionCurve.objects.create(video=video, source="studio", points=[], seconds=86_401)


def test_an_erased_creator_takes_curves_along(video: Video) -> None:
    give(video)
    erasure.erase_creator(video.creator, actor=UserFactory(role="staff"), now=NOW, reason="asked")
    assert not RetentionCurve.objects.exists()


def test_staff_bring_in_a_folder_and_a_list(video: Video, tmp_path) -> None:
    other = VideoFactory(duration_seconds=20)
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / f"{video.external_id}.csv").write_bytes(EXPORT)
    (folder / "123.csv").write_bytes(EXPORT)
    told, wrong = StringIO(), StringIO()
    call_command("import_retention", folder, stdout=told, stderr=wrong)
    assert "1 curves kept, 1 problems" in told.getvalue()
    assert "123: There is no such video" in wrong.getvalue()

    lines = "\n".join(
        f"{one.pk},{second},{share}"
        for one in (video, other)
        for second, share in ((0, 100), (5, 50), (20, 10))
    )
    listed = tmp_path / "all.csv"
    listed.write_text(f"video,second,retention (%)\n{lines}\n")
    call_command("import_retention", listed, stdout=told, stderr=wrong)
    current = RetentionCurve.objects.filter(is_current=True)
    assert {row.video_id for row in current} == {video.pk, other.pk}
    assert {row.source for row in current} == {"staff"}
