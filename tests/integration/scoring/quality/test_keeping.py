"""Measures go with the last video or clip that holds their file."""

from datetime import timedelta

import pytest

from creatorspark.core.models import Video
from creatorspark.core.services.erasure import erase_creator
from scoring.domain.screen import TEXT_VERSION
from scoring.models import (
    FrameReading,
    Measurement,
    MeasuringFailure,
    QualityAssessment,
    Submission,
)
from scoring.services.media import steps
from scoring.services.originality import judging, searches
from scoring.services.quality import keeping, tending
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed
from tests.integration.scoring.originality.test_searches import send

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def creator():
    return CreatorFactory(user=UserFactory())


def test_an_erased_creators_measures_go_and_numbers_stay(creator):
    video = filmed(film(1), creator=creator)
    judging.judge(video.pk, now=NOW)
    erase_creator(creator, reason="They asked.", actor=UserFactory(staff=True), now=NOW)
    assert not Measurement.objects.exists()
    assert QualityAssessment.objects.filter(video=video).exists()


def test_what_somebody_else_holds_stays(creator):
    for video in (filmed(film(1), creator=creator), filmed(film(1), days=5)):
        judging.judge(video.pk, now=NOW)
    erase_creator(creator, reason="They asked.", actor=UserFactory(staff=True), now=NOW)
    assert Measurement.objects.count() == 1


def test_a_clip_taken_back_leaves_nothing(creator):
    sent = send(film(1), creator=creator)
    searches.run_search(sent.pk, now=NOW)
    assert QualityAssessment.objects.filter(submission=sent).exists()
    steps.withdraw(sent.pk, actor=creator.user, now=NOW)
    assert not QualityAssessment.objects.exists()
    assert not Measurement.objects.exists()


def test_measures_of_a_file_that_nobody_holds_go_by_and_by(creator):
    video = filmed(film(1), creator=creator)
    judging.judge(video.pk, now=NOW)
    sent = send(film(2), creator=creator)
    searches.run_search(sent.pk, now=NOW)
    assert Measurement.objects.count() == 2
    assert keeping.forget_orphans(now=LATER) == 0
    Submission.objects.filter(pk=sent.pk).update(file="")
    Video.objects.filter(pk=video.pk).update(sha256="f" * 64)
    assert keeping.forget_orphans(now=NOW) == 0
    assert keeping.forget_orphans(now=LATER) == 2
    assert not Measurement.objects.exists()


def _read(sha256):
    return FrameReading.objects.create(
        kind="text",
        sha256=sha256,
        version=TEXT_VERSION,
        content={"words": "Jane"},
        frames=1,
        made_at=NOW,
    )


def test_what_was_read_of_a_clip_goes_with_it(creator):
    sent = send(film(1), creator=creator)
    sent.refresh_from_db()
    _read(sent.sha256)
    steps.withdraw(sent.pk, actor=creator.user, now=NOW)
    assert not FrameReading.objects.exists()


def test_what_was_read_of_a_file_that_nobody_holds_goes_by_and_by(creator):
    _read("ab" * 32)
    assert keeping.forget_orphans(now=LATER) == 1
    assert not FrameReading.objects.exists()


def test_what_was_read_of_a_file_that_somebody_else_holds_stays(creator):
    mine, other = filmed(film(1), creator=creator), filmed(film(1), days=5)
    for video in (mine, other):
        judging.judge(video.pk, now=NOW)
    other.refresh_from_db()
    _read(other.sha256)
    erase_creator(creator, reason="They asked.", actor=UserFactory(staff=True), now=NOW)
    assert FrameReading.objects.exists()


def test_a_clip_taken_back_before_its_turn_is_not_measured(creator):
    sent = send(film(1), creator=creator)
    Submission.objects.filter(pk=sent.pk).update(file="", sha256="")
    tending._measure_clip(sent.pk, now=NOW)
    assert not MeasuringFailure.objects.exists()
