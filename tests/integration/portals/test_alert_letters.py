"""The statement of reasons by e-mail: whole, plain, easy to read, and only to whom it concerns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from creatorspark.core.models import Creator, Notification
from creatorspark.core.services import emails, letters
from fraud.models import Alert
from fraud.services.alerts import resolve
from fraud.services.tending import tend
from tests.factories import UserFactory, VideoFactory
from tests.factories.alerts import held_alert
from tests.unit.readability import grade


@pytest.fixture
def alert(creator: Creator) -> Alert:
    video = VideoFactory(creator=creator, caption="Night market")
    now = timezone.now()
    return held_alert(
        creator, video=video, at=now, start=now - timedelta(days=9), end=now - timedelta(days=8)
    )


def letters_about(creator: Creator, mailoutbox, *, now=None):
    """Send what waits for a creator; return text and HTML of each."""
    mailoutbox.clear()
    waiting = Notification.objects.filter(user=creator.user, emailed_at=None).order_by("pk")
    for message in list(waiting):
        emails.send_notification(message.pk, now=now or timezone.now())
    return [
        (mail.body, mail.alternatives[0][0] if mail.alternatives else "") for mail in mailoutbox
    ]


def test_the_letter_is_the_whole_report(creator: Creator, alert: Alert, mailoutbox, settings):
    settings.SITE_URL = "https://spark.example"
    ((text, html),) = letters_about(creator, mailoutbox)
    for part in (
        f"FR-{alert.pk:06}",
        "Night market",
        "9,000 views",
        "They left 3 likes",
        "No page that shows the video sent them",
        "What is on hold",
        "What is not affected",
        "all your other videos",
        "A computer found this. It decides nothing.",
        "A person decides by",
        "3 days left",
        "7 days left",
        "You can appeal until",
        "within 14 days",
        "after 30 days",
        "What would help",
        "VIEWS_WITHOUT_LIKES",
        f"https://spark.example/studio/alerts/{alert.pk}/",
        f"https://spark.example/appeals/new/fraud_alert/{alert.pk}/",
    ):
        assert part in text, part
        assert part in html, part
    assert "&#" not in text
    assert "<p" not in text
    assert "None" not in text


def decide(alert: Alert, outcome: str) -> None:
    resolve(
        alert,
        outcome=outcome,
        reason="We rang the school, and a class had watched it.",
        actor=UserFactory(superuser=True),
        now=timezone.now(),
        false_views=100 if outcome == "partly" else None,
    )


@pytest.mark.parametrize("outcome", ["cleared", "upheld", "partly"])
def test_a_decision_comes_with_its_reason_and_what_it_means(
    creator: Creator, alert: Alert, mailoutbox, outcome: str
):
    letters_about(creator, mailoutbox)
    decide(alert, outcome)
    ((text, html),) = letters_about(creator, mailoutbox)
    for body in (text, html):
        assert "We rang the school" in body
        assert ("You can appeal until" in body) is (outcome != "cleared")
        assert ("None of it is lost while you can still appeal" in body) is (outcome != "cleared")
        assert "are not counted" not in body
    assert ("All of these numbers count" in text) is (outcome == "cleared")


def test_every_letter_is_easy_to_read(creator: Creator, alert: Alert, mailoutbox):
    found = letters_about(creator, mailoutbox)
    decide(alert, "upheld")
    found += letters_about(creator, mailoutbox)
    later = timezone.now() + timedelta(days=400)
    tend(now=later)
    found += letters_about(creator, mailoutbox, now=later)
    assert len(found) == 3
    assert "won’t be paid" in found[-1][0]
    for text, _html in found:
        assert grade(text) <= 8, text


def test_what_nobody_decided_is_told_as_over(creator: Creator, alert: Alert, mailoutbox):
    letters_about(creator, mailoutbox)
    tend(now=timezone.now() + timedelta(days=8))
    told = letters_about(creator, mailoutbox)
    assert any("It is over. Nothing is on hold any more." in text for text, _ in told)


def test_whoever_left_the_profile_gets_no_report(creator: Creator, alert: Alert, mailoutbox):
    former = creator.user
    Creator.objects.filter(pk=creator.pk).update(user=None)
    message = Notification.objects.get(user=former)
    emails.send_notification(message.pk, now=timezone.now())
    (mail,) = mailoutbox
    assert "They left 3 likes" not in mail.body
    assert not mail.alternatives


def test_a_letter_that_cannot_be_written_keeps_no_message_back(
    creator: Creator, alert: Alert, mailoutbox, monkeypatch
):
    def fail(message, now):
        raise RuntimeError("no report")

    monkeypatch.setitem(letters._WRITERS, "fraud.", fail)
    ((text, _html),) = letters_about(creator, mailoutbox)
    assert "Part of your rewards is on hold while a person looks" in text
