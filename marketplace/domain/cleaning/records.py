"""Rows about creators and brands, cleaned: what was understood beside what stood there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from creatorspark.lib.names import readable
from marketplace.domain.cleaning.ages import Ages, read_ages
from marketplace.domain.cleaning.numbers import read_count
from marketplace.domain.cleaning.people import Markets, read_genders, read_markets
from marketplace.domain.cleaning.problems import Code, Problem
from marketplace.domain.cleaning.topics import read_topics

LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 4_000
COUNTS: Final = ("followers", "likes", "comments", "shares", "views")
_HANDLE: Final = re.compile(r"[\w.\-]{1,100}")

Countries = dict[str, str]
Row = Mapping[str, str]
T = TypeVar("T")
NOBODY_NAMED: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanCreator:
    """A creator as understood. None and empty are “not known”; counts are totals as given."""

    external_id: str
    name: str
    handle: str
    topics: tuple[str, ...]
    counts: dict[str, int]
    ages: Ages | None
    genders: frozenset[str]
    markets: Markets | None
    videos: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanBrand:
    """A brand as understood. A target that isn't known is None, which excludes nobody."""

    external_id: str
    name: str
    ages: Ages | None
    genders: frozenset[str]
    markets: Markets | None
    goals: str
    activities: str
    problems: tuple[Problem, ...] = ()


class Unusable(ValueError):
    """A row without what nothing can be done without; the message is for a person."""


@dataclass
class _Reader:
    """Reads one row's columns, noting whatever was odd."""

    row: Row
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: Code, column: str, original: str, taken_as: str = "") -> None:
        self.problems.append(Problem(code, column, original, taken_as))

    def text(self, column: str, *, longest: int) -> str:
        given = self.row.get(column) or ""
        plain = " ".join(given.replace("\x00", " ").split())
        if len(plain) > longest:
            self.note(Code.SHORTENED, column, f"{plain[:60]}…", plain[:60])
        return plain[:longest]

    def name(self) -> str:
        # A sign without width makes no other name.
        name = readable(self.text("name", longest=LONGEST_NAME))
        if not name:
            raise Unusable("The row has no name that can be seen.")
        return name

    def read(self, column: str, parse: Callable[[str], T], nothing: T) -> T:
        """Return what a parser makes of a column; what it can't read is listed, not guessed."""
        given = (self.row.get(column) or "").strip()
        if not given:
            self.note(Code.EMPTY, column, "")
            return nothing
        try:
            return parse(given)
        except ValueError:
            self.note(Code.UNREADABLE, column, given[:LONGEST_NAME])
            return nothing


def clean_creator(row: Row, *, countries: Countries) -> CleanCreator:
    """Return a creator of a row with the columns external_id, name, handle, content, the counts,
    audience_age, audience_gender, audience_market, video_url. Raises Unusable.
    """
    reader = _Reader(row)
    name = reader.name()
    return CleanCreator(
        external_id=reader.text("external_id", longest=LONGEST_NAME),
        name=name,
        handle=_handle(reader),
        topics=_topics(reader),
        counts=_counts(reader),
        ages=reader.read("audience_age", read_ages, None),
        genders=reader.read("audience_gender", read_genders, NOBODY_NAMED),
        markets=reader.read(
            "audience_market", lambda text: read_markets(text, countries=countries), None
        ),
        videos=_videos(reader),
        problems=tuple(reader.problems),
    )


def clean_brand(row: Row, *, countries: Countries) -> CleanBrand:
    """Return a brand of a row with the columns external_id, name, target_age, target_gender,
    target_market, goals, activities. Raises Unusable.
    """
    reader = _Reader(row)
    name = reader.name()
    ages = reader.read("target_age", read_ages, None)
    genders = reader.read("target_gender", read_genders, NOBODY_NAMED)
    markets = reader.read(
        "target_market", lambda text: read_markets(text, countries=countries), None
    )
    goals = reader.text("goals", longest=LONGEST_TEXT)
    activities = reader.text("activities", longest=LONGEST_TEXT)
    if not goals:
        reader.note(Code.EMPTY, "goals", "")
    return CleanBrand(
        external_id=reader.text("external_id", longest=LONGEST_NAME),
        name=name,
        goals=goals,
        activities=activities,
        ages=ages,
        genders=genders,
        markets=markets,
        problems=tuple(reader.problems),
    )


def _handle(reader: _Reader) -> str:
    given = reader.text("handle", longest=LONGEST_NAME)
    handle = given.removeprefix("@").lower()
    if given and not _HANDLE.fullmatch(handle):
        reader.note(Code.UNREADABLE, "handle", given)
        return ""
    if not given:
        reader.note(Code.EMPTY, "handle", "")
    return handle


def _topics(reader: _Reader) -> tuple[str, ...]:
    given = reader.text("content", longest=LONGEST_TEXT)
    if not given:
        reader.note(Code.EMPTY, "content", "")
    found = read_topics(given)
    for wrong, right in found.corrected.items():
        reader.note(Code.SPELLING, "content", wrong, right)
    if found.left_out:
        reader.note(Code.TOO_MANY, "content", str(found.left_out))
    return found.phrases


def _counts(reader: _Reader) -> dict[str, int]:
    read = {name: reader.read(name, read_count, -1) for name in COUNTS}
    counts = {name: value for name, value in read.items() if value >= 0}
    views = counts.get("views")
    if views is not None and counts.get("likes", 0) > views:
        # More likes than views can't be counts of the same thing, so no rate is made of them.
        reader.note(Code.CONTRADICTS, "likes", str(counts["likes"]), f"> {views}")
    return counts


def _videos(reader: _Reader) -> tuple[str, ...]:
    """Return links to videos; paths of somebody's disk are listed and left out."""
    given = reader.text("video_url", longest=LONGEST_TEXT)
    parts = [part.strip(" '\"[]") for part in given.split(",")]
    links = tuple(part for part in parts if part.startswith(("https://", "http://")))
    if given and not links:
        reader.note(Code.UNREADABLE, "video_url", given[:LONGEST_NAME])
    return links
