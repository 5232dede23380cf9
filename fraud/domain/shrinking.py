"""From events as delivered to rows of numbers, thousands at a time, with nothing of a person. Pure.

What many events share (accounts, devices, addresses) is hashed once and remembered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fraud.domain.activity import Bools, Ints, Kind
from fraud.domain.findings import gettext_noop
from fraud.domain.keyed import hashes
from fraud.domain.minimising import (
    DISPOSABLE,
    HOSTING,
    ONLY_LINKS,
    is_disposable,
    only_links,
    prefix_of,
    stem_of,
    template_of,
)
from fraud.domain.texts import Shared
from fraud.domain.wire import Event, Fault, Piece

KINDS: Final = {kind.name.lower(): int(kind) for kind in Kind}
_KIND_OF: Final[Callable[[Any], int]] = KINDS.__getitem__
UNKNOWN: Final = -1
_NO_ADDRESS: Final = -1
_SEEN: Final = [Kind.VIEW, Kind.LIKE, Kind.COMMENT]
_LONGEST_TEXT: Final = 10_000
_REMEMBERED: Final = 1 << 17

Columns = dict[str, Ints]


class Memory(dict[str | None, int]):
    """Numbers of texts, each worked out once; no text is 0."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        super().__init__({None: 0, "": 0})
        self.number_of = number_of

    def __missing__(self, text: str) -> int:
        number = self[text] = self.number_of(text)
        return number

    def forget(self, *, over: int = _REMEMBERED) -> None:
        """Begin anew when more than `over` texts are remembered."""
        if len(self) > over:
            self.clear()
            self.update({None: 0, "": 0})


@dataclass(frozen=True, kw_only=True)
class Shrinker:
    """What it takes to make events small: the hash of people, and the key of one source's ids."""

    people: Memory
    networks: Memory
    id_key: bytes

    def forget(self) -> None:
        """Keep memory small between deliveries."""
        self.people.forget()
        self.networks.forget()


def network_of(address: str) -> int:
    """Return an address's network, or -1 for what is none."""
    try:
        return prefix_of(address)
    except ValueError:
        return _NO_ADDRESS


class Known(dict[str | None, int]):
    """Our numbers of names; no name is 0, and one that we don't know is -1."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        super().__init__({None: 0, "": 0})
        self.update(numbers)

    def __missing__(self, name: str) -> int:
        return UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Names:
    """Our numbers of what events name. `owner` is the creator of each of our videos."""

    video: Known
    owner: Mapping[int, int]
    creator: Known
    agent: Known
    referrer: Known


def shrink(piece: Piece, *, names: Names, shrinker: Shrinker) -> tuple[Columns, list[Fault]]:
    """Return the good rows as columns, and why the others are left out."""
    named = piece.shared
    columns = _named(named, names)
    columns |= {"at": piece.at, "line": piece.lines}
    columns["kind"] = named["kind"].numbers(_KIND_OF)
    columns["amount"] = np.zeros(len(piece), np.int64)
    columns["actor"] = named["actor"].numbers(shrinker.people.__getitem__)
    columns["device"] = named["device"].numbers(shrinker.people.__getitem__)
    columns["network"] = named["address"].numbers(shrinker.networks.__getitem__)
    drawn = hashes(piece.ids, key=shrinker.id_key) >> np.uint64(1)
    columns["event"] = np.maximum(drawn, np.uint64(1)).astype(np.int64)
    columns["stem"], columns["flags"] = np.zeros((2, len(piece)), np.int64)
    for row, event in piece.telling.items():
        columns["amount"][row] = event.amount or 0
        columns["stem"][row], columns["flags"][row] = _about(event, shrinker.people)
    faults, bad = _faults(columns)
    lines = columns.pop("line")
    told = [Fault(int(lines[place]), *why) for place, why in sorted(faults.items())]
    if told:
        columns = {name: column[~bad] for name, column in columns.items()}
    return columns, told


def _named(named: Mapping[str, Shared], names: Names) -> Columns:
    video = named["video"]
    ours = [names.video[text] for text in video.texts]
    owners = np.array([names.owner.get(one, min(one, 0)) for one in ours], np.int64)
    known = np.array(ours, np.int64)[video.place]
    given = named["creator"].numbers(names.creator.__getitem__)
    return {
        "video_id": known,
        "creator_id": np.where(known == 0, given, owners[video.place]),
        "agent_id": named["user_agent"].numbers(names.agent.__getitem__),
        "referrer_id": named["referrer"].numbers(names.referrer.__getitem__),
    }


def _about(event: Event, people: Memory) -> tuple[int, int]:
    """Return stem and flags, which only sign-ups and comments have."""
    if event.kind == "comment":
        text = (event.text or "")[:_LONGEST_TEXT]
        return people.number_of(template_of(text)), ONLY_LINKS * only_links(text)
    if event.kind == "signup":
        thrown_away = is_disposable(event.mail or "")
        flags = DISPOSABLE * thrown_away | HOSTING * event.hosting
        return people.number_of(stem_of(event.name or "")), flags
    return 0, 0


def _faults(columns: Columns) -> tuple[dict[int, tuple[str, str, str]], Bools]:
    """Return the first fault of each bad row, and which rows are bad."""
    kind, video, owner = columns["kind"], columns["video_id"], columns["creator_id"]
    nobody = (kind == Kind.GIFT) & (owner == 0)
    unnamed = (video == 0) & (np.isin(kind, _SEEN) | nobody)
    checks: list[tuple[Bools, tuple[str, str, str]]] = [
        (unnamed, ("video", "required", _NO_VIDEO)),
        ((kind == Kind.GIFT) != (columns["amount"] != 0), ("amount", "no_amount", _NO_AMOUNT)),
        (columns["network"] == _NO_ADDRESS, ("address", "no_address", _NOT_AN_ADDRESS)),
        (video == UNKNOWN, ("video", "unknown_video", _NOT_KNOWN)),
        (owner == UNKNOWN, ("creator", "unknown_creator", _NOT_KNOWN)),
    ]
    found: dict[int, tuple[str, str, str]] = {}
    bad = np.zeros(len(kind), bool)
    for rows, why in checks:
        found |= dict.fromkeys(np.flatnonzero(rows & ~bad).tolist(), why)
        bad |= rows
    return found, bad


_NO_VIDEO: Final = gettext_noop("This kind of event names a video.")
_NO_AMOUNT: Final = gettext_noop("A gift has whole minor units, others none.")
_NOT_AN_ADDRESS: Final = gettext_noop("This is no IP address.")
_NOT_KNOWN: Final = gettext_noop("We don’t know this one yet.")
