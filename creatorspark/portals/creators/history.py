"""Counts of a video over time: two charts, each with the table behind it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models import MetricSnapshot, Video

NEWEST_COUNTS = 120
DAY = dt.timedelta(days=1)
REACTIONS: tuple[tuple[str, Promise], ...] = (
    ("likes", gettext_lazy("Likes")),
    ("comments", gettext_lazy("Comments")),
    ("shares", gettext_lazy("Shares")),
    ("saves", gettext_lazy("Saves")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count: as a number, for the chart (empty when not reported), and whether it fell."""

    value: int | None
    fell: bool

    @property
    def raw(self) -> str:
        """The count for a machine."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One moment of counting; `days` is the video's age then."""

    at: dt.datetime
    days: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class HistoryChart:
    """A chart and the table behind it."""

    caption: str
    unit: str
    series: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What was counted about a video, oldest first."""

    charts: tuple[HistoryChart, ...]
    moments: int
    has_fall: bool


def history_of(video: Video) -> History:
    """Read the newest counts of a video in one query."""
    newest = MetricSnapshot.objects.filter(video=video).order_by("-observed_at")[:NEWEST_COUNTS]
    counted = list(reversed(newest))
    reported = [
        (name, str(label))
        for name, label in REACTIONS
        if any(getattr(snapshot, name) is not None for snapshot in counted)
    ]
    views = _chart(video, counted, [("views", _("Views"))], _("Views since posting"), _("views"))
    charts = [views]
    if reported:
        charts.append(
            _chart(video, counted, reported, _("Reactions since posting"), _("reactions"))
        )
    return History(
        charts=tuple(charts),
        moments=len(counted),
        has_fall=any(snapshot.fell for snapshot in counted),
    )


def _chart(
    video: Video,
    counted: Sequence[MetricSnapshot],
    fields: Sequence[tuple[str, str]],
    caption: str,
    unit: str,
) -> HistoryChart:
    rows = tuple(
        Row(
            at=snapshot.observed_at,
            days=round((snapshot.observed_at - video.posted_at) / DAY, 3),
            cells=tuple(
                Cell(getattr(snapshot, name), name in snapshot.fell) for name, _label in fields
            ),
        )
        for snapshot in counted
    )
    return HistoryChart(caption, unit, tuple(label for _name, label in fields), rows)
