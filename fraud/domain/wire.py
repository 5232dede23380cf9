"""Events as they are delivered: one JSON object a line, read strictly, each fault named. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, Literal, NamedTuple

import msgspec

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
_EPOCH_SECONDS: Final = EPOCH.timestamp()
_NEEDS_VIDEO: Final = frozenset(("view", "like", "comment"))
_TELLS_MORE: Final = frozenset(("gift", "comment", "signup"))
_FIELD: Final = re.compile(r"`\$\.(\w+)`")

_Id = Annotated[str, msgspec.Meta(max_length=200)] | None


class Event(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """An event as delivered."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    kind: Literal["view", "like", "follow", "comment", "gift", "signup", "login"]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    video: _Id = None
    creator: _Id = None
    actor: _Id = None
    device: _Id = None
    address: _Id = None
    user_agent: str | None = None
    referrer: str | None = None
    amount: Annotated[int, msgspec.Meta(gt=-(10**12), lt=10**12)] | None = None
    name: _Id = None
    mail: _Id = None
    text: str | None = None
    hosting: bool = False


class Fault(NamedTuple):
    """Why a line was left out; `line` counts from 0."""

    line: int
    field: str
    code: str
    detail: str


class Row(NamedTuple):
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
    hashed_id: Callable[[str], int],
    earliest: datetime,
    latest: datetime,
) -> tuple[list[Row], list[Fault]]:
    """Return the good rows and the faults of the others, both in the order of lines.

    Empty lines are left out but counted. `source` makes event ids its own; `hashed_id` is `hashed`
    without a memory, because no id comes twice.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    decode = msgspec.json.Decoder(Event).decode
    for line, text in enumerate(lines):
        if not text or text.isspace():
            continue
        try:
            event = decode(text)
            _check(event, earliest, latest)
            stem, flags = _about(event, hashed) if event.kind in _TELLS_MORE else (0, 0)
            row = Row(
                line,
                hashed_id(f"{source}\0{event.id}"),
                round((event.at.timestamp() - _EPOCH_SECONDS) * 1e6),
                KINDS[event.kind],
                event.video or "",
                event.creator or "",
                hashed(event.actor or ""),
                hashed(event.device or ""),
                _network(event.address) if event.address else 0,
                (event.user_agent or "")[:LONGEST_AGENT],
                origin_of(event.referrer) if event.referrer else "",
                event.amount or 0,
                stem,
                flags,
            )
        except (msgspec.DecodeError, _Bad) as bad:
            faults.append(_fault(line, bad))
        else:
            rows.append(row)
    return rows, faults


def _fault(line: int, bad: msgspec.DecodeError | _Bad) -> Fault:
    if isinstance(bad, _Bad):
        return Fault(line, bad.field, bad.code, bad.detail)
    if not isinstance(bad, msgspec.ValidationError):
        return Fault(line, "", "malformed", gettext_noop("This line isn’t JSON."))
    said, named = str(bad), _FIELD.search(str(bad))
    field = named[1] if named else ""
    if "missing required" in said or "unknown field" in said:
        field = (re.findall(r"field `(\w+)`", said) or [""])[0]
        missing = "missing" in said
        return Fault(line, field, "required" if missing else "unknown_field", said[:200])
    return Fault(line, field, f"invalid_{field}" if field else "malformed", said[:200])


def _check(event: Event, earliest: datetime, latest: datetime) -> None:
    if not earliest <= event.at <= latest:
        raise _Bad(
            "at", "out_of_range", gettext_noop("The time is in the future, or too long ago.")
        )
    if not event.video:
        gift_to_nobody = event.kind == "gift" and not event.creator
        if event.kind in _NEEDS_VIDEO or gift_to_nobody:
            raise _Bad("video", "required", gettext_noop("This kind of event names a video."))
    if (event.kind == "gift") != bool(event.amount):
        raise _Bad(
            "amount", "no_amount", gettext_noop("A gift has whole minor units, others none.")
        )
    for named in (event.video, event.creator, event.user_agent, event.referrer):
        if named and "\0" in named:
            raise _Bad("", "no_text", gettext_noop("This holds a character that no text has."))


def _about(event: Event, hashed: Callable[[str], int]) -> tuple[int, int]:
    """Return stem and flags, which only sign-ups and comments have."""
    if event.kind == "comment":
        text = (event.text or "")[:10_000]
        return hashed(stem_of(text)), ONLY_LINKS * only_links(text)
    if event.kind == "signup":
        flags = DISPOSABLE * is_disposable(event.mail or "")
        return hashed(stem_of(event.name or "")), flags | HOSTING * event.hosting
    return 0, 0


def _network(address: str) -> int:
    try:
        return prefix_of(address)
    except ValueError as error:
        raise _Bad("address", "no_address", gettext_noop("This is no IP address.")) from error


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
