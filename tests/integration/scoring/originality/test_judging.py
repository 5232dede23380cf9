"""A stored video becomes a verdict that says where it matches, and who was first."""

import pytest

from creatorspark.core.models import AuditEntry, Notification
from scoring import interface
from scoring.models import Fingerprint, JudgementRequest, OriginalityMatch, OriginalityVerdict
from scoring.services.originality import judging
from scoring.services.originality.requests import request_judgement, request_judgements
from scoring.services.quality import reading
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed, put_file

pytestmark = pytest.mark.django_db


def verdict_of(video):
    return OriginalityVerdict.objects.get(video=video, is_current=True)


def test_a_mirrored_copy_is_found_and_says_where_and_how():
    original = filmed(film(1), days=20)
    copier = CreatorFactory(user=UserFactory())
    copy = filmed(film(1, edit="mirrored"), days=5, creator=copier)
    for video in (original, copy):
        assert judging.judge(video.pk, now=NOW)
    assert verdict_of(original).verdict == "original"
    verdict = verdict_of(copy)
    assert (verdict.verdict, verdict.source) == ("not_original", "engine")
    assert verdict.similarity > 0.8
    assert "mirrored" in verdict.reason
    assert "Theirs came first" in verdict.reason
    assert original.creator.handle not in verdict.reason
    match = verdict.matches.get(rank=1)
    assert (match.other_id, match.standing, match.mirrored) == (original.pk, "copied", True)
    ((start, end, other_start, other_end),) = match.stretches
    assert abs(start - other_start) < 0.5
    assert end - start > 2.5
    assert abs(end - other_end) < 0.5
    assert len(match.pairs) == 3
    assert AuditEntry.objects.filter(action="scoring.originality.judged").count() == 2
    message = Notification.objects.get(user=copier.user)
    assert f"/studio/videos/{copy.pk}/" in message.url
    assert interface.originality(video_ids=[original.pk, copy.pk]) == {
        original.pk: "original",
        copy.pk: "not_original",
    }


def test_another_take_of_the_same_scene_is_original():
    first = filmed(film(2, 1), days=20)
    second = filmed(film(2, 2), days=5)
    for video in (first, second):
        judging.judge(video.pk, now=NOW)
    assert verdict_of(second).verdict == "original"


def test_the_very_same_file_is_never_decoded_twice(monkeypatch):
    original = filmed(film(3), days=20)
    copy = filmed(film(3), days=5)
    judging.judge(original.pk, now=NOW)
    monkeypatch.setattr(reading, "run_on_video", None)
    judging.judge(copy.pk, now=NOW)
    verdict = verdict_of(copy)
    assert (verdict.verdict, verdict.similarity) == ("not_original", 1.0)
    assert Fingerprint.objects.filter(sha256=copy.sha256).count() == 2


def test_judged_twice_is_judged_once():
    video = filmed(film(1))
    assert judging.judge(video.pk, now=NOW)
    assert not judging.judge(video.pk, now=NOW)
    assert JudgementRequest.objects.get(video=video).state == "done"
    request_judgement(video_id=video.pk, now=NOW, nudge=False)
    assert judging.judge(video.pk, now=NOW)
    assert OriginalityVerdict.objects.filter(video=video).count() == 1


def test_a_video_without_pictures_to_compare_can_not_be_judged():
    video = filmed(film(1, edit="black"))
    judging.judge(video.pk, now=NOW)
    verdict = verdict_of(video)
    assert (verdict.verdict, verdict.similarity) == ("not_judgeable", None)
    assert verdict.evidence["problem"] == "says_nothing"
    assert "too little in the picture" in verdict.reason


def test_a_broken_file_can_not_be_judged_and_says_why():
    video = filmed(b"this is no video at all, whatever its name says")
    judging.judge(video.pk, now=NOW)
    verdict = verdict_of(video)
    assert verdict.verdict == "not_judgeable"
    assert "isn't a video" in verdict.reason
    assert JudgementRequest.objects.get(video=video).problem == "not_a_video"


