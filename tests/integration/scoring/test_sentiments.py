"""Sentiments in the database: once a text, again when the text changes."""

from datetime import UTC, datetime, timedelta

import pytest

from creatorspark.core.models import Video
from scoring import interface
from scoring.domain.screen import TEXT_VERSION
from scoring.models import FrameReading, PointsScore, SentimentScore
from scoring.services.sentiments import score_sentiments
from tests.factories import VideoFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 1, tzinfo=UTC)


def test_each_caption_is_scored_once():
    VideoFactory(caption="I love this, it is wonderful")
    VideoFactory(caption="Me encanta esta canción, es la mejor del mundo")
    VideoFactory(caption="මේක හරිම ලස්සනයි")
    VideoFactory(caption="")
    assert score_sentiments(now=NOW) == 4
    assert score_sentiments(now=NOW) == 0
    english, spanish, sinhala, empty = SentimentScore.objects.order_by("pk")
    assert (english.supported, english.language) == (True, "en")
    assert english.value > 0.7
    assert (spanish.supported, spanish.language) == (True, "es")
    assert spanish.value > 0.7
    assert (sinhala.supported, sinhala.language, sinhala.value) == (False, "si", 0.5)
    assert (empty.supported, empty.value) == (False, 0.5)


def test_a_changed_caption_is_a_new_judgement():
    video = VideoFactory(caption="I love this")
    score_sentiments(now=NOW)
    Video.objects.filter(pk=video.pk).update(caption="I hate this")
    assert score_sentiments(now=NOW) == 1
    old, new = SentimentScore.objects.filter(video=video).order_by("pk")
    assert (old.is_current, new.is_current) == (False, True)
    assert new.value < 0.5 < old.value


def test_text_in_the_pictures_has_its_say_until_there_are_points(monkeypatch):
    video = VideoFactory(caption="wait for the end", sha256="ab" * 32)
    scored = VideoFactory(caption="wait for the end", sha256="ab" * 32, views=5_000)
    score_sentiments(now=NOW)
    interface.ensure_default_policies(now=scored.posted_at)
    interface.score_everything(now=NOW)
    PointsScore.objects.filter(video=video).delete()
    FrameReading.objects.create(
        kind="text",
        sha256=video.sha256,
        version=TEXT_VERSION,
        content={"words": "the worst day of my life, I hate it"},
        frames=4,
    )
    monkeypatch.setattr("scoring.services.sentiments.MODEL_VERSION", "a-new-one")
    assert PointsScore.objects.filter(video=scored).exists()
    assert score_sentiments(now=NOW) == 1
    assert SentimentScore.objects.get(video=video, is_current=True).value < 0.5
    assert SentimentScore.objects.get(video=scored).value == 0.5
    assert score_sentiments(now=NOW) == 0
    Video.objects.filter(pk=scored.pk).update(caption="I love the end")
    assert score_sentiments(now=NOW) == 1


def test_captions_come_in_batches(monkeypatch):
    monkeypatch.setattr("scoring.services.sentiments.BATCH", 2)
    VideoFactory.create_batch(5)
    seen = []
    score_sentiments(now=NOW, report=lambda stage, *, done=0, total=0: seen.append((done, total)))
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert SentimentScore.objects.count() == 5


def test_what_was_posted_later_waits():
    VideoFactory(caption="I love this", posted_at=NOW + timedelta(days=1))
    assert score_sentiments(now=NOW) == 0
    assert score_sentiments(now=NOW + timedelta(days=1)) == 1
