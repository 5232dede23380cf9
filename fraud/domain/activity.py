"""Events as columns: what detectors read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from creatorspark.lib.distinct import distinct

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NOBODY: Final = 0
LATEST: Final = 253_402_300_799  # the last second of the year 9999


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

        Rows may stand in any order. ValueError with a sentence when the columns differ in length,
        when one isn't known, or when one holds what isn't a whole number of its range.
        """
        if "at" not in columns:
            raise ValueError("Events need a column at: Unix seconds.")
        size = len(whole_numbers("at", columns["at"]))
        made = {}
        for name in COLUMNS:
            blank: int = Kind.VIEW if name == "kind" else NOBODY
            given = columns.pop(name, None)
            column = np.full(size, blank) if given is None else np.asarray(given)
            made[name] = whole_numbers(name, column)
            if len(made[name]) != size:
                raise ValueError(f"{name} has {len(made[name])} rows, at has {size}.")
        if columns:
            raise ValueError(f"Events have no column {', '.join(sorted(columns))}.")
        if size and not np.isin(made["kind"], list(Kind)).all():
            raise ValueError(f"kind is a number from {min(Kind)} to {max(Kind)}.")
        return cls(**made)

    def __len__(self) -> int:
        return len(self.at)

    def where(self, rows: NDArray[Any]) -> "Events":
        """Return the rows of a mask or of places."""
        return Events(**{name: getattr(self, name)[rows] for name in COLUMNS})

    def of_kind(self, *kinds: Kind) -> "Events":
        """Return the events of these kinds."""
        return self.where(np.isin(self.kind, kinds))


def whole_numbers(name: str, given: Any) -> Ints:
    """Return a column of whole numbers. ValueError with a sentence for anything else.

    Only `amount` may be below 0. Unix seconds reach to the year 9999; milliseconds are refused.
    """
    column = np.asarray(given)
    if column.ndim != 1:
        raise ValueError(f"{name} is a plain list of numbers.")
    if not len(column):
        return np.empty(0, np.int64)
    if column.dtype.kind == "f":
        if not np.isfinite(column).all() or (column != np.trunc(column)).any():
            raise ValueError(f"{name} holds whole numbers; nothing known is 0.")
    elif column.dtype.kind not in "iub":
        raise ValueError(f"{name} holds whole numbers; make them from your own ids first.")
    if column.max() > (LATEST if name == "at" else np.iinfo(np.int64).max):
        raise ValueError(f"{name} holds a number that is too large.")
    whole: Ints = column.astype(np.int64, copy=False)
    if name != "amount" and whole.min() < 0:
        raise ValueError(f"{name} is never below 0.")
    return whole


def _flags(name: str, given: Any) -> Bools:
    column = np.asarray(given)
    if column.dtype.kind not in "biuf" or not np.isin(column, (0, 1)).all():
        raise ValueError(f"{name} holds yes or no, as True and False or 1 and 0.")
    return column.astype(np.bool_)


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
    keys = distinct(one * len(rights) + other)
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
        """Build from the columns that are known. ValueError with a sentence for what can't be."""
        if unknown := sorted(set(columns) - {"stem", "network", "device", "disposable", "hosting"}):
            raise ValueError(f"Sign-ups have no column {', '.join(unknown)}.")
        size = len(whole_numbers("at", at))
        if len(account) != size or any(len(column) != size for column in columns.values()):
            raise ValueError("The columns of sign-ups are of one length.")
        known: dict[str, Any] = {"at": at, "account": account}
        for name in ("stem", "network", "device"):
            known[name] = columns.get(name, np.zeros(size, np.int64))
        numbers = {name: whole_numbers(name, column) for name, column in known.items()}
        flags = {
            name: _flags(name, columns.get(name, np.zeros(size, np.bool_)))
            for name in ("disposable", "hosting")
        }
        return cls(**numbers, disposable=flags["disposable"], hosting=flags["hosting"])

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

    def __post_init__(self) -> None:
        for column, texts in (("agent", self.agents), ("referrer", self.referrers)):
            places = getattr(self.events, column)
            if len(places) and places.max() >= max(len(texts), 1):
                raise ValueError(
                    f"An event names {column} {places.max()}, but only {len(texts)} are listed."
                )
