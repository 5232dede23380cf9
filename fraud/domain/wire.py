"""Events as they are delivered: one JSON object a line, read strictly, each fault named. Pure.

Lines that are alike are read together (see `alike`), all others one by one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Final, Literal, NamedTuple

import msgspec
import numpy as np

from fraud.domain.activity import Bools, Ints
from fraud.domain.alike import Alike, read_alike
from fraud.domain.findings import gettext_noop
from fraud.domain.lines import breaks_in, parts_of
from fraud.domain.moments import EPOCH, microseconds
from fraud.domain.texts import Shared, Texts

LONGEST: Final = 200
# What many events have in common, told apart once.
SHARED: Final = ("kind", "video", "creator", "actor", "device", "address", "user_agent", "referrer")
_TELLING: Final = ("comment", "gift", "signup")
_PLAIN: Final = frozenset(("view", "like", "follow", "login"))
_UNBOUNDED: Final = ("user_agent", "referrer", "text")
_LONG: Final = 2_000
_FIELD: Final = re.compile(r"`\$\.(\w+)`")
_MICROSECOND: Final = EPOCH.resolution

_Id = Annotated[str, msgspec.Meta(max_length=LONGEST)] | None


class Event(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """An event as delivered. `at` is checked when many are read together."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]
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
    """Some lines that hold events, as columns: their places, ids, moments, and what they name.

    `at` is microseconds since 2000 UTC. `telling` are those events that say more, by their row.
    """

    lines: Ints
    ids: Texts
    at: Ints
    shared: Mapping[str, Shared]
    telling: Mapping[int, Event] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def where(self, kept: Bools) -> "Piece":
        """Return the rows of a mask."""
        if kept.all():
            return self
        row = np.cumsum(kept) - 1
        return Piece(
            lines=self.lines[kept],
            ids=self.ids.where(kept),
            at=self.at[kept],
            shared={name: column.where(kept) for name, column in self.shared.items()},
            telling={int(row[place]): one for place, one in self.telling.items() if kept[place]},
        )


@dataclass(frozen=True, kw_only=True)
class _Written:
    """Lines that hold events, before anything is made of their texts."""

    lines: Ints
    ids: Texts
    at: Texts
    shared: Mapping[str, Shared]
    telling: Mapping[int, Event] = field(default_factory=dict)

    def timed(self, bounds: tuple[int, int]) -> tuple[Piece, list[Fault]]:
        """Return what happened within the bounds, and the faults of the others."""
        at, why = microseconds(self.at)
        untimely = (at < bounds[0]) | (at > bounds[1])
        untimely[[*why]] = True
        faults = [
            Fault(int(self.lines[row]), "at", "invalid_at", why[row])
            if row in why
            else Fault(int(self.lines[row]), "at", "out_of_range", _UNTIMELY)
            for row in np.flatnonzero(untimely).tolist()
        ]
        piece = Piece(
            lines=self.lines, ids=self.ids, at=at, shared=self.shared, telling=self.telling
        )
        return piece.where(~untimely), faults


_decoder: Final = msgspec.json.Decoder(Event)


def read(body: bytes, *, earliest: datetime, latest: datetime) -> tuple[list[Piece], list[Fault]]:
    """Return the events of a body of lines, in pieces, and the faults of the lines that hold none.

    Empty lines are left out but counted. An event before `earliest` or after `latest` is a fault.
    """
    pieces, faults, line = [], [], 0
    bounds = (_since_epoch(earliest), _since_epoch(latest))
    for part in parts_of(body):
        for written, wrong in _read(part, line):
            piece, untimely = written.timed(bounds)
            faults += wrong + untimely
            if len(piece):
                pieces.append(piece)
        line += breaks_in(part) + 1
    return pieces, faults


def _read(part: bytes, first: int) -> Iterator[tuple[_Written, list[Fault]]]:
    whole = part.replace(b"\r\n", b"\n") if b"\r" in part else part
    groups, left = read_alike(whole, is_good=_is_plain)
    for group in groups:
        plain = _plain(group)
        left[group.lines[~plain]] = True
        yield _columns(group, plain, first), []
    if not left.any():
        return
    lines = np.flatnonzero(left)
    if groups:
        texts = whole.split(b"\n")
        whole = b"\n".join([texts[line] for line in lines.tolist()])
    yield _read_strictly(whole, lines + first)


