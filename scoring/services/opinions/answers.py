"""What becomes of an answer: it is stored as it came, and as it was read if it could be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from scoring.domain.opinions import (
    PROMPT,
    Answer,
    AnswerRefused,
    AnswerUnreadable,
    read_answer,
)
from scoring.models import Opinion
from scoring.services.opinions import queue
from scoring.services.opinions.problems import Problem

RAW_AT_MOST = 64 * 1024
LONGEST_VERSION = 80
# The same question once more, in case the answer broke off; then it is what it is.
UNREADABLE_AT_MOST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What was asked about and what came back."""

    sha256: str
    caption_sha256: str
    model: str
    raw: bytes
    body: dict[str, Any]


def write(held: queue.Claim, exchange: Exchange, *, now: datetime) -> None:
    """Store an answer and let go of the row, both or neither. Raises ClaimLost."""
    outcome, reason, answer = _read(exchange.body)
    with transaction.atomic():
        Opinion.objects.create(
            video_id=held.video_id,
            sha256=exchange.sha256,
            caption_sha256=exchange.caption_sha256,
            model=exchange.model,
            model_version=_plain(exchange.body.get("modelVersion"), most=LONGEST_VERSION),
            prompt_version=PROMPT.version,
            outcome=outcome,
            reason=reason,
            raw=_plain(exchange.raw.decode(errors="replace"), most=RAW_AT_MOST),
            values=answer.as_json() if answer else None,
            input_tokens=_tokens(exchange.body, "promptTokenCount"),
            output_tokens=_tokens(exchange.body, "candidatesTokenCount"),
            answered_at=now,
        )
        _let_go(held, outcome, now=now)


def _let_go(held: queue.Claim, outcome: str, *, now: datetime) -> None:
    if outcome == Opinion.Outcome.READ:
        queue.finish(held, now=now)
    elif outcome == Opinion.Outcome.REFUSED:
        queue.finish(held, now=now, problem=Problem.REFUSED)
    elif held.attempts >= UNREADABLE_AT_MOST:
        queue.fail(held, problem=Problem.UNREADABLE, now=now)
    else:
        queue.put_off(held, problem=Problem.UNREADABLE, now=now, after=timedelta(0), counts=True)


def _read(body: dict[str, Any]) -> tuple[str, str, Answer | None]:
    try:
        return Opinion.Outcome.READ, "", read_answer(body)
    except AnswerRefused as refused:
        return Opinion.Outcome.REFUSED, str(refused)[:80], None
    except AnswerUnreadable as unreadable:
        return Opinion.Outcome.UNREADABLE, str(unreadable)[:80], None


def _plain(value: object, *, most: int) -> str:
    """Text that the database takes: no NUL, no endless line."""
    return value.replace("\0", "")[:most] if isinstance(value, str) else ""


def _tokens(body: dict[str, Any], name: str) -> int | None:
    usage = body.get("usageMetadata")
    value = usage.get(name) if isinstance(usage, dict) else None
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if usable else None
