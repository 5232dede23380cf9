"""What a person waits for goes before what has time, on the real broker."""

import pytest
from celery import current_app
from django.db import transaction

from creatorspark.core.services.nudges import nudge_on_commit

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "celery"


@pytest.fixture
def queue():
    """The messages that wait, in the order in which a worker would take them."""
    with current_app.connection_for_read() as connection:
        messages = connection.SimpleQueue(QUEUE)
        messages.clear()
        yield messages
        messages.clear()


def taken(queue) -> list[str]:
    found: list[str] = []
    while True:
        try:
            message = queue.get(block=True, timeout=1)
        except queue.Empty:
            return found
        message.ack()
        found.append(message.headers["task"])


def test_a_person_who_waits_goes_before_what_was_asked_earlier(queue):
    for number in range(3):
        nudge_on_commit("test.in_turn", number)
    nudge_on_commit("test.soon", 1, soon=True)
    assert taken(queue) == ["test.soon", "test.in_turn", "test.in_turn", "test.in_turn"]


def test_nothing_is_sent_for_what_was_rolled_back(queue):
    with transaction.atomic():
        nudge_on_commit("test.soon", 1, soon=True)
        transaction.set_rollback(True)
    assert taken(queue) == []