def _is_plain(line: bytes) -> bool:
    """Say whether a line holds an event of which others of its pattern differ in texts alone."""
    try:
        return _decoder.decode(line).amount is None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _plain(group: Alike) -> Bools:
    """Say which of these the strict reader would take for events that name things and no more."""
    kinds = Shared.within(group.fields["kind"])
    plain: Bools = np.array([kind in _PLAIN for kind in kinds.texts], bool)[kinds.place]
    plain &= group.fields["id"].size > 0
    for name, texts in group.fields.items():
        plain &= texts.size <= (_LONG if name in _UNBOUNDED else LONGEST)
    return plain


def _columns(group: Alike, plain: Bools, first: int) -> _Written:
    fields = {name: texts.where(plain) for name, texts in group.fields.items()}
    nothing = Shared.nothing(len(fields["id"]))
    return _Written(
        lines=group.lines[plain] + first,
        ids=fields["id"],
        at=fields["at"],
        shared={
            name: Shared.within(fields[name]) if name in fields else nothing for name in SHARED
        },
    )


def _read_strictly(part: bytes, lines: Ints) -> tuple[_Written, list[Fault]]:
    """Read a part of which each line is parsed; `lines` are their numbers."""
    whole = part.rstrip(b"\n")
    if lines_here := _braced(whole):
        try:
            events = _decoder.decode_lines(whole)
        except (msgspec.DecodeError, UnicodeDecodeError):
            events = []  # the lines are read one by one, so that each fault is found
        if len(events) == lines_here:
            return _whole(lines[: len(events)], events, part, [])
    return _read_lines(part, lines)


def _braced(part: bytes) -> int:
    """Return the number of lines if each begins and ends as an object does, else 0.

    No event holds another object and no text of JSON holds a line break, so no object spans lines
    then; as many objects as lines are one on each.
    """
    breaks = part.count(b"\n")
    if part[:1] != b"{" or part[-1:] != b"}" or part.count(b"}\n{") != breaks:
        return 0
    return breaks + 1


def _read_lines(part: bytes, numbers: Ints) -> tuple[_Written, list[Fault]]:
    lines, events, faults = [], [], []
    for line, text in zip(numbers.tolist(), part.split(b"\n"), strict=True):
        if not text or text.isspace():
            continue
        try:
            events.append(_decoder.decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError) as bad:
            faults.append(_fault(line, bad))
        else:
            lines.append(line)
    return _whole(np.array(lines, np.int64), events, part, faults)


def _whole(
    lines: Ints, events: Sequence[Event], part: bytes, faults: list[Fault]
) -> tuple[_Written, list[Fault]]:
    """Return whole events as columns, but for those with a character that no database holds."""
    if b"\\" in part and b"\\u0000" in part:  # JSON only writes it so
        bad = np.array([_holds_nul(event) for event in events], bool)
        faults += [Fault(line, "", "no_text", _NO_TEXT) for line in lines[bad].tolist()]
        lines, events = lines[~bad], [one for one, no in zip(events, bad, strict=True) if not no]
    telling = {
        row: event
        for row, event in enumerate(events)
        if event.amount is not None or event.kind in _TELLING
    }
    return _Written(
        lines=lines,
        ids=_texts(events, "id"),
        at=_texts(events, "at"),
        shared={name: Shared.of([*map(attrgetter(name), events)]) for name in SHARED},
        telling=telling,
    ), faults


def _holds_nul(event: Event) -> bool:
    named = (event.video, event.creator, event.user_agent, event.referrer)
    return any(text and "\0" in text for text in named)


def _texts(events: Sequence[Event], name: str) -> Texts:
    return Texts.of([*map(attrgetter(name), events)])


_UNTIMELY: Final = gettext_noop("The time is in the future, or too long ago.")
_NO_TEXT: Final = gettext_noop("This holds a character that no text has.")


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
