"""What an opinion moves, by how much, and how it is shown."""

from pathlib import Path

import pytest

from creatorspark.core.models import Video
from scoring.domain.quality.measured import VERSION
from scoring.domain.quality.measuring import measure
from scoring.models import Measurement, QualityAssessment, SentimentScore
from scoring.services.opinions import asking
from scoring.services.opinions.requests import request_opinion
from scoring.services.quality.rating import rate_video
from scoring.services.quality.reports import quality_report
from scoring.services.quality.tending import rate_out_of_date
from scoring.services.sentiments import score_sentiments
from tests.factories import NOW
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.opinions.answers import GOOD, body
from tests.unit.scoring.originality.scenes import scene

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


@pytest.fixture
def rated(make_video):
    """A video whose file was measured and rated."""
    video = make_video(caption="A good evening at the market, with friends. #market #food")
    measured = write_film(Path(video.file.path).with_suffix(".mp4"), scene(1, 1, seconds=3))
    content = measure(measured).as_json()
    Measurement.objects.create(
        sha256=video.sha256, version=VERSION, content=content, seconds=3.0, has_sound=False
    )
    assert rate_video(video.pk, now=NOW)
    return video


def rating(video) -> QualityAssessment:
    return QualityAssessment.objects.get(video=video, is_current=True)


def test_the_overall_rating_is_moved_by_a_tenth_of_the_way_and_no_part_is(rated, opine, clock):
    before = rating(rated)
    assert before.opinion is None
    opine(rated, visual=0, audio=100, text=0)
    after = rating(rated)
    assert float(after.overall) == pytest.approx(0.9 * float(before.overall), abs=0.01)
    assert (after.visual, after.audio, after.text) == (before.visual, None, before.text)
    trace = after.opinion or {}
    assert (trace["says"], trace["before"], trace["cap"]) == (0.0, float(before.overall), 0.1)
    report = quality_report(video_id=rated.pk, now=clock())
    assert report.opinion is not None
    assert report.opinion.model == "gemini-3.8-flash"


def test_an_opinion_whose_rating_was_lost_is_counted_by_the_sweep_and_once(
    rated, opine, clock, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr("scoring.services.opinions.asking.rate_quietly", lambda **given: None)
        opine(rated, visual=100)
    assert rating(rated).opinion is None
    assert rate_out_of_date(now=clock()) == 1
    assert rating(rated).opinion is not None
    assert rate_out_of_date(now=clock()) == 0
    Video.objects.filter(pk=rated.pk).update(caption="Quite another caption than before it")
    assert rate_out_of_date(now=clock()) == 1
    assert rating(rated).opinion is None
    assert rate_out_of_date(now=clock()) == 0
