"""What a person waits for goes before what has time, on the real broker."""

from functools import partial
from uuid import uuid4

import pytest
from celery import current_app
from django.db import transaction

from creatorspark.core.services.nudges import nudge_on_commit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(monkeypatch):
    """The messages that wait, in the order in which a worker would take them.

    They have a queue of their own: other tests send to the same broker.
    """
    name = f"test-{uuid4()}"
    monkeypatch.setattr(current_app, "send_task", partial(current_app.send_task, queue=name))
    with current_app.connection_for_read() as connection:
        messages = connection.SimpleQueue(name)
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
