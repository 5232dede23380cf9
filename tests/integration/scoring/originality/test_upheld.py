"""What a person upheld on appeal isn't undone by another file."""

import pytest

from creatorspark.core.appeals import desk, filing
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import AuditEntry
from scoring.models import OriginalityVerdict
from scoring.services.originality import judging
from scoring.services.originality.allowances import allow_videos
from scoring.services.originality.requests import request_judgement
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed, put_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def pair():
    """An original and a copy of it whose creator has an account, judged."""
    original = filmed(film(1), days=20)
    copy = filmed(film(1), days=5, creator=CreatorFactory(user=UserFactory()))
    for video in (original, copy):
        judging.judge(video.pk, now=NOW)
    return original, copy


def uphold(video, staff):
    wish = filing.Wish(
        kind="originality", subject_id=str(video.pk), ground="mine", statement="It is mine."
    )
    appeal = filing.file_appeal(wish, actor=video.creator.user, now=NOW)
    desk.take(appeal.pk, person=staff, actor=staff, now=NOW)
    verdict = desk.Verdict(outcome=Outcome.UPHELD, reason="They are the same.")
    desk.decide(appeal.pk, verdict, actor=staff, now=NOW)


def judged_again(video, content):
    put_file(video, content)
    request_judgement(video_id=video.pk, now=NOW, nudge=False)
    judging.judge(video.pk, now=NOW)
    return OriginalityVerdict.objects.get(video=video, is_current=True).verdict


@pytest.mark.parametrize("content", [film(3, 3), b"no video at all"])
def test_another_file_does_not_undo_what_was_upheld(pair, staff, content):
    _original, copy = pair
    uphold(copy, staff)
    assert judged_again(copy, content) == "not_original"
    assert AuditEntry.objects.filter(action="scoring.originality.bound").count() == 1


def test_without_an_upheld_appeal_the_engine_judges_the_file_there_is(pair):
    _original, copy = pair
    assert judged_again(copy, film(3, 3)) == "original"


def test_what_staff_allow_afterwards_counts(pair, staff):
    original, copy = pair
    uphold(copy, staff)
    allow_videos(
        video_ids=(original.pk, copy.pk), licensed=True, reason="A licence.", actor=staff, now=NOW
    )
    assert judged_again(copy, film(1)) == "original"
