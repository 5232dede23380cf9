"""The night's round, and what goes when a creator goes."""

from datetime import timedelta

import pytest

from creatorspark.core.models import Video
from creatorspark.core.services.erasure import erase_creator, merge_creators
from scoring.models import Opinion, OpinionConsent, OpinionRequest
from scoring.services.opinions import asking, consent
from scoring.services.opinions.requests import request_nightly, request_opinion, without_opinion
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.opinions import server as gemini
from tests.integration.scoring.opinions.conftest import FILM

pytestmark = pytest.mark.django_db
State = OpinionRequest.State


def waiting() -> set[int]:
    rows = OpinionRequest.objects.filter(state=State.WAITING)
    return set(rows.values_list("video_id", flat=True))


def test_the_night_asks_about_the_newest_within_the_budget(make_video, setting):
    setting(daily_asks=2)
    videos = [
        make_video(FILM + bytes([n]), posted_at=NOW - timedelta(days=10 - n)) for n in range(4)
    ]
    assert request_nightly(now=NOW) == 2
    assert waiting() == {videos[3].pk, videos[2].pk}
    assert request_nightly(now=NOW) == 0, "those that wait use the budget up"


def test_the_night_asks_only_where_it_may(make_video, setting):
    stranger = CreatorFactory(user=UserFactory())
    asked = make_video(FILM)
    VideoFactory(creator=stranger, file=asked.file.name, sha256="2" * 64)
    VideoFactory(creator=asked.creator, file="")
    assert list(without_opinion()) == [asked]
    setting(consent="terms")
    assert without_opinion().count() == 2
    setting(key="")
    assert request_nightly(now=NOW) == 0


def test_what_was_answered_is_asked_again_only_for_another_file_or_model(
    service, video, clock, setting
):
    request_nightly(now=NOW)
    asking.ask_about(video.pk, clock=clock, sleep=clock.sleep)
    assert without_opinion().count() == 0
    setting(model="gemini-next")
    assert without_opinion().count() == 1
    setting(model="gemini-3.8-flash")
    Video.objects.update(sha256="3" * 64)
    assert without_opinion().count() == 1


def test_what_will_never_work_is_not_asked_every_night(service, video, clock):
    service.broken = True
    request_nightly(now=NOW)
    asking.ask_about(video.pk, clock=clock, sleep=clock.sleep)
    assert OpinionRequest.objects.get().state == State.FAILED
    assert without_opinion().count() == 0


def test_an_erased_creator_leaves_nothing_here_and_nothing_there(service, video, creator, clock):
    service.faults["remove"] = [gemini.error(500, "INTERNAL")] * 3
    request_opinion(video_id=video.pk, actor=None, now=NOW)
    asking.ask_about(video.pk, clock=clock, sleep=clock.sleep)
    assert service.files
    assert Opinion.objects.count() == 1
    erase_creator(creator, reason="They asked.", actor=UserFactory(superuser=True), now=NOW)
    assert Opinion.objects.count() == 0
    assert not consent.has_agreed(creator_id=creator.pk)
    assert asking.forget_remote(video.pk, now=NOW, sleep=clock.sleep)
    assert service.files == {}


def test_an_erasure_stops_what_is_under_way(service, video, creator, clock):
    request_opinion(video_id=video.pk, actor=None, now=NOW)
    erase_creator(creator, reason="They asked.", actor=UserFactory(superuser=True), now=NOW)
    assert not asking.ask_about(video.pk, clock=clock, sleep=clock.sleep)
    assert service.steps == []


def test_consent_does_not_pass_on_with_a_merge(service, video, creator):
    kept = CreatorFactory()
    merge_creators(kept, creator, reason="One.", actor=UserFactory(superuser=True), now=NOW)
    assert without_opinion().count() == 0
    assert OpinionConsent.objects.filter(ended_at=None).count() == 0
