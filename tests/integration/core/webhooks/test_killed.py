"""A worker is killed at every line of its work: what it had to send still arrives, whole."""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from creatorspark.core.models import WebhookDelivery
from creatorspark.core.webhooks import delivery, outbox
from creatorspark.core.webhooks.delivery import BUSY, deliver
from tests.factories import NOW
from tests.integration.scoring.killing import killed_at

pytestmark = pytest.mark.django_db(transaction=True)
CODE = Path(delivery.__file__).parent
# Every line takes a minute; a run of the suite looks at some of them.
STEP = int(os.environ.get("KILL_EVERY", "7"))


def test_nothing_is_lost_wherever_a_worker_dies(creator, receiver, endpoint_for):
    issued = endpoint_for(creator.user)
    number, line, alive = 0, 1, False
    while not alive:
        number += 1
        now = NOW + timedelta(days=number)
        outbox.publish("appeal.filed", key=str(number), creator=creator, data={}, now=now)
        work = partial(deliver, issued.endpoint.pk, now=now)
        alive = not killed_at(line, work, within=CODE)
        deliver(issued.endpoint.pk, now=now + BUSY)
        states = set(WebhookDelivery.objects.values_list("state", flat=True))
        assert states == {"delivered"}, f"killed at line {line}"
        line += STEP
    assert number > 5, "it was killed nowhere"
    heard = [one.verified(issued.secret)["id"] for one in receiver.received]
    assert len(set(heard)) == number
    assert len(heard) >= number
