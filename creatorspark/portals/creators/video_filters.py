"""The Videos page: what is asked for, and the heads of its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.portals.creators.judged import LETTERS

SORTS = ("posted", "views", "likes", "engagement", "grade", "earned", "points")
Choice = tuple[str, str | Promise]
STATES: tuple[Choice, ...] = (
    ("", gettext_lazy("All")),
    ("paid", gettext_lazy("With points")),
    ("open", gettext_lazy("Without points")),
)
PERIODS: tuple[Choice, ...] = (
    ("", gettext_lazy("Any time")),
    ("7", gettext_lazy("Last 7 days")),
    ("30", gettext_lazy("Last 30 days")),
    ("90", gettext_lazy("Last 90 days")),
)
NO_GRADE = "none"
GRADES: tuple[Choice, ...] = (
    ("", gettext_lazy("All")),
    *((letter, letter) for letter in LETTERS),
    (NO_GRADE, gettext_lazy("No grade yet")),
)


@dataclass(frozen=True, slots=True)
class VideoFilters:
    """What a reader asked the Videos page for; anything unknown falls back to the default."""

    q: str
    grade: str
    state: str
    period: str
    sort: str

    grades = GRADES
    states = STATES
    periods = PERIODS

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "VideoFilters":
        """Read the query string of an address."""
        sort = query.get("sort", "")
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:100],
            grade=_known(query.get("grade", ""), GRADES),
            state=_known(query.get("state", ""), STATES),
            period=_known(query.get("period", ""), PERIODS),
            sort=sort if sort.removeprefix("-") in SORTS else "-posted",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether some videos may be hidden."""
        return bool(self.q or self.grade or self.state or self.period)

    @property
    def falls(self) -> bool:
        """Whether the largest comes first."""
        return self.sort.startswith("-")

    @property
    def field(self) -> str:
        """What the rows are sorted by."""
        return self.sort.removeprefix("-")


@dataclass(frozen=True, slots=True)
class Column:
    """A column head: its label, how it is sorted now, and what a click sorts by.

    `room` names the screens that have room for it (a class); empty for all.
    """

    label: str | Promise
    is_number: bool
    direction: str
    next_sort: str
    room: str = ""


def columns(filters: VideoFilters) -> list[Column]:
    """Return the heads of the table."""
    return [
        _column(_("Video"), "posted", filters, is_number=False),
        _column(_("Views"), "views", filters),
        _column(_("Likes"), "likes", filters, room="at-wide"),
        _column(_("Engagement"), "engagement", filters, room="at-middle"),
        _column(_("Grade"), "grade", filters, is_number=False),
        _column(_("Earned"), "earned", filters),
        _column(_("Points"), "points", filters),
        Column(_("Views over time"), is_number=False, direction="", next_sort="", room="at-wide"),
    ]


def _known(value: str, choices: Sequence[Choice]) -> str:
    return value if any(value == known for known, _label in choices) else ""


def _column(
    label: str, field: str, filters: VideoFilters, *, is_number: bool = True, room: str = ""
) -> Column:
    is_sorted = filters.field == field
    direction = ("descending" if filters.falls else "ascending") if is_sorted else ""
    next_sort = field if is_sorted and filters.falls else f"-{field}"
    return Column(label, is_number, direction, next_sort, room)
