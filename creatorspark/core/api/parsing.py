"""JSON, read strictly: one size, one encoding, one meaning."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from creatorspark.core.api.problems import Problem, malformed

MAX_DEPTH = 16
MAX_THROWN_AWAY = 16 * 1024 * 1024
BLOCK = 64 * 1024


class StrictJSONParser(BaseParser):
    """Reads JSON of at most the view's `max_body_bytes`; refuses what could mean two things."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value. Raises a problem for a large, broken or ambiguous body."""
        view = (parser_context or {}).get("view")
        limit = getattr(view, "max_body_bytes", None) or settings.API_LIMITS["body_bytes"]
        return parse_json(_read(stream, limit=limit))


def refuse_too_large(stream: IO[bytes], *, limit: int) -> None:
    """Raise a problem for a body that announces more than `limit` bytes."""
    declared = getattr(stream, "META", {}).get("CONTENT_LENGTH") or "0"
    if declared.isdigit() and int(declared) > limit:
        _let_finish(stream, declared=int(declared))
        raise _too_large(limit)


def _read(stream: IO[bytes], *, limit: int) -> bytes:
    refuse_too_large(stream, limit=limit)
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _let_finish(stream: IO[bytes], *, declared: int) -> None:
    """Throw away a body that is too large, but not absurdly: who still talks hears no answer."""
    if declared <= MAX_THROWN_AWAY:
        while stream.read(BLOCK):
            pass


def _too_large(limit: int) -> Problem:
    return Problem(
        "too-large",
        _("A body here has at most %(n)d bytes. Nothing was kept; send it in parts.")
        % {"n": limit},
        status_code=413,
    )


def parse_json(body: bytes) -> Any:
    """Return the value of a UTF-8 JSON text.

    Raises a problem for other encodings, NaN and infinities, repeated keys, text that a database
    can't hold, and nesting deeper than `MAX_DEPTH`.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise malformed(
            _("The body is not UTF-8: byte %(n)d doesn’t fit.") % {"n": error.start}
        ) from error
    try:
        value = json.loads(
            text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_distinct
        )
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise malformed(
            _("The body is not valid JSON: %(why)s.") % {"why": str(error)[:200]}
        ) from error
    _check_values(value)
    return value


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} has no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _check_values(value: Any) -> None:
    level = [value]
    for _depth in range(MAX_DEPTH + 1):
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item)
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
            elif isinstance(item, str):
                _check_text(item)
        if not inner:
            return
        level = inner
    raise _too_deep()


def _check_text(text: str) -> None:
    if "\0" in text:
        raise malformed(_("A text holds the character NUL, which we can’t store."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise malformed(_("A text holds half a character (a lone surrogate).")) from error


def _too_deep() -> Problem:
    return malformed(_("The body is nested deeper than %(n)d levels.") % {"n": MAX_DEPTH})
