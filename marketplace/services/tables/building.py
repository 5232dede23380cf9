"""Writing a run's columns to disk, block by block, so that memory doesn't grow with creators.

The database stays the truth: what is missing, torn or of another database is made again. A folder
is written under a name of its own and renamed when it is whole.
"""

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from marketplace.domain.matching.profiles import Creator
from marketplace.domain.matching.tables import Table, table_of
from marketplace.domain.searching.middles import Middles
from marketplace.models import CreatorProfile, MatchRun
from marketplace.selectors.known import creator_of
from scoring.interface import CATEGORIES

BLOCK: Final = 4_000
KEPT: Final = 4
META: Final = "columns.json"
# One row a creator; the others have one column a creator.
BY_ROW: Final = frozenset({"features", "language"})
# Not of a run: what is refused counts from the moment it is said.
LIVE: Final = frozenset({"refused", "available", "refused_brands", "bound"})
NAMES: Final = ("categories", "markets", "languages")

Arrays = dict[str, NDArray[Any]]


def folder_of(run: MatchRun) -> Path:
    """Return where a run's columns lie, whether or not they are there yet.

    A database that was thrown away and made anew has runs of the same numbers, never of the same
    moment.
    """
    born = f"{run.version}-{run.pk}-{run.started_at:%Y%m%dT%H%M%S%f}"
    return _root() / born


def make(run: MatchRun) -> Path:
    """Write a run's columns unless they are there; return their folder."""
    place = folder_of(run)
    if (place / META).exists():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place.parent):
        if not (place / META).exists():
            for left in place.parent.glob("partial-*"):
                shutil.rmtree(left, ignore_errors=True)  # Of somebody who was killed: we are alone.
            shutil.rmtree(place, ignore_errors=True)
            partial = place.parent / f"partial-{uuid.uuid4().hex}"
            try:
                _write(run, partial)
                partial.replace(place)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
            _clear(place.parent)
    return place


def made_at(run: MatchRun) -> int:
    """Return a number for the making of a run's columns, 0 where they aren't there."""
    try:
        return (folder_of(run) / META).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def discard(run: MatchRun) -> None:
    """Forget a run's columns; they are made again when somebody asks."""
    shutil.rmtree(folder_of(run), ignore_errors=True)


def folders() -> list[Path]:
    """Return the folders of all runs of this database that lie on this machine, whole ones."""
    return [one.parent for one in _root().glob(f"*/{META}")]


def rows_in(place: Path) -> int:
    """Return how many creators a folder's columns have."""
    return int(json.loads((place / META).read_text())["creators"])


