"""Events as they are delivered: one JSON object a line, read strictly, each fault named. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal, NamedTuple

import msgspec
import numpy as np

from fraud.domain.activity import Ints
from fraud.domain.findings import gettext_noop
from fraud.domain.moments import EPOCH, microseconds

# So much is read at a time that it stays in the processor's cache until it is hashed and written.
PIECE: Final = 1 << 20
_FIELD: Final = re.compile(r"`\$\.(\w+)`")
_MICROSECOND: Final = EPOCH.resolution

_Id = Annotated[str, msgspec.Meta(max_length=200)] | None


class Event(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """An event as delivered. `at` is checked when many are read together."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    kind: Literal["view", "like", "follow", "comment", "gift", "signup", "login"]
    at: str
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


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some lines that hold events: their places, the events, and when each was.

    `at` is microseconds since 2000 UTC.
    """

    lines: Ints
    events: list[Event]
    at: Ints

    def without(self, faults: list[Fault]) -> "Piece":
        """Return the piece but for the lines that have these faults."""
        if not faults:
            return self
        kept = ~np.isin(self.lines, [fault.line for fault in faults])
        events = [event for event, good in zip(self.events, kept.tolist(), strict=True) if good]
        return Piece(lines=self.lines[kept], events=events, at=self.at[kept])


_decoder: Final = msgspec.json.Decoder(Event)


def read(body: bytes, *, earliest: datetime, latest: datetime) -> tuple[list[Piece], list[Fault]]:
    """Return the events of a body of lines, in pieces, and the faults of the lines that hold none.

    Empty lines are left out but counted. An event before `earliest` or after `latest` is a fault.
    """
    pieces, faults, line = [], [], 0
    bounds = (_since_epoch(earliest), _since_epoch(latest))
    for part in _parts(body):
        piece, wrong = _read(part, line)
        timed, untimely = _timed(piece, bounds)
        if timed.events:
            pieces.append(timed)
        faults += wrong + untimely
        line += part.count(b"\n") + 1
    return pieces, faults


def count_lines(body: bytes) -> int:
    """Return how many lines hold something."""
    if b"\n\n" not in body and b"\r" not in body:
        return body.strip(b"\n").count(b"\n") + bool(body.strip(b"\n"))
    return sum(not line.isspace() for line in body.split(b"\n") if line)


def _parts(body: bytes) -> Iterator[bytes]:
    """Cut a body between lines; the line break between two parts belongs to neither."""
    start = 0
    while len(body) - start > PIECE:
        end = body.find(b"\n", start + PIECE)
        if end < 0:
            break
        yield body[start:end]
        start = end + 1
    yield body[start:]


def _read(part: bytes, first: int) -> tuple[Piece, list[Fault]]:
    whole = (part.replace(b"\r\n", b"\n") if b"\r" in part else part).rstrip(b"\n")
    if lines := _braced(whole):
        try:
            events = _decoder.decode_lines(whole)
        except (msgspec.DecodeError, UnicodeDecodeError):
            events = []  # the lines are read one by one, so that each fault is found
        if len(events) == lines:
            return _without_nul(_piece(np.arange(first, first + lines), events), part, [])
    return _read_lines(part, first)


def _braced(part: bytes) -> int:
    """Return the number of lines if each begins and ends as an object does, else 0.

    No event holds another object and no text of JSON holds a line break, so no object spans lines
    then; as many objects as lines are one on each.
    """
    if part[:1] != b"{" or part[-1:] != b"}":
        return 0
    written = np.frombuffer(part, np.uint8)
    breaks = np.flatnonzero(written == ord("\n"))
    braced = (written[breaks - 1] == ord("}")) & (written[breaks + 1] == ord("{"))
    return len(breaks) + 1 if braced.all() else 0


def _read_lines(part: bytes, first: int) -> tuple[Piece, list[Fault]]:
    lines, events, faults = [], [], []
    for line, text in enumerate(part.split(b"\n"), first):
        if not text or text.isspace():
            continue
        try:
            events.append(_decoder.decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError) as bad:
            faults.append(_fault(line, bad))
        else:
            lines.append(line)
    return _without_nul(_piece(np.array(lines, np.int64), events), part, faults)


def _without_nul(piece: Piece, part: bytes, faults: list[Fault]) -> tuple[Piece, list[Fault]]:
    """Leave out events with a character that the database can't hold; JSON only writes it so."""
    if b"\\" not in part or b"\\u0000" not in part:
        return piece, faults
    wrong = [
        Fault(line, "", "no_text", gettext_noop("This holds a character that no text has."))
        for line, event in zip(piece.lines.tolist(), piece.events, strict=True)
        if any(
            text and "\0" in text
            for text in (event.video, event.creator, event.user_agent, event.referrer)
        )
    ]
    return piece.without(wrong), faults + wrong


def _piece(lines: Ints, events: list[Event]) -> Piece:
    return Piece(lines=lines, events=events, at=np.zeros(len(events), np.int64))


def _timed(piece: Piece, bounds: tuple[int, int]) -> tuple[Piece, list[Fault]]:
    at, why = microseconds([event.at for event in piece.events])
    lines = piece.lines.tolist()
    faults = [Fault(lines[place], "at", "invalid_at", said) for place, said in why.items()]
    for place in np.flatnonzero((at < bounds[0]) | (at > bounds[1])).tolist():
        if place not in why:
            faults.append(Fault(lines[place], "at", "out_of_range", _UNTIMELY))
    return Piece(lines=piece.lines, events=piece.events, at=at).without(faults), faults


_UNTIMELY: Final = gettext_noop("The time is in the future, or too long ago.")


def _since_epoch(moment: datetime) -> int:
    return (moment - EPOCH) // _MICROSECOND


def _fault(line: int, bad: msgspec.DecodeError | UnicodeDecodeError) -> Fault:
    if not isinstance(bad, msgspec.ValidationError):
        return Fault(line, "", "malformed", gettext_noop("This line isn’t JSON."))
    said, named = str(bad), _FIELD.search(str(bad))
    field = named[1] if named else ""
    if "missing required" in said or "unknown field" in said:
        field = (re.findall(r"field `(\w+)`", said) or [""])[0]
        missing = "missing" in said
        return Fault(line, field, "required" if missing else "unknown_field", said[:200])
    return Fault(line, field, f"invalid_{field}" if field else "malformed", said[:200])
