"""Messages: told once, in the portal and by e-mail."""

from datetime import timedelta

import pytest

from creatorspark.core.models import Notification
from creatorspark.core.services import emails, notifications
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def tell(user, **changes):
    given = {"key": "test.1", "title": "Your payout & more", "body": "It is <on> its way."}
    return notifications.notify(user, **{**given, "url": "/home/", **changes}, now=NOW)


def test_one_event_is_told_once(django_capture_on_commit_callbacks):
    user = UserFactory()
    with django_capture_on_commit_callbacks() as nudges:
        first, again = tell(user), tell(user, title="Other words")
    assert first == again
    assert Notification.objects.get().title == "Your payout & more"
    assert len(nudges) == 1


def test_the_letter_holds_plain_words_and_a_whole_address(mailoutbox, settings):
    settings.SITE_URL = "https://spark.example"
    user = UserFactory(display_name="Ana")
    message = tell(user)
    assert emails.send_notification(message.pk, now=LATER)
    assert not emails.send_notification(message.pk, now=LATER)
    [letter] = mailoutbox
    assert (letter.subject, letter.to) == ("Your payout & more", [user.email])
    assert "Hello Ana," in letter.body
    assert "It is <on> its way." in letter.body
    assert "https://spark.example/home/" in letter.body
    message.refresh_from_db()
    assert message.emailed_at == LATER


def test_a_closed_account_gets_no_letter(mailoutbox):
    message = tell(UserFactory(is_active=False))
    assert not emails.send_notification(message.pk, now=LATER)
    assert mailoutbox == []


def test_the_sweep_sends_what_a_lost_nudge_left(mailoutbox):
    tell(UserFactory())
    old = tell(UserFactory())
    Notification.objects.filter(pk=old.pk).update(created_at=NOW - timedelta(days=3))
    assert emails.send_waiting(now=LATER) == 1
    assert emails.send_waiting(now=LATER) == 0
    assert len(mailoutbox) == 1


def test_reading_marks_only_ones_own():
    mine, theirs = UserFactory(), UserFactory()
    tell(mine)
    tell(theirs)
    assert notifications.mark_read(mine, now=LATER) == 1
    assert notifications.mark_read(mine, now=LATER) == 0
    assert Notification.objects.get(user=theirs).read_at is None


def test_a_name_with_a_line_break_is_one_line_of_the_subject(mailoutbox):
    tell(UserFactory(), title="Evil\nBcc: a@b.example\u2028 would like to work with you")
    assert emails.send_waiting(now=LATER) == 1
    assert mailoutbox[0].subject == "Evil Bcc: a@b.example would like to work with you"


def test_a_message_that_cant_be_sent_holds_up_nobody_elses(mailoutbox):
    poison = tell(UserFactory(email="broken\nBcc: a@b.example"))
    tell(UserFactory(), key="test.2")
    assert emails.send_waiting(now=LATER) == 1
    assert len(mailoutbox) == 1
    poison.refresh_from_db()
    assert poison.emailed_at is None
