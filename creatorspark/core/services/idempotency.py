"""One key, one act: the answer to a write is kept in the transaction that did it.

A crash therefore leaves neither act nor answer, and a retry starts afresh; there is no state in
which the act happened and its answer was lost.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from creatorspark.core.models import IdempotentResponse, User

KEPT_FOR = timedelta(days=7)
BATCH = 5_000


class InProgress(Exception):
    """Another request with this key is being answered at this moment."""


class KeyReused(Exception):
    """The key was used for another request."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered: the body as it was rendered, and headers beyond the usual."""

    status_code: int
    text: str
    headers: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A key, and the hash of the request that it names."""

    user: User
    key: str
    request_digest: str


def claim(request: Claim) -> Answer | None:
    """Hold the key until the transaction ends; return the answer when the act is done already.

    Call it inside the transaction of the act. Raises InProgress or KeyReused. It never waits, so
    that one caller can't tie up the server by repeating a slow request.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_number(request)])
        held = cursor.fetchone()
    if not held or not held[0]:
        raise InProgress
    row = IdempotentResponse.objects.filter(user=request.user, key=request.key).first()
    if row is None:
        return None
    if row.request_digest != request.request_digest:
        raise KeyReused
    kept: dict[str, Any] = row.body or {}
    return Answer(
        status_code=row.status_code or 200,
        text=kept.get("text", ""),
        headers=kept.get("headers", {}),
    )


def keep(request: Claim, *, answer: Answer, method: str, path: str, now: datetime) -> None:
    """Store the answer to a claimed request, in the same transaction."""
    IdempotentResponse.objects.create(
        user=request.user,
        key=request.key,
        request_digest=request.request_digest,
        method=method,
        path=path[:500],
        status_code=answer.status_code,
        # As text: a JSON column would sort the members.
        body={"text": answer.text, "headers": answer.headers},
        created_at=now,
    )


def forget_old(*, now: datetime) -> int:
    """Delete answers older than `KEPT_FOR`, a batch at a time; return how many went."""
    old = IdempotentResponse.objects.filter(created_at__lt=now - KEPT_FOR).order_by("pk")
    gone = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        gone += IdempotentResponse.objects.filter(pk__in=batch).delete()[0]
    return gone


def _lock_number(request: Claim) -> int:
    name = f"idempotency:{request.user.pk}:{request.key}".encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
