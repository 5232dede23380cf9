"""What an opinion moves, by how much, and how it is shown."""

import pytest

from creatorspark.core.models import Video
from scoring.models import SentimentScore
from scoring.services.opinions import asking
from scoring.services.opinions.requests import request_opinion
from scoring.services.sentiments import score_sentiments
from tests.factories import NOW
from tests.unit.scoring.opinions.answers import GOOD, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def opine(service, clock):
    def ask(video, **values):
        clock.pass_by(minutes=1)
        service.answer = body(GOOD | values)
        request_opinion(video_id=video.pk, actor=None, now=clock())
        asking.ask_about(video.pk, clock=clock, sleep=clock.sleep)
        clock.pass_by(minutes=1)

    return ask


def current(video) -> SentimentScore:
    return SentimentScore.objects.get(video=video, is_current=True)


def test_a_mood_is_moved_by_a_tenth_of_the_way(make_video, opine, clock):
    video = make_video(caption="I hate this awful, awful day")
    score_sentiments(now=NOW)
    before = current(video)
    assert before.value < 0.2
    assert before.opinion is None
    opine(video, sentiment=1.0)
    assert score_sentiments(now=clock()) == 1
    after = current(video)
    assert after.value == pytest.approx(before.value + 0.1 * (1 - before.value), abs=1e-5)
    trace = after.opinion or {}
    assert (trace["says"], trace["before"]) == (1.0, before.value)
    assert trace["model"] == "gemini-3.8-flash"
    assert score_sentiments(now=clock()) == 0, "an opinion counts once"


def test_an_opinion_on_other_words_counts_no_more(make_video, opine, clock):
    video = make_video(caption="A fine day")
    opine(video, sentiment=0.0)
    score_sentiments(now=clock())
    assert current(video).opinion is not None
    Video.objects.filter(pk=video.pk).update(caption="Another fine day")
    score_sentiments(now=clock())
    assert current(video).opinion is None


def test_an_opinion_on_another_file_counts_no_more(make_video, opine, clock):
    video = make_video(caption="A fine day")
    opine(video, sentiment=0.0)
    Video.objects.filter(pk=video.pk).update(sha256="4" * 64)
    score_sentiments(now=clock())
    assert current(video).opinion is None
