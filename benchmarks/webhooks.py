"""Webhooks delivered a second, against bare POSTs of the same bytes to the same receiver.

The receiver is a process of its own that answers 204 and keeps connections. The floor sends the
same signed bodies over one kept connection and writes nothing down; ours takes each message from
the database, signs it, sends it and keeps the try. Floor and ours alternate, the median counts.

    python -m benchmarks.webhooks [--messages 1000] [--rounds 5]
"""

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from statistics import median
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")

import django

django.setup()

import httpcore
from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.scratch import durable, scratch_database
from creatorspark.core.domain.webhooks import signatures
from creatorspark.core.models import (
    Creator,
    User,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)
from creatorspark.core.webhooks import delivery, endpoints, kinds, outbox, secrets

DATA: Final = {"alert": "FR-000001", "video": "9000000001", "affected": 9_000, "state": "held"}


class Receiver(BaseHTTPRequestHandler):
    """Reads a message whole and says that it has it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Write nothing."""


def _serve(told: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    told.send(server.server_address[1])
    server.serve_forever()


@contextmanager
def receiver() -> Iterator[int]:
    """Yield the port of a receiver that runs beside us."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,))
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def publish(endpoint: WebhookEndpoint, creator: Creator, *, messages: int) -> list[WebhookEvent]:
    """Queue so many messages for the endpoint."""
    now, name = timezone.now(), endpoint.events[0]
    first = WebhookEvent.objects.count()
    rows = [
        WebhookEvent(
            key=f"bench.{first + number}",
            name=name,
            creator=creator,
            holder_id=creator.user_id,
            data=DATA,
            happened_at=now,
        )
        for number in range(messages)
    ]
    made = WebhookEvent.objects.bulk_create(rows)
    for event in made:
        outbox.enqueue(event, [endpoint], now=now)
    return made


def deliver_all(endpoint: WebhookEndpoint) -> float:
    """Deliver what waits as the worker does, a task after the other; return the seconds."""
    began = time.perf_counter()
    while delivery.deliver(endpoint.pk, now=timezone.now()):
        pass
    return time.perf_counter() - began


def post_all(endpoint: WebhookEndpoint, events: list[WebhookEvent]) -> float:
    """Send the same messages and write nothing down; return the seconds."""
    ready = []
    for event in events:
        body = delivery.body_of(event)
        signed = signatures.headers(
            secrets.signing(endpoint, now=timezone.now()),
            message_id=event.message_id,
            timestamp=int(time.time()),
            body=body,
        )
        ready.append((list(signed.items()), body))
    began = time.perf_counter()
    with httpcore.ConnectionPool(max_connections=1) as pool:
        for headers, body in ready:
            answer = pool.request("POST", endpoint.url, headers=headers, content=body)
            assert answer.status == 204
    return time.perf_counter() - began


def one_round(endpoint: WebhookEndpoint, creator: Creator, *, messages: int) -> dict[str, float]:
    """Measure floor and ours on the same messages."""
    events = publish(endpoint, creator, messages=messages)
    floor = messages / post_all(endpoint, events)
    ours = messages / deliver_all(endpoint)
    return {"floor": floor, "ours": ours, "ratio": ours / floor}


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with receiver() as port, scratch_database("creatorspark_bench_webhooks"):
        settings.WEBHOOK_LOOPBACK = (("127.0.0.1", port),)
        person = User.objects.create(email="webhooks@bench.example")
        creator = Creator.objects.create(user=person, external_id="bench")
        wish = endpoints.Wish(
            name="Bench",
            url=f"http://127.0.0.1:{port}/hooks",
            events=[kind.name for kind in kinds.kinds()],
        )
        endpoint = endpoints.create(wish, actor=person, now=timezone.now()).endpoint
        rounds = [
            one_round(endpoint, creator, messages=asked.messages) for _ in range(asked.rounds)
        ]
        whole = asked.messages * asked.rounds
        delivered = WebhookDelivery.objects.filter(state=WebhookDelivery.State.DELIVERED).count()
        assert delivered == WebhookAttempt.objects.count() == whole
        settled = durable()
        connection.close()
    print(
        json.dumps(
            {
                "benchmark": "webhooks",
                "messages": asked.messages,
                "rounds": rounds,
                **{name: median(one[name] for one in rounds) for name in rounds[0]},
                "database": settled,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