def test_what_a_person_decided_stays():
    original, copy = filmed(film(1), days=20), filmed(film(1), days=5)
    judging.judge(original.pk, now=NOW)
    staff = UserFactory(staff=True)
    interface.record_verdict(
        video_id=copy.pk, verdict="original", reason="They filmed both.", actor=staff, now=NOW
    )
    judging.judge(copy.pk, now=NOW)
    assert verdict_of(copy).source == "staff"
    assert JudgementRequest.objects.get(video=copy).state == "done"


def test_an_earlier_original_that_comes_later_makes_a_new_judgement():
    copy = filmed(film(1, edit="coded"), days=5)
    judging.judge(copy.pk, now=NOW)
    assert verdict_of(copy).verdict == "original"
    original = filmed(film(1), days=20)
    judging.judge(original.pk, now=NOW)
    request = JudgementRequest.objects.get(video=copy)
    assert (request.state, request.cause) == ("waiting", "earlier_found")
    judging.judge(copy.pk, now=NOW)
    assert verdict_of(copy).verdict == "not_original"
    assert OriginalityVerdict.objects.filter(video=copy).count() == 2
    match = OriginalityMatch.objects.get(verdict__video=original)
    assert (match.standing, match.other_id) == ("later", copy.pk)
    # It knows now: judging the original once more asks for nothing.
    request_judgements(video_ids=[original.pk], now=NOW, cause="asked", nudge=False)
    judging.judge(original.pk, now=NOW)
    assert JudgementRequest.objects.get(video=copy).state == "done"


def test_a_new_file_is_read_and_judged_anew():
    original, video = filmed(film(1), days=20), filmed(film(1), days=5)
    for one in (original, video):
        judging.judge(one.pk, now=NOW)
    put_file(video, film(4, 4))
    request_judgements(video_ids=[video.pk], now=NOW, cause="new_file", nudge=False)
    judging.judge(video.pk, now=NOW)
    assert verdict_of(video).verdict == "original"
    # The library knows a video by its newest file only.
    other = filmed(film(1, edit="coded"), days=1)
    judging.judge(other.pk, now=NOW)
    others = {match.other_id for match in verdict_of(other).matches.filter(similarity__gt=0.5)}
    assert others == {original.pk}


@pytest.mark.parametrize(
    ("edit", "caption", "standing", "verdict"),
    [
        ("inset", "#duet with @{handle} so good", "declared", "original"),
        ("coded", "#duet with @{handle} so good", "copied", "not_original"),
        ("coded", "#duet with @somebodyelse", "copied", "not_original"),
        ("coded", "#stitch", "copied", "not_original"),
    ],
)
def test_a_declared_duet_is_told_apart_and_words_alone_wash_no_copy_clean(
    edit, caption, standing, verdict
):
    original = filmed(film(1), days=20)
    caption = caption.format(handle=original.creator.handle)
    duet = filmed(film(1, edit=edit), days=5, caption=caption)
    for video in (original, duet):
        judging.judge(video.pk, now=NOW)
    assert verdict_of(duet).matches.get(rank=1).standing == standing
    assert verdict_of(duet).verdict == verdict


def test_ones_own_earlier_video_is_no_copy():
    creator = CreatorFactory()
    first = filmed(film(1), days=20, creator=creator)
    again = filmed(film(1, edit="coded"), days=5, creator=creator)
    for video in (first, again):
        judging.judge(video.pk, now=NOW)
    assert verdict_of(again).verdict == "original"
    assert verdict_of(again).matches.get(rank=1).standing == "own_earlier"
    assert "your own video" in verdict_of(again).reason


def test_what_is_hardly_alike_is_not_kept():
    strangers = [filmed(film(place, place), days=20 + place) for place in (5, 6, 7)]
    video = filmed(film(8, 8), days=5)
    for one in (*strangers, video):
        judging.judge(one.pk, now=NOW)
    verdict = verdict_of(video)
    assert verdict.verdict == "original"
    assert verdict.similarity < 0.3
    assert not verdict.matches.filter(similarity__lt=0.3).exists()
