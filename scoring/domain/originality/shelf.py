"""Code tables on disk: read where they lie, so that they may be larger than memory.

The database stays the truth; a shelf can be thrown away and made again. A segment is written under
a name of its own and only then listed, so a crash leaves at most files that nothing lists.
"""

import json
import os
import shutil
import uuid
from pathlib import Path

import numpy as np

from scoring.domain.originality.tables import CodeTables, Entries, Segment

LIST = "segments.json"


def save(tables: CodeTables, folder: Path) -> None:
    """Write the tables' segments to a folder in place of what it held."""
    tables.settle()
    folder.mkdir(parents=True, exist_ok=True)
    names = [_write(segment, folder) for segment in tables.segments]
    partial = folder / f"{LIST}.part"
    with partial.open("w") as file:
        json.dump(names, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / LIST)
    _clear(folder, names)


def load(tables: CodeTables, folder: Path) -> bool:
    """Let tables use what a folder holds; False if it holds nothing."""
    if not (folder / LIST).exists():
        return False
    names = json.loads((folder / LIST).read_text())
    tables.take_segments([_read(folder / name) for name in names])
    return True


def _write(segment: Segment, folder: Path) -> str:
    name = uuid.uuid4().hex
    place = folder / name
    place.mkdir()
    np.save(place / "codes.npy", segment.entries.codes)
    np.save(place / "owners.npy", segment.entries.owners)
    np.save(place / "notes.npy", segment.entries.notes)
    np.save(place / "runs.npy", np.array([segment.run, *segment.places]))
    for number, (order, starts) in enumerate(zip(segment.orders, segment.starts, strict=True)):
        np.save(place / f"order{number}.npy", order)
        np.save(place / f"starts{number}.npy", starts)
    return name


def _read(place: Path) -> Segment:
    run, *places = np.load(place / "runs.npy").tolist()
    return Segment(
        entries=Entries(
            codes=np.load(place / "codes.npy", mmap_mode="r"),
            owners=np.load(place / "owners.npy", mmap_mode="r"),
            notes=np.load(place / "notes.npy", mmap_mode="r"),
        ),
        run=run,
        places=tuple(places),
        orders=[np.load(place / f"order{n}.npy", mmap_mode="r") for n in range(len(places))],
        starts=[np.load(place / f"starts{n}.npy", mmap_mode="r") for n in range(len(places))],
    )


def _clear(folder: Path, names: list[str]) -> None:
    for place in folder.iterdir():
        if place.is_dir() and place.name not in names:
            shutil.rmtree(place, ignore_errors=True)
