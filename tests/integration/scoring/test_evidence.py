"""Evidence: pictures of every match, nothing of a stranger's video beyond it, and who sees them."""

import uuid
from datetime import timedelta

import cv2
import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from creatorspark.core.models import Video
from creatorspark.core.services.leaving import Leave
from scoring.media.stills import HIDDEN, SLOT_WIDTH, take_stills
from scoring.models import EvidenceFrame, Fingerprint, OriginalityMatch, OriginalityVerdict
from scoring.services.originality import evidence
from tests.factories.accounts import UserFactory
from tests.factories.videos import CreatorFactory, VideoFactory
from tests.unit.scoring.media.films import write_film

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
NOW = timezone.now()
STRETCH = [0.0, 4.0, 1.5, 4.0]


def filmed(tmp_path, *, level):
    """A video of somebody with an account, with a file of four seconds."""
    frames = [np.full((120, 90), level + 10 * second, np.uint8) for second in range(4)]
    path = write_film(tmp_path / f"{level}.mp4", [f for f in frames for _ in range(8)])
    video = VideoFactory(creator=CreatorFactory(user=UserFactory()), sha256=f"{level:064d}")
    video.file.save("x", ContentFile(path.read_bytes()))
    Fingerprint.objects.create(
        video=video, version=1, sha256=video.sha256, content=b"", seconds=4.0, made_at=NOW
    )
    return video


@pytest.fixture
def match(tmp_path):
    video, other = filmed(tmp_path, level=50), filmed(tmp_path, level=150)
    verdict = OriginalityVerdict.objects.create(
        video=video,
        verdict="not_original",
        similarity=0.9,
        reason="Alike.",
        source="engine",
        decided_at=NOW,
    )
    return OriginalityMatch.objects.create(
        verdict=verdict,
        rank=1,
        other=other,
        similarity=0.9,
        covered=1.0,
        speed=1.0,
        mirrored=False,
        edits=[],
        stretches=[STRETCH],
        pairs=[[0.5, 1.5], [2.5, 3.5]],
        standing="copied",
    )


def kept(match):
    return evidence.keep_evidence(verdict_id=match.verdict_id, now=NOW)


