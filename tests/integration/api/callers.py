"""People and machines who call the API in tests."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.models import ApiToken, User
from creatorspark.core.services import tokens

ROOT = "/api/v1"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers and the JSON."""

    status: int
    headers: Any
    body: Any
    raw: bytes


class Caller:
    """Speaks JSON to the API, in a browser's session, with a token, or as a stranger."""

    def __init__(self, *, user: User | None = None, secret: str = "", csrf: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=csrf, raise_request_exception=True)
        self.secret = secret
        if user is not None:
            self.client.force_login(user)

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Reply:
        return self.send("POST", path, body, key=key, headers=headers)

    def delete(self, path: str, *, key: str = "") -> Reply:
        return self.send("DELETE", path, key=key)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        key: str = "",
        content_type: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Send a request; `path` begins after the version, `raw` replaces the JSON of `body`."""
        sent = dict(headers or {})
        if self.secret:
            sent["Authorization"] = f"Bearer {self.secret}"
        if key:
            sent["Idempotency-Key"] = key
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        answer = self.client.generic(
            method, ROOT + path, data, content_type=content_type, headers=sent
        )
        is_json = "json" in answer.headers.get("Content-Type", "")
        return Reply(
            status=answer.status_code,
            headers=answer.headers,
            body=json.loads(answer.content) if is_json and answer.content else None,
            raw=answer.content,
        )


def queries_of(ask: Callable[[], Reply]) -> int:
    """How many queries it takes to answer; never none, which would prove nothing."""
    with CaptureQueriesContext(connection) as seen:
        assert ask().status == 200
    count = len(seen)
    assert count > 0
    return count


def browser(user: User, *, csrf: bool = False) -> Caller:
    """A signed-in browser."""
    return Caller(user=user, csrf=csrf)


def machine(user: User, *, scope: str = "read") -> Caller:
    """A machine with a fresh token of this scope."""
    return Caller(secret=make_token(user, scope=scope)[1])


def make_token(user: User, *, scope: str = "read") -> tuple[ApiToken, str]:
    """A token and its secret, whatever the rules of issuing are."""
    now = timezone.now()
    issued = tokens.issue(user, name="test", scope="read", lifetime=timedelta(days=1), now=now)
    ApiToken.objects.filter(pk=issued.token.pk).update(scope=scope)
    issued.token.refresh_from_db()
    return issued.token, issued.secret


def assert_problem(reply: Reply, status: int, kind: str) -> Any:
    """Check that the reply is a complete problem document of this kind; return it."""
    assert reply.status == status, reply.raw[:2000]
    assert reply.headers["Content-Type"] == PROBLEM
    document = reply.body
    assert {"type", "title", "status", "detail", "instance"} <= set(document)
    assert document["status"] == status
    assert document["type"].endswith(f"#problem-{kind}"), document
    assert document["title"]
    assert document["detail"]
    return document