def _root() -> Path:
    database = str(connection.settings_dict["NAME"]).replace(os.sep, "_")
    return Path(settings.VAR_DIR) / "matching" / database


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with (place / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _clear(place: Path) -> None:
    """Keep the newest folders: pages may still show a run before the last."""
    folders = sorted(
        (one for one in place.iterdir() if one.is_dir() and not one.name.startswith("partial-")),
        key=lambda one: one.stat().st_mtime,
        reverse=True,
    )
    for old in folders[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _write(run: MatchRun, place: Path) -> None:
    place.mkdir()
    count = CreatorProfile.objects.filter(run=run).count()
    names = _names(run)
    dimensions = _dimensions(run)
    arrays = _empty(place, count, names, dimensions)
    middles = Middles(len(names["categories"]), dimensions)
    unsaid = np.zeros(count, np.bool_)
    at = 0
    for block in _blocks(run):
        part = table_of(_with_words(block, dimensions), **_sizes(names))
        lacking = np.array([one.embedding is None for one in block], np.bool_)
        middles.add(part.mix[~lacking], part.features[~lacking, len(names["categories"]) :])
        _fill(arrays, part, slice(at, at + len(part)))
        unsaid[at : at + len(part)] = lacking
        at += len(part)
    if at != count:
        raise RuntimeError("The run's creators changed while they were read; it is read again.")
    _fill_middles(arrays["features"], unsaid, middles, len(names["categories"]))
    for array in arrays.values():
        if isinstance(array, np.memmap):
            array.flush()
    _seal(place, {**names, "creators": count})


def _seal(place: Path, said: Mapping[str, Any]) -> None:
    """Write what there is and how long each file is, last: without it a folder isn't whole."""
    sizes = {name: (place / f"{name}.npy").stat().st_size for name in column_names()}
    for name in column_names():
        with (place / f"{name}.npy").open("rb") as column:
            os.fsync(column.fileno())
    draft = place / f"{META}.draft"
    with draft.open("w") as file:
        json.dump({**said, "sizes": sizes}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place / META)


def _names(run: MatchRun) -> dict[str, list[str]]:
    """Return which categories, countries and languages have a column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT jsonb_object_keys(audience -> 'markets') FROM "
            "marketplace_creatorprofile WHERE run_id = %s AND "
            "jsonb_typeof(audience -> 'markets') = 'object' ORDER BY 1",
            [run.pk],
        )
        markets = [row[0] for row in cursor.fetchall()]
    languages = CreatorProfile.objects.filter(run=run).exclude(language="")
    return {
        "categories": [value for value, _label in CATEGORIES],
        "markets": markets,
        "languages": sorted(languages.values_list("language", flat=True).distinct()),
    }


def _sizes(names: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(names[name]) for name in NAMES}


def _dimensions(run: MatchRun) -> int:
    first = CreatorProfile.objects.filter(run=run).exclude(embedding=b"").first()
    return len(bytes(first.embedding)) // 4 if first else 0


def _blocks(run: MatchRun) -> Iterator[list[Creator]]:
    """Yield the run's creators in the order of their numbers."""
    last = 0
    while True:
        rows = CreatorProfile.objects.filter(run=run, creator_id__gt=last)
        block = [creator_of(row) for row in rows.order_by("creator_id")[:BLOCK]]
        if not block:
            return
        yield block
        last = block[-1].creator_id


def _with_words(block: list[Creator], dimensions: int) -> list[Creator]:
    """Put nothing where words are missing, until the middles of all are known."""
    if not dimensions:
        return block
    blank = np.zeros(dimensions, np.float32)
    return [one if one.embedding is not None else replace(one, embedding=blank) for one in block]


def _empty(place: Path, count: int, names: Mapping[str, list[str]], dimensions: int) -> Arrays:
    """Make the files, as large as they will be. Nothing lies in memory."""
    like = table_of(
        [Creator(creator_id=0, embedding=np.zeros(dimensions, np.float32))], **_sizes(names)
    )
    arrays: Arrays = {}
    for name in column_names():
        one = getattr(like, name)
        shape = (
            (count, *one.shape[1:]) if one.ndim == 1 or name in BY_ROW else (*one.shape[:-1], count)
        )
        arrays[name] = (
            np.lib.format.open_memmap(place / f"{name}.npy", "w+", one.dtype, shape)
            if np.prod(shape)
            else _nothing(place / f"{name}.npy", one.dtype, shape)
        )
    return arrays


def _nothing(path: Path, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """Write an array without elements, which can't be mapped."""
    empty = np.zeros(shape, kind)
    np.save(path, empty)
    return empty


def _fill(arrays: Arrays, part: Table, where: slice) -> None:
    for name, array in arrays.items():
        rows = getattr(part, name)
        if array.ndim == 1 or name in BY_ROW:
            array[where] = rows
        else:
            array[:, where] = rows


def _fill_middles(
    features: NDArray[np.float32], unsaid: NDArray[np.bool_], middles: Middles, first: int
) -> None:
    """Whoever has no words of their own gets the middle of those in the same category."""
    if not middles.dimensions or not unsaid.any():
        return
    places = np.flatnonzero(unsaid)
    for start in range(0, len(places), BLOCK):
        some = places[start : start + BLOCK]
        features[some, first:] = middles.of(features[some, :first])


def column_names() -> tuple[str, ...]:
    """Return the columns that a run has on disk."""
    return tuple(
        one.name for one in fields(Table) if one.name not in LIVE and one.name not in NAMES
    )
