"""Somebody else's server, on this machine: keeps what it was sent and answers as it is told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook

from tests.local_servers import LocalServer, QuietHandler


@dataclass
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def verified(self, secret: str) -> Any:
        """Return the message as the standard's own library reads it, signature and all."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Plan:
    """How to answer: a status each in turn, the last one for good."""

    statuses: list[int] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[["Handler"], None] | None = None


class Receiver(LocalServer):
    """`received` holds every request; `plan` says how to answer."""

    def __init__(self) -> None:
        super().__init__(Handler)
        self.received: list[Received] = []
        self.plan = Plan()

    @property
    def url(self) -> str:
        return f"{self.address}/hooks"

    def answers(self, *statuses: int, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.plan = Plan(statuses=list(statuses), headers=named)

    @property
    def types(self) -> list[str]:
        return [one.json["type"] for one in self.received]


class Handler(QuietHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        named = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.append(Received(self.path, named, body))
        plan = self.server.plan
        if plan.before is not None:
            plan.before(self)
        status = plan.statuses.pop(0) if len(plan.statuses) > 1 else plan.statuses[0]
        self.send_response(status)
        for name, value in plan.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()
