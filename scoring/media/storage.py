"""Where files of videos lie: media storage, outside the web root, under random names."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "videos"
CHUNK = 1024 * 1024


class FileMissing(Exception):
    """The database names a file that isn't in storage."""


class StorageAway(FileMissing):
    """A file can't be had just now; it may well be in storage still."""


def stored_name(instance: Any = None, file_name: str = "") -> str:
    """Return a new random name by month; nothing that a sender wrote is part of it."""
    return f"{FOLDER}/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"


@contextmanager
def local_file(name: str, *, folder: Path | None = None) -> Iterator[Path]:
    """Give a path to a stored file, wherever the storage keeps it.

    What other machines keep is copied for as long as it is needed, into `folder` or among the
    system's temporary files. Raises FileMissing, and StorageAway where trying later may help.
    """
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        with tempfile.TemporaryDirectory(dir=folder) as own:
            yield _copied(name, Path(own) / "copy")
        return
    if not path.is_file():
        raise FileMissing(name)
    yield path


def content_of(name: str) -> bytes | None:
    """Return a small stored file's bytes; None where it is gone."""
    try:
        with default_storage.open(name, "rb") as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    return content


def _copied(name: str, target: Path) -> Path:
    try:
        if not name or not default_storage.exists(name):
            raise FileMissing(name)
        with default_storage.open(name, "rb") as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, CHUNK)
    except OSError as error:
        raise StorageAway(name) from error
    return target
