"""A span of events read once and laid out on disk twice: by creators' pieces, and by account.

Whoever examines everybody would otherwise read all of it again for each piece. Memory holds one
stretch, one piece, and where each account's rows begin.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import Ints, Kind
from fraud.selectors.activity import SAMPLE, others_only
from fraud.selectors.rows import ROW, Rows, read

AT_ONCE: Final = 1_000_000
_IN_A_BUCKET: Final = 250_000
_MOST_BUCKETS: Final = 400
_MIXED: Final = np.uint64(0x9E3779B97F4A7C15)
_EVERYWHERE: Final = (Kind.SIGNUP, Kind.LOGIN)


class Spool:
    """Events of a span in a folder, which the caller makes and removes."""

    def __init__(self, folder: Path, *, piece_of: Mapping[int, int], events: int) -> None:
        """Prepare for about so many events; `piece_of` says in which piece a creator is."""
        self._folder = folder
        self._creators = np.array(sorted(piece_of), np.int64)
        self._pieces = np.array([piece_of[one] for one in sorted(piece_of)], np.int64)
        self._piece_of = piece_of
        self._buckets = int(np.clip(events // _IN_A_BUCKET, 1, _MOST_BUCKETS))
        self._stride = max(1, events // SAMPLE)
        self._everywhere: list[Rows] = []
        self._some: list[Rows] = []
        self._index: dict[int, tuple[Ints, Ints]] = {}

    def fill(self, start: datetime, end: datetime) -> None:
        """Read the span once."""
        for part in read(start, end):
            everywhere = np.isin(part["kind"], _EVERYWHERE)
            self._everywhere.append(part[everywhere])
            doings = part[~everywhere]
            self._some.append(doings[:: self._stride][doings["kind"][:: self._stride] == 1])
            self._lay_out("piece", doings, self._pieces_of(doings["creator_id"]))
            known = doings[doings["actor"] != 0]
            self._lay_out("bucket", known, self._bucket_of(known["actor"]))
        for bucket in range(self._buckets):
            self._sort(bucket)

    def theirs(self, creator_ids: Sequence[int]) -> list[Rows]:
        """Return what happened to the creators of a piece, in parts of at most AT_ONCE events.

        Only a piece with more is cut, by time: each part is a span of its own then.
        """
        found = self._file("piece", self._piece_of[creator_ids[0]])
        mine = np.flatnonzero(np.isin(found["creator_id"], creator_ids))
        if len(mine) <= AT_ONCE:
            return [found[mine]]
        order = mine[np.argsort(found["at"][mine], kind="stable")]
        return [found[part] for part in np.array_split(order, -(-len(mine) // AT_ONCE))]

    def sizes(self, accounts: Ints) -> Ints:
        """Return how much each of these accounts did, sign-ups and sign-ins apart."""
        sizes = np.zeros(len(accounts), np.int64)
        bucket = self._bucket_of(accounts)
        for one in distinct(bucket):
            here = bucket == one
            first, last = self._bounds(int(one), accounts[here])
            sizes[here] = last - first
        return sizes

    def elsewhere(self, accounts: Ints, creator_ids: Sequence[int]) -> Rows:
        """Return what accounts did elsewhere, all sign-ups and sign-ins, and some other views."""
        parts = []
        bucket = self._bucket_of(accounts)
        for one in distinct(bucket):
            first, last = self._bounds(int(one), accounts[bucket == one])
            sizes = last - first
            # The places from each `first` to its `last`, one after the other.
            places = np.arange(sizes.sum()) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
            parts.append(self._file("bucket", int(one))[places])
        did = np.concatenate([np.empty(0, ROW), *parts])
        others = np.concatenate([np.empty(0, ROW), *self._some])
        return np.concatenate(
            [
                did[~np.isin(did["creator_id"], creator_ids)],
                others_only(others, accounts, creator_ids),
                *self._everywhere,
            ]
        )

    def _pieces_of(self, creators: Ints) -> Ints:
        place = np.searchsorted(self._creators, creators).clip(max=len(self._creators) - 1)
        return np.where(self._creators[place] == creators, self._pieces[place], -1)

    def _bucket_of(self, accounts: Ints) -> Ints:
        mixed = accounts.astype(np.uint64) * _MIXED >> np.uint64(40)
        return (mixed % np.uint64(self._buckets)).astype(np.int64)

    def _lay_out(self, kind: str, part: Rows, where: Ints) -> None:
        order = np.argsort(where, kind="stable")
        sorted_part, targets = part[order], where[order]
        cuts = np.flatnonzero(np.diff(targets)) + 1
        for first, rows in zip([0, *cuts.tolist()], np.split(sorted_part, cuts), strict=True):
            if len(rows) and targets[first] >= 0:
                with self._path(kind, int(targets[first])).open("ab") as file:
                    file.write(rows.tobytes())

    def _sort(self, bucket: int) -> None:
        path = self._path("bucket", bucket)
        if not path.exists():
            return
        rows = np.fromfile(path, ROW)
        rows = rows[np.argsort(rows["actor"], kind="stable")]
        rows.tofile(path)
        actors, first = np.unique(rows["actor"], return_index=True)
        self._index[bucket] = (actors.astype(np.int64), np.append(first, len(rows)))

    def _bounds(self, bucket: int, accounts: Ints) -> tuple[Ints, Ints]:
        """Return where each account's rows begin and end; nothing for whom we don't know."""
        if bucket not in self._index:
            return np.zeros((2, len(accounts)), np.int64)[0], np.zeros(len(accounts), np.int64)
        actors, first = self._index[bucket]
        place = np.searchsorted(actors, accounts).clip(max=len(actors) - 1)
        known = actors[place] == accounts
        return np.where(known, first[place], 0), np.where(known, first[place + 1], 0)

    def _file(self, kind: str, number: int) -> Rows:
        path = self._path(kind, number)
        if not path.exists():
            return np.empty(0, ROW)
        return np.memmap(path, ROW, mode="r")

    def _path(self, kind: str, number: int) -> Path:
        return self._folder / f"{kind}-{number}"
