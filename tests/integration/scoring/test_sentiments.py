"""Sentiments in the database: once a text, again when the text changes."""

from datetime import UTC, datetime

import pytest

from creatorspark.core.models import Video
from scoring.models import SentimentScore
from scoring.services.sentiments import score_sentiments
from tests.factories import VideoFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 1, tzinfo=UTC)


def test_each_caption_is_scored_once():
    VideoFactory(caption="I love this, it is wonderful")
    VideoFactory(caption="Me encanta esta canción, es la mejor del mundo")
    VideoFactory(caption="")
    assert score_sentiments(now=NOW) == 3
    assert score_sentiments(now=NOW) == 0
    english, spanish, empty = SentimentScore.objects.order_by("pk")
    assert (english.supported, english.language) == (True, "en")
    assert english.value > 0.7
    assert (spanish.supported, spanish.language, spanish.value) == (False, "es", 0.5)
    assert (empty.supported, empty.value) == (False, 0.5)


def test_a_changed_caption_is_a_new_judgement():
    video = VideoFactory(caption="I love this")
    score_sentiments(now=NOW)
    Video.objects.filter(pk=video.pk).update(caption="I hate this")
    assert score_sentiments(now=NOW) == 1
    old, new = SentimentScore.objects.filter(video=video).order_by("pk")
    assert (old.is_current, new.is_current) == (False, True)
    assert new.value < 0.5 < old.value


def test_captions_come_in_batches(monkeypatch):
    monkeypatch.setattr("scoring.services.sentiments.BATCH", 2)
    VideoFactory.create_batch(5)
    seen = []
    score_sentiments(now=NOW, report=lambda stage, *, done=0, total=0: seen.append((done, total)))
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert SentimentScore.objects.count() == 5
