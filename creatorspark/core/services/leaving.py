"""What each app does when a creator is erased or merged; core can't know what hangs on one.

An app registers a chapter when Django is ready. All chapters run in the transaction of the act,
while the creators concerned are locked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from creatorspark.core.models import Creator, User


@dataclass(frozen=True, kw_only=True)
class Leave:
    """One act on creators: who does it and when."""

    actor: User | None
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """An app's part. `still_open` and `in_the_way` return sentences for staff; empty is fine.

    `still_open` says what is lost to a creator who is erased now, and staff may go on; what is
    `in_the_way` of a merge must be settled first. `merge` moves what is open from the absorbed
    creator (second) to the kept one (first).
    """

    name: str
    still_open: Callable[[Creator], list[str]] = lambda creator: []
    erase: Callable[[Creator, Leave], None] = lambda creator, leave: None
    in_the_way: Callable[[Creator, Creator], list[str]] = lambda kept, absorbed: []
    merge: Callable[[Creator, Creator, Leave], None] = lambda kept, absorbed, leave: None


_CHAPTERS: dict[str, Chapter] = {}


def register(chapter: Chapter) -> None:
    """Make an app's part known; doing it twice replaces it."""
    _CHAPTERS[chapter.name] = chapter


def chapters() -> Iterator[Chapter]:
    """Yield every app's part, in the order in which apps were loaded."""
    yield from _CHAPTERS.values()
