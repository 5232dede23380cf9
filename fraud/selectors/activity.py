"""What detectors read of some creators: all that happened to them, and a bounded part of the rest.

The rest is what accounts that came often did elsewhere, whole accounts only; all new accounts and
sign-ins; and a sample of other views to compare with.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import numpy as np

from fraud.domain.activity import Activity, Bools, Ints, Kind, distinct_pairs
from fraud.selectors import rows
from fraud.selectors.rows import ROW, Rows

SAMPLE: Final = 20_000
FOLLOWED: Final = 100_000
_OFTEN: Final = 3
# What so few did needn't be counted beforehand.
_SURELY_FEW: Final = 500
_CROWDED: Final = 4
_EVERYWHERE: Final = (Kind.SIGNUP, Kind.LOGIN)
_ELSEWHERE: Final = "creator_id <> ALL(%(creators)s::bigint[])"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Activity, and the accounts that came often but of which not everything was read."""

    activity: Activity
    partly: frozenset[int]


class Archive(Protocol):
    """Where the events of a span are read from; docs of `Stored` say what each gives."""

    def theirs(self, creator_ids: Sequence[int]) -> list[Rows]: ...

    def sizes(self, accounts: Ints) -> Ints: ...

    def elsewhere(self, accounts: Ints, creator_ids: Sequence[int]) -> Rows: ...


@dataclass(frozen=True, kw_only=True)
class Stored:
    """The span as the database has it: good for few creators, for each question reads it all."""

    start: datetime
    end: datetime

    def theirs(self, creator_ids: Sequence[int]) -> list[Rows]:
        """Return what happened to these creators, in parts that can be looked at one by one."""
        return [self._read("creator_id = ANY(%(creators)s::bigint[])", creators=[*creator_ids])]

    def sizes(self, accounts: Ints) -> Ints:
        """Return how much each of these accounts did, sign-ups and sign-ins apart."""
        sizes = rows.doings(self.start, self.end, accounts=accounts)
        return np.array([sizes.get(one, 0) for one in accounts.tolist()], np.int64)

    def elsewhere(self, accounts: Ints, creator_ids: Sequence[int]) -> Rows:
        """Return what accounts did elsewhere, all sign-ups and sign-ins, and some other views."""
        followed = self._read(
            f"{_ELSEWHERE} AND (kind IN (6, 7) OR actor = ANY(%(actors)s::bigint[]))",
            creators=[*creator_ids],
            actors=accounts.tolist(),
        )
        others = rows.sample(self.start, self.end, size=SAMPLE)
        return np.concatenate([followed, others_only(others, accounts, creator_ids)])

    def _read(self, only: str, **values: Sequence[int]) -> Rows:
        # Written once, not for each stretch that is read.
        arrays = {name: f"{{{','.join(map(str, numbers))}}}" for name, numbers in values.items()}
        parts = rows.read(self.start, self.end, only=only, values=arrays)
        return np.concatenate([np.empty(0, ROW), *parts])


def others_only(some: Rows, accounts: Ints, creator_ids: Sequence[int]) -> Rows:
    """Return the rows that are neither these creators' nor of these accounts."""
    away = ~np.isin(some["creator_id"], creator_ids) & ~np.isin(some["actor"], accounts)
    return np.asarray(some[away])


def activity_between(start: datetime, end: datetime) -> Activity:
    """Return all events from `start` to before `end`, with the texts and accounts they name."""
    return rows.activity(rows.together([*rows.read(start, end)]))


def activity_of(creator_ids: Sequence[int], start: datetime, end: datetime) -> Activity:
    """Return what happened to some creators, what the accounts that came often or share devices
    did elsewhere, all new accounts and sign-ins, and a sample of other views to compare with.
    """
    archive = Stored(start=start, end=end)
    (theirs,) = archive.theirs(creator_ids)
    return seen(theirs, creator_ids, archive=archive).activity


def seen(
    theirs: Rows,
    creator_ids: Sequence[int],
    *,
    archive: Archive,
    first: Collection[int] = (),
    is_part: bool = False,
) -> Seen:
    """Return what happened to some creators together with the rest that detectors need.

    Of accounts that came often, everything is read as long as it stays under FOLLOWED events: those
    named in `first`, then those that gave or share devices, then those that came most often. The
    others are named in the answer, as nobody may be accused by a part of what accounts did. With
    `is_part`, `theirs` is a part of the span, and doings elsewhere are those of the same time.
    """
    wanted = _often(theirs, np.array(sorted(first), np.int64))
    followed = wanted
    if len(wanted) > _SURELY_FEW:
        followed = wanted[np.cumsum(archive.sizes(wanted)) <= FOLLOWED]
    rest = archive.elsewhere(followed, creator_ids)
    if is_part:
        rest = rest[_of_the_time(rest, theirs)]
    return Seen(
        activity=rows.activity(rows.together([theirs, rest])),
        partly=frozenset(np.setdiff1d(wanted, followed).tolist()),
    )


def _of_the_time(rest: Rows, theirs: Rows) -> Bools:
    same = (rest["at"] >= theirs["at"].min()) & (rest["at"] <= theirs["at"].max())
    return np.asarray(same | np.isin(rest["kind"], _EVERYWHERE))


def _often(theirs: Rows, first: Ints) -> Ints:
    """Return the accounts to follow, the most telling first."""
    known = theirs[(theirs["actor"] != 0) & ~np.isin(theirs["kind"], _EVERYWHERE)]
    actors, counts = np.unique(known["actor"].astype(np.int64), return_counts=True)
    held = known[known["device"] != 0]
    holder, device = distinct_pairs(held["actor"].astype(np.int64), held["device"].astype(np.int64))
    devices, carried = np.unique(device, return_counts=True)
    crowded = np.isin(device, devices[carried >= _CROWDED])
    telling = np.isin(actors, holder[crowded])
    telling |= np.isin(actors, known["actor"][known["kind"] == Kind.GIFT])
    named = np.isin(actors, first)
    order = np.lexsort((actors, -counts, ~telling, ~named))
    kept = (counts >= _OFTEN) | telling | named
    return actors[order][kept[order]]