def brightness(row, part=slice(None)):
    with default_storage.open(row.file.name, "rb") as file:
        content = np.frombuffer(file.read(), np.uint8)
    picture = cv2.imdecode(content, cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture[:, part].mean()


def test_pairs_stand_side_by_side(match):
    assert kept(match) == 1
    rows = match.frames.filter(kind="pair").order_by("number", "-side")
    assert [(row.number, row.side, row.at) for row in rows] == [
        (1, "query", 0.5),
        (1, "original", 1.5),
        (2, "query", 2.5),
        (2, "original", 3.5),
    ]
    assert [brightness(row) for row in rows] == pytest.approx([50, 160, 70, 180], abs=4)


def test_of_the_other_video_only_what_matches_is_kept(match):
    kept(match)
    own, theirs = (match.frames.get(kind="strip", side=side) for side in ("query", "original"))
    first = slice(10, SLOT_WIDTH - 10)
    last = slice(-SLOT_WIDTH + 10, -10)
    assert brightness(own, first) == pytest.approx(50, abs=4)
    assert brightness(theirs, first) == pytest.approx(HIDDEN, abs=4)
    assert brightness(theirs, last) == pytest.approx(180, abs=4)


def test_keeping_twice_keeps_once(match, media):
    kept(match)
    files = sorted(media.rglob("evidence/**/*.jpg"))
    assert kept(match) == 0
    assert sorted(media.rglob("evidence/**/*.jpg")) == files
    assert len(files) == match.frames.count() == 6


def test_pictures_outlive_the_videos(match):
    kept(match)
    match.other.file.delete()
    user = match.verdict.video.creator.user
    frame = match.frames.first()
    assert (evidence.picture_for(frame_id=frame.pk, user=user) or b"")[:2] == b"\xff\xd8"


def test_a_match_whose_file_is_gone_has_no_pictures(match):
    default_storage.delete(match.other.file.name)
    assert kept(match) == 0
    assert not EvidenceFrame.objects.exists()
    assert evidence.without_evidence(now=NOW, limit=5) == [match.verdict_id]
    assert evidence.without_evidence(now=NOW + timedelta(days=3), limit=5) == []


def test_who_may_see_which_picture(match):
    kept(match)
    judged, party = match.verdict.video.creator.user, match.other.creator.user
    pair = match.frames.get(kind="pair", number=1, side="query")
    strip = match.frames.get(kind="strip", side="query")

    def seen(user):
        return [
            evidence.picture_for(frame_id=row.pk, user=user) is not None for row in (pair, strip)
        ]

    assert seen(judged) == [True, True]
    assert seen(UserFactory(staff=True)) == [True, True]
    assert seen(party) == [True, False]
    assert seen(UserFactory()) == [False, False]
    assert evidence.picture_for(frame_id=uuid.uuid4(), user=judged) is None


@pytest.mark.parametrize("replaced", ["video", "other"])
def test_a_file_that_was_replaced_since_is_not_shown(match, replaced):
    video, other = match.verdict.video, match.other
    files = {"sha256": video.sha256, "files": {str(other.pk): other.sha256}}
    if replaced == "video":
        files["sha256"] = "before"
    else:
        files["files"] = {str(other.pk): "before"}
    row = judged_again(match, files)
    assert kept(row) == 0


def judged_again(match, files):
    """The same match under a verdict that names the files it rests on."""
    OriginalityVerdict.objects.filter(pk=match.verdict_id).update(is_current=False)
    verdict = OriginalityVerdict.objects.create(
        video=match.verdict.video,
        verdict="not_original",
        similarity=0.9,
        reason="Alike.",
        source="engine",
        evidence=files,
        decided_at=NOW,
    )
    match.pk, match.verdict = None, verdict
    match._state.adding = True
    match.save()
    return match


def test_the_files_that_were_judged_are_shown(match):
    files = {"sha256": match.verdict.video.sha256, "files": {match.other_id: match.other.sha256}}
    assert kept(judged_again(match, files)) == 1


@pytest.mark.parametrize(
    ("source", "said", "sees"),
    [
        ("staff", "original", False),
        ("staff", "not_original", True),
        ("engine", "not_original", False),
    ],
)
def test_the_other_party_sees_only_while_the_accusation_stands(match, source, said, sees):
    kept(match)
    pair = match.frames.get(kind="pair", number=1, side="query")
    OriginalityVerdict.objects.filter(pk=match.verdict_id).update(is_current=False)
    OriginalityVerdict.objects.create(
        video=match.verdict.video,
        verdict=said,
        reason="Seen.",
        source=source,
        decided_by=UserFactory(staff=True) if source == "staff" else None,
        decided_at=NOW,
    )
    party, judged = match.other.creator.user, match.verdict.video.creator.user
    assert (evidence.picture_for(frame_id=pair.pk, user=party) is not None) is sees
    assert evidence.picture_for(frame_id=pair.pk, user=judged) is not None


def test_what_can_not_be_read_keeps_nobody_from_their_turn(match, settings):
    back = OriginalityVerdict.objects.create(
        video=match.other, verdict="original", reason="First.", source="engine", decided_at=NOW
    )
    values = {"covered": 1.0, "speed": 1.0, "mirrored": False, "stretches": [STRETCH], "pairs": []}
    OriginalityMatch.objects.create(
        verdict=back, rank=1, other=match.verdict.video, similarity=0.9, standing="later", **values
    )
    sweeps = (NOW + number * evidence.SWEPT_EVERY for number in range(2))
    found = [number for now in sweeps for number in evidence.without_evidence(now=now, limit=1)]
    assert sorted(found) == [match.verdict_id, back.pk]
    assert settings.CELERY_BEAT_SCHEDULE["scoring.sweep_evidence"]["schedule"] == 300
    assert evidence.SWEPT_EVERY.total_seconds() == 300


def test_pictures_of_who_is_erased_go(match, media, django_capture_on_commit_callbacks):
    kept(match)
    with django_capture_on_commit_callbacks(execute=True):
        evidence.CHAPTER.erase(match.other.creator, Leave(actor=None, now=NOW))
    assert not EvidenceFrame.objects.exists()
    assert not list(media.rglob("evidence/**/*.jpg"))


@pytest.mark.parametrize("side", ["judged", "other"])
def test_of_who_is_erased_meanwhile_no_pictures_are_kept(match, media, monkeypatch, side):
    videos = {"judged": match.verdict.video, "other": match.other}

    def slow(*args, **given):
        stills = take_stills(*args, **given)
        Video.objects.filter(pk=videos[side].pk).update(file="", sha256="")
        return stills

    monkeypatch.setattr(evidence, "take_stills", slow)
    assert kept(match) == 0
    assert not EvidenceFrame.objects.exists()
    assert not list(media.rglob("evidence/**/*.jpg"))
