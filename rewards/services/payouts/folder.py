"""The folder where we and the bank leave files for each other. A file is whole or isn't there."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

UNFINISHED = (".tmp", ".part", ".filepart")


@dataclass(frozen=True)
class BankFolder:
    """`outbox` is for the bank; what is in `inbox` is read, then kept under `read` or `refused`."""

    root: Path

    @classmethod
    def ours(cls) -> "BankFolder":
        """Return the folder that the settings name."""
        return cls(Path(settings.BANK_FOLDER))

    @property
    def outbox(self) -> Path:
        """Return where the bank takes files from."""
        return self.root / "outbox"

    @property
    def inbox(self) -> Path:
        """Return where the bank leaves files."""
        return self.root / "inbox"

    @property
    def read(self) -> Path:
        """Return where files are kept that were read."""
        return self.inbox / "read"

    @property
    def refused(self) -> Path:
        """Return where files are kept that could not be read, each with a note that says why."""
        return self.inbox / "refused"


def put(folder: Path, name: str, data: bytes) -> Path:
    """Write a file that appears whole, and is on the disk when this returns."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}.tmp"
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    place = folder / name
    draft.replace(place)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return place


def waiting(folder: Path) -> list[Path]:
    """Return the finished files of a folder, by name."""
    if not folder.is_dir():
        return []
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file() and not file.name.startswith(".") and file.suffix not in UNFINISHED
    )


def move(file: Path, into: Path) -> None:
    """Move a file into another folder; nothing happens when another worker was quicker."""
    into.mkdir(parents=True, exist_ok=True)
    try:
        file.replace(into / file.name)
    except FileNotFoundError:
        return
