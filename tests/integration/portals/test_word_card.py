"""What a video's words say, on its evaluation tab, in every state."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator, Video
from scoring import interface as scoring
from scoring.domain.screen import SAFETY_VERSION, TEXT_VERSION
from scoring.models import FrameReading
from tests.factories import UserFactory, VideoFactory

SHA = "cd" * 32
LINE = {
    "text": "Tiny words",
    "start": 1.0,
    "end": 4.0,
    "letters": 0.006,
    "contrast": 9.0,
    "sure": 0.9,
    "middle": 0.4,
}


@pytest.fixture
def video(creator: Creator) -> Video:
    return VideoFactory(
        creator=creator, caption="I love this night market #food #xk", hashtags=[], sound_title=""
    )


def page(client: Client, video: Video) -> str:
    response = client.get(f"/studio/videos/{video.pk}/evaluation/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_before_it_is_read_the_card_says_when(signed_in: Client, video: Video) -> None:
    shown = page(signed_in, video)
    assert "what it is about stands here then" in shown
    assert "Its words are read every night." in shown


def test_it_says_what_it_is_about_why_and_how_it_feels(signed_in: Client, video: Video) -> None:
    scoring.score_everything(now=timezone.now())
    shown = page(signed_in, video)
    assert "<strong>Food</strong>" in shown
    assert "because of “#food”" in shown
    assert re.search(r"7\d.{0,6}% sure", shown)
    assert "Positive: 0." in shown


def test_words_that_say_nothing_are_said_to(signed_in: Client, video: Video) -> None:
    Video.objects.filter(pk=video.pk).update(caption="මේක හරිම ලස්සනයි")
    scoring.score_everything(now=timezone.now())
    shown = page(signed_in, video)
    assert "Its words don’t make clear what it is about." in shown
    assert "We can’t tell the mood of words in this language yet" in shown


def test_a_persons_word_stands_there_with_its_reason(signed_in: Client, video: Video) -> None:
    scoring.correct_categories(
        video_id=video.pk,
        categories=["dance"],
        reason="They dance.",
        actor=UserFactory(staff=True),
        now=timezone.now(),
    )
    shown = page(signed_in, video)
    assert "<strong>Dance</strong>" in shown
    assert "Our staff looked at it and said so. “They dance.”" in shown


def test_without_the_model_it_says_that_text_is_not_read(
    signed_in: Client, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.services.screen.report.reads", lambda kind: False)
    assert "Text on screen isn’t read here." in page(signed_in, video)


def test_text_on_screen_is_shown_with_what_hinders_reading(signed_in: Client, video: Video) -> None:
    Video.objects.filter(pk=video.pk).update(sha256=SHA)
    content = {"spacing": 1.0, "width": 360, "height": 640, "lines": [LINE], "words": "Tiny words"}
    FrameReading.objects.create(
        kind="text", sha256=SHA, version=TEXT_VERSION, content=content, frames=4
    )
    FrameReading.objects.create(
        kind="safety",
        sha256=SHA,
        version=SAFETY_VERSION,
        content={"labels": ["buttocks_exposed"], "moments": [], "spacing": 1.0},
        frames=4,
    )
    shown = page(signed_in, video)
    assert "1 of 1 lines on screen are hard to read." in shown
    assert "0.7 mm high on a phone; make letters at least 2.2 mm." in shown
    assert "0:01–0:04" in shown
    assert "buttocks" not in shown
