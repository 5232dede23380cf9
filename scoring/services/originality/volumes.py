"""The index on disk: volumes of sorted codes, listed in one file that is replaced as a whole.

The database stays the truth: whatever is missing, torn or of another database is made again. A
volume never changes; volumes of like size are merged into a new one, so that few are searched.
"""

import json
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from scoring.domain.originality import VERSION, shelf
from scoring.domain.originality.candidates import VotingIndex
from scoring.services.locks import session_lock

LIST = "volumes.json"


@dataclass(frozen=True, slots=True)
class Volume:
    """One folder of codes. `last` is the number of the newest fingerprint in it."""

    name: str
    videos: int
    last: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Which volumes there are, oldest and largest first."""

    library: str
    volumes: tuple[Volume, ...] = ()

    @property
    def last(self) -> int:
        """Everything up to this fingerprint is on disk."""
        return self.volumes[-1].last if self.volumes else 0


def folder() -> Path:
    """Where the volumes of this version of fingerprints lie."""
    return Path(settings.VAR_DIR) / "originality" / f"version-{VERSION}"


def library_name() -> str:
    """Name the database, so that files of another one are never taken for its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), min(applied) FROM django_migrations")
        name, born = cursor.fetchone()
    return f"{name} {born.isoformat() if born else ''}"


def listing() -> Listing:
    """Read the list; an empty one where there is none for this database."""
    library = library_name()
    try:
        document = json.loads((folder() / LIST).read_text())
        found = Listing(document["library"], tuple(Volume(**row) for row in document["volumes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Listing(library)
    return found if found.library == library else Listing(library)


def load(volumes: Sequence[Volume]) -> VotingIndex:
    """Open volumes where they lie. Raises OSError or ValueError if one is gone or torn."""
    index = VotingIndex()
    parts = [_open(volume) for volume in volumes]
    index.hashes.take_segments([one for part in parts for one in part.hashes.segments])
    index.points.take_segments([one for part in parts for one in part.points.segments])
    return index


def append(index: VotingIndex, *, videos: int, last: int) -> Listing:
    """Put the codes of newer fingerprints on disk, merging volumes that aren't much larger.

    To be called while `writing` is held.
    """
    before = listing()
    kept = list(before.volumes)
    merged = [index]
    while kept and kept[-1].videos <= 2 * videos:
        smaller = kept.pop()
        merged.insert(0, _open(smaller))
        videos += smaller.videos
    name = uuid.uuid4().hex
    _write(joined(merged) if len(merged) > 1 else index, folder() / name)
    after = Listing(before.library, (*kept, Volume(name, videos, last)))
    _publish(after)
    _clear(keep={volume.name for volume in (*before.volumes, *after.volumes)})
    return after


def are_whole() -> bool:
    """Tell whether every listed volume can be opened."""
    try:
        load(listing().volumes)
    except (OSError, ValueError):
        return False
    return True


def discard() -> None:
    """Forget every volume. To be called while `writing` is held."""
    shutil.rmtree(folder(), ignore_errors=True)


@contextmanager
def writing() -> Iterator[bool]:
    """Be the only one who writes volumes; yields False where another process does."""
    with session_lock("scoring.originality.volumes") as held:
        yield held


def joined(parts: Sequence[VotingIndex]) -> VotingIndex:
    """Return several indexes as one."""
    whole = VotingIndex()
    for part in parts:
        for target, source in ((whole.hashes, part.hashes), (whole.points, part.points)):
            source.settle()
            for segment in source.segments:
                entries = segment.entries
                target.add(entries.codes, entries.owners, entries.notes)
    return whole


def _open(volume: Volume) -> VotingIndex:
    index, place = VotingIndex(), folder() / volume.name
    if not (
        shelf.load(index.hashes, place / "hashes") and shelf.load(index.points, place / "points")
    ):
        raise FileNotFoundError(place)
    return index


def _write(index: VotingIndex, place: Path) -> None:
    shelf.save(index.hashes, place / "hashes")
    shelf.save(index.points, place / "points")


def _publish(found: Listing) -> None:
    partial = folder() / f"{LIST}.part"
    with partial.open("w") as file:
        json.dump(asdict(found), file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder() / LIST)


def _clear(*, keep: set[str]) -> None:
    """Remove what neither this list nor the one before it names: someone may just be opening."""
    for place in folder().iterdir():
        if place.is_dir() and place.name not in keep:
            shutil.rmtree(place, ignore_errors=True)
