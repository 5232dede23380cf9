"""Events as columns: what detectors read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NOBODY: Final = 0


class Kind(IntEnum):
    """What happened. The numbers are stored."""

    VIEW = 1
    LIKE = 2
    FOLLOW = 3
    COMMENT = 4
    GIFT = 5
    SIGNUP = 6
    LOGIN = 7


@dataclass(frozen=True, kw_only=True)
class Events:
    """Columns of one length. Ids are whole numbers made from salted hashes; 0 is “not known”.

    `at` is Unix seconds. `agent` and `referrer` are places in `Activity.agents` and `.referrers`.
    `amount` is a gift's minor units; a negative one is a refund.
    """

    kind: Ints
    at: Ints
    actor: Ints
    device: Ints
    network: Ints
    creator: Ints
    video: Ints
    agent: Ints
    referrer: Ints
    amount: Ints

    @classmethod
    def of(cls, **columns: Any) -> "Events":
        """Build from any columns that are known; `kind` (default: views) and `at` give the length.

        ValueError when the columns differ in length.
        """
        size = len(columns["at"])
        made = {}
        for name in COLUMNS:
            blank: int = Kind.VIEW if name == "kind" else NOBODY
            given = columns.pop(name, None)
            column = np.full(size, blank) if given is None else np.asarray(given)
            made[name] = column.astype(np.int64, copy=False)
            if len(made[name]) != size:
                raise ValueError(f"{name} has {len(made[name])} rows, at has {size}.")
        if columns:
            raise ValueError(f"Events have no column {', '.join(sorted(columns))}.")
        return cls(**made)

    def __len__(self) -> int:
        return len(self.at)

    def where(self, rows: NDArray[Any]) -> "Events":
        """Return the rows of a mask or of places."""
        return Events(**{name: getattr(self, name)[rows] for name in COLUMNS})

    def of_kind(self, *kinds: Kind) -> "Events":
        """Return the events of these kinds."""
        return self.where(np.isin(self.kind, kinds))


COLUMNS: Final = tuple(column.name for column in fields(Events))


def together(parts: Sequence[Events]) -> Events:
    """Return all parts as one, in the order of time."""
    if not parts:
        return Events.of(at=[])
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
    order = np.argsort(columns["at"], kind="stable")
    return Events(**{name: column[order] for name, column in columns.items()})


def distinct_pairs(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return each pair of values once, sorted. Far faster than comparing rows."""
    lefts, one = np.unique(left, return_inverse=True)
    rights, other = np.unique(right, return_inverse=True)
    keys = np.unique(one * len(rights) + other) if len(left) else np.empty(0, np.int64)
    return lefts[keys // max(len(rights), 1)], rights[keys % max(len(rights), 1)]


@dataclass(frozen=True, kw_only=True)
class SignUps:
    """New accounts, as columns. `stem` is the name without its digits, hashed; 0: not known."""

    at: Ints
    account: Ints
    stem: Ints
    network: Ints
    device: Ints
    disposable: Bools
    hosting: Bools

    @classmethod
    def of(cls, *, at: Any, account: Any, **columns: Any) -> "SignUps":
        """Build from the columns that are known."""
        if unknown := sorted(set(columns) - {"stem", "network", "device", "disposable", "hosting"}):
            raise ValueError(f"Sign-ups have no column {', '.join(unknown)}.")
        blank = np.zeros(len(at))
        return cls(
            at=np.asarray(at, np.int64),
            account=np.asarray(account, np.int64),
            stem=np.asarray(columns.get("stem", blank), np.int64),
            network=np.asarray(columns.get("network", blank), np.int64),
            device=np.asarray(columns.get("device", blank), np.int64),
            disposable=np.asarray(columns.get("disposable", blank), np.bool_),
            hosting=np.asarray(columns.get("hosting", blank), np.bool_),
        )

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """All that detectors may know of a span of time.

    `owner` says which creator an account belongs to; `own_devices` on which devices a creator
    signs in.
    """

    events: Events
    agents: Sequence[str] = ("",)
    referrers: Sequence[str] = ("",)
    signups: SignUps = field(default_factory=lambda: SignUps.of(at=[], account=[]))
    owner: Mapping[int, int] = field(default_factory=dict)
    own_devices: Mapping[int, frozenset[int]] = field(default_factory=dict)
