"""Events as they are delivered: one JSON object a line, read strictly, each fault named. Pure."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from fraud.domain.activity import Kind
from fraud.domain.findings import gettext_noop
from fraud.domain.minimising import (
    DISPOSABLE,
    HOSTING,
    LONGEST_AGENT,
    ONLY_LINKS,
    is_disposable,
    only_links,
    origin_of,
    prefix_of,
    stem_of,
)

KINDS: Final = {kind.name.lower(): int(kind) for kind in Kind}
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_ID: Final = 200
FIELDS: Final = frozenset(
    (
        *("id", "kind", "at", "video", "creator", "actor", "device", "address", "user_agent"),
        *("referrer", "amount", "name", "mail", "text", "hosting"),
    )
)
_HALF: Final = re.compile("[\ud800-\udfff]")
_ON_VIDEOS: Final = frozenset((Kind.VIEW, Kind.LIKE, Kind.COMMENT))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line was left out; `line` counts from 0."""

    line: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """An event, made small. `at` is microseconds since 2000; `video` and `creator` are theirs."""

    line: int
    event: int
    at: int
    kind: int
    video: str
    creator: str
    actor: int
    device: int
    network: int
    agent: str
    referrer: str
    amount: int
    stem: int
    flags: int


class _Bad(ValueError):
    def __init__(self, field: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.field, self.code, self.detail = field, code, detail


def read_lines(
    lines: Iterable[bytes | str],
    *,
    source: str,
    hashed: Callable[[str], int],
    earliest: datetime,
    latest: datetime,
) -> tuple[list[Row], list[Fault]]:
    """Return the good rows and the faults of the others, both in the order of lines.

    Empty lines are left out but counted. `source` makes event ids its own.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    reader = _Reader(source, hashed, _micros(earliest), _micros(latest))
    for line, text in enumerate(lines):
        if not text.strip():
            continue
        try:
            rows.append(reader.read(line, text))
        except _Bad as bad:
            faults.append(Fault(line, bad.field, bad.code, bad.detail))
    return rows, faults


def _micros(moment: datetime) -> int:
    span = moment - EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


@dataclass(frozen=True)
class _Reader:
    source: str
    hashed: Callable[[str], int]
    earliest: int
    latest: int

    def read(self, line: int, text: bytes | str) -> Row:
        values = _object(text)
        if not FIELDS.issuperset(values):
            unknown = ", ".join(sorted(set(values) - FIELDS))[:100]
            raise _Bad("", "unknown_field", gettext_noop("There is no such field: ") + unknown)
        get, hashed = values.get, self.hashed
        kind = KINDS.get(get("kind", ""), 0) if isinstance(get("kind"), str) else 0
        if not kind:
            raise _Bad("kind", "unknown_kind", gettext_noop("This kind of event isn’t known."))
        video, creator = _text(values, "video"), _text(values, "creator")
        if not video and (kind in _ON_VIDEOS or (kind == Kind.GIFT and not creator)):
            raise _Bad("video", "required", gettext_noop("This kind of event names a video."))
        event = _text(values, "id")
        if not event:
            raise _Bad("id", "required", gettext_noop("Each event has an id of its own."))
        stem, flags = self._about(kind, values)
        return Row(
            line,
            hashed(f"{self.source}\0{event}"),
            self._moment(get("at")),
            kind,
            video,
            creator,
            hashed(_text(values, "actor")),
            hashed(_text(values, "device")),
            _network(values),
            _text(values, "user_agent", LONGEST_AGENT),
            origin_of(_text(values, "referrer", 4_000)),
            _amount(kind, get("amount")),
            stem,
            flags,
        )

    def _moment(self, given: Any) -> int:
        try:
            moment = datetime.fromisoformat(given)
            at = _micros(moment)
        except (TypeError, ValueError, OverflowError) as error:
            raise _Bad(
                "at", "no_time", gettext_noop("Write a time with its zone: 2026-05-04T12:00:00Z.")
            ) from error
        if not self.earliest <= at <= self.latest:
            raise _Bad(
                "at", "out_of_range", gettext_noop("The time is in the future, or too long ago.")
            )
        return at

    def _about(self, kind: int, values: Mapping[str, Any]) -> tuple[int, int]:
        """Return stem and flags, which only sign-ups and comments have."""
        if kind == Kind.COMMENT:
            text = _text(values, "text", 10_000)
            return self.hashed(stem_of(text)), ONLY_LINKS * only_links(text)
        if kind != Kind.SIGNUP:
            return 0, 0
        flags = DISPOSABLE * is_disposable(_text(values, "mail"))
        hosting = values.get("hosting", False)
        if not isinstance(hosting, bool):
            raise _Bad("hosting", "no_boolean", gettext_noop("Write true or false."))
        return self.hashed(stem_of(_text(values, "name"))), flags | HOSTING * hosting


def _object(text: bytes | str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Bad("", "malformed", gettext_noop("This line isn’t JSON.")) from error
    if not isinstance(values, dict):
        raise _Bad("", "malformed", gettext_noop("This line isn’t a JSON object."))
    return values


def _text(values: Mapping[str, Any], name: str, longest: int = LONGEST_ID) -> str:
    given = values.get(name)
    if given is None:
        return ""
    if not isinstance(given, str):
        raise _Bad(name, "no_text", gettext_noop("This is a text in quotation marks."))
    if len(given) > longest:
        if longest > LONGEST_ID:
            return given[:longest]
        raise _Bad(name, "too_long", gettext_noop("This is too long."))
    if "\0" in given or (not given.isascii() and _HALF.search(given)):
        raise _Bad(name, "no_text", gettext_noop("This holds a character that no text has."))
    return given


def _network(values: Mapping[str, Any]) -> int:
    try:
        return prefix_of(_text(values, "address"))
    except ValueError as error:
        if isinstance(error, _Bad):
            raise
        raise _Bad("address", "no_address", gettext_noop("This is no IP address.")) from error


def _amount(kind: int, given: Any) -> int:
    if given is None and kind != Kind.GIFT:
        return 0
    whole = isinstance(given, int) and not isinstance(given, bool)
    if kind != Kind.GIFT or not whole or not 0 < abs(given) < 10**12:
        raise _Bad("amount", "no_amount", gettext_noop("A gift has whole minor units, not 0."))
    return int(given)


def lines_of(body: bytes) -> list[bytes]:
    """Return the lines of a body, without what ends them."""
    return body.split(b"\n")


def batches(lines: Iterable[bytes], *, size: int) -> Iterator[Sequence[bytes]]:
    """Cut lines into batches of at most `size`."""
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
