"""A post of pictures as one file: our own plain wrapping, so that one post is one file everywhere.

A mark, how many there are, and each picture's length before its bytes. Whoever makes such a file
by hand gains nothing: it is taken apart in the sandbox like any other.
"""

import struct
from collections.abc import Sequence
from pathlib import Path

from scoring.media.problems import MediaProblem, Problem

MARK = b"CSPOST01"
MOST = 35
LARGEST = 30 * 1024 * 1024
COUNT = struct.Struct("<B")
LENGTH = struct.Struct("<Q")
KINDS = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (8, b"WEBP"))


def is_picture(head: bytes) -> bool:
    """Tell by its first bytes whether a file may be a JPEG, PNG or WebP."""
    return any(head[place : place + len(mark)] == mark for place, mark in KINDS)


def is_post(path: Path) -> bool:
    """Tell whether a file is a wrapped post of pictures."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def wrapped(pictures: Sequence[bytes]) -> bytes:
    """Return pictures as one file. Raises MediaProblem for none, too many or too large ones."""
    if not pictures:
        raise MediaProblem(Problem.EMPTY)
    if len(pictures) > MOST:
        raise MediaProblem(Problem.TOO_MANY_PICTURES)
    if max(len(one) for one in pictures) > LARGEST:
        raise MediaProblem(Problem.TOO_LARGE_FILE)
    parts = [part for one in pictures for part in (LENGTH.pack(len(one)), one)]
    return b"".join([MARK, COUNT.pack(len(pictures)), *parts])


def unwrapped(path: Path) -> list[bytes]:
    """Return the pictures of a post. Raises MediaProblem for one that isn't whole."""
    found: list[bytes] = []
    with path.open("rb") as file:
        head = file.read(len(MARK) + COUNT.size)
        if len(head) < len(MARK) + COUNT.size or not 1 <= head[-1] <= MOST:
            raise MediaProblem(Problem.UNREADABLE)
        for _number in range(head[-1]):
            length = file.read(LENGTH.size)
            if len(length) < LENGTH.size:
                raise MediaProblem(Problem.CUT_OFF)
            (size,) = LENGTH.unpack(length)
            if size > LARGEST:
                raise MediaProblem(Problem.UNREADABLE)
            found.append(file.read(size))
            if len(found[-1]) < size:
                raise MediaProblem(Problem.CUT_OFF)
    return found
