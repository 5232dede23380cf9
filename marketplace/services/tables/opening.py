"""A run's columns in this process: mapped from disk, with what counts from the moment it is said.

Who can't be asked, and what creators refuse and hide, is read again after LIVE_SECONDS, and at once
when a page meets somebody who has changed since. Memory is the files' pages, which all processes
share, some bytes a creator, and a copy of the columns that somebody has hidden a part of.
"""

import json
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.tables import Table
from marketplace.domain.searching.facets import Facet, Shelf, shelves_of
from marketplace.models import MatchRun
from marketplace.selectors import standing
from marketplace.services.tables import building, hiding

Key = TypeVar("Key", int, str)
LIVE_SECONDS: Final = 30.0
# As many runs as can be read, and the one that is being made.
RUNS_OPEN: Final = 4
# What a table works out once and holds; a copy with newer standing needn't do it again.
WORKED_OUT: Final = (
    "lacks_mix",
    "lacks_ages",
    "lacks_market",
    "lacks_female",
    "lacks_language",
    "speakers",
    "rate_places",
    "makers",
    "fair_performance",
    "fair_trust",
    "said_by",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A run's table as it stands now. `stamp` names this standing of this run.

    `columns` are those on disk, and `hidden` the rows by part that creators hide since then.
    """

    table: Table
    columns: Mapping[str, Any]
    hidden: hiding.Rows
    shelves: Mapping[Facet, Shelf]
    stamp: tuple[int, int]
    read_at: float
    made_at: int


_opened: OrderedDict[str, Opened] = OrderedDict()
_lock = Lock()


def opened(run: MatchRun, *, at_once: bool = False) -> Opened:
    """Return a run's table; `at_once` reads anew who can be asked."""
    key = str(building.folder_of(run))
    with _lock:
        there = _opened.get(key)
    now = time.monotonic()
    if there is not None and there.made_at != building.made_at(run):
        there = None  # The files were thrown away, and perhaps made again from other rows.
    if there is not None and not at_once and now - there.read_at < LIVE_SECONDS:
        return there
    fresh = _first(run, now) if there is None else _again(there, run, now)
    with _lock:
        _opened[key] = fresh
        _opened.move_to_end(key)
        while len(_opened) > RUNS_OPEN:
            _opened.popitem(last=False)
    return fresh


def forget() -> None:
    """Close every table of this process."""
    with _lock:
        _opened.clear()


def _first(run: MatchRun, now: float) -> Opened:
    columns = _columns(run)
    hidden = _hidden(run, columns["ids"])
    return _laid_open(run, columns, hidden, _standing(columns["ids"]), now)


def _columns(run: MatchRun) -> dict[str, Any]:
    """Return what lies on disk; what can't be read is thrown away and made once more."""
    for is_last in (False, True):
        place = building.make(run)
        try:
            return _mapped(place)
        except (OSError, ValueError, KeyError, EOFError):
            if is_last:
                raise
            building.discard(run)
    raise AssertionError("Either it was read, or it was raised.")


def _laid_open(
    run: MatchRun,
    columns: Mapping[str, Any],
    hidden: hiding.Rows,
    standing_now: Mapping[str, Any],
    now: float,
) -> Opened:
    table = Table(**hiding.without(columns, hidden), **standing_now)
    for name in WORKED_OUT:
        getattr(table, name)
    return Opened(
        table=table,
        columns=columns,
        hidden=hidden,
        shelves=shelves_of(table),
        stamp=(run.version, time.monotonic_ns()),
        read_at=now,
        made_at=building.made_at(run),
    )


def _again(there: Opened, run: MatchRun, now: float) -> Opened:
    standing_now = _standing(there.table.ids)
    hidden = _hidden(run, there.table.ids)
    if not _same(there.hidden, hidden):
        return _laid_open(run, there.columns, hidden, standing_now, now)
    if all(_same(getattr(there.table, name), value) for name, value in standing_now.items()):
        return replace(there, read_at=now)
    table = replace(there.table, **standing_now)
    for name in WORKED_OUT:
        vars(table)[name] = getattr(there.table, name)
    return replace(there, table=table, stamp=(run.version, time.monotonic_ns()), read_at=now)


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, Mapping):
        return before.keys() == after.keys() and all(
            np.array_equal(rows, after[brand]) for brand, rows in before.items()
        )
    return bool(np.array_equal(before, after))


def _mapped(place: Path) -> dict[str, Any]:
    meta = json.loads((place / building.META).read_text())
    columns: dict[str, Any] = {name: tuple(meta[name]) for name in building.NAMES}
    for name in building.column_names():
        path = place / f"{name}.npy"
        try:
            columns[name] = np.load(path, mmap_mode="r")
        except ValueError:  # An array without elements can't be mapped.
            columns[name] = np.load(path)
        if path.stat().st_size != meta["sizes"][name]:
            raise ValueError(f"{path} isn't as long as it was written.")
    return columns


def _hidden(run: MatchRun, ids: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    return _rows(ids, standing.hidden_since(run.started_at))


def _standing(ids: NDArray[np.int64]) -> dict[str, Any]:
    """Return who can be asked, and what each refuses and is bound to, for rows in this order."""
    found = standing.everybody()
    places = np.searchsorted(ids, found.ids)
    inside = places < len(ids)
    inside[inside] = ids[places[inside]] == found.ids[inside]
    available = np.zeros(len(ids), np.bool_)
    available[places[inside]] = True
    refused = np.zeros(len(ids), np.uint64)
    refused[places[inside]] = found.refused[inside]
    return {
        "available": available,
        "refused": refused,
        "refused_brands": _rows(ids, found.refused_brands),
        "bound": _rows(ids, found.bound),
    }


def _rows(
    ids: NDArray[np.int64], brands: Mapping[Key, NDArray[np.int64]]
) -> dict[Key, NDArray[np.int64]]:
    """Return for each brand, or part, the rows of the creators that it names."""
    found = {}
    for brand, creators in brands.items():
        wanted = np.sort(creators)
        places = np.searchsorted(ids, wanted)
        inside = places < len(ids)
        inside[inside] = ids[places[inside]] == wanted[inside]
        found[brand] = places[inside]
    return found
