"""Points by week: the chart, the sentence that explains the newest week, and the numbers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.lib.periods import WEEK, monday_of
from creatorspark.portals.drawing import BarChart, BarRow, bar_chart
from creatorspark.portals.templatetags.ui import grouped

WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, named by its Monday, and the points that arrived in it."""

    monday: dt.date
    points: int

    @property
    def title(self) -> str:
        """The Monday in words."""
        return formats.date_format(self.monday, "MONTH_DAY_FORMAT")


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """The newest week against the one before, in a number and in a sentence."""

    points: int
    change: int
    sentence: str


def weeks_until(now: dt.datetime, points: Mapping[dt.date, int]) -> list[Week]:
    """Return the newest twelve weeks, oldest first, also those without points."""
    newest = monday_of(now)
    mondays = [newest - WEEK * back for back in range(WEEKS_SHOWN - 1, -1, -1)]
    return [Week(monday, points.get(monday, 0)) for monday in mondays]


def chart_of(weeks: list[Week]) -> BarChart:
    """Draw the weeks; the newest is the subject."""
    return bar_chart(
        [
            BarRow(
                label=formats.date_format(week.monday, "j M"),
                value=week.points,
                title=_("Week from %(day)s: %(points)s points")
                % {"day": week.title, "points": grouped(week.points)},
                is_now=week is weeks[-1],
            )
            for week in weeks
        ]
    )


def summary_of(weeks: list[Week], *, best_title: str, best_points: int) -> WeekSummary:
    """Say how the newest week went and which video carried it."""
    this, last = weeks[-1].points, weeks[-2].points
    sentences = [_week_words(this, this - last)]
    if best_points and this:
        sentences.append(
            (
                _("Most of it came from “%(title)s” (%(points)s).")
                if best_points * 2 > this
                else _("Your best video was “%(title)s” (%(points)s).")
            )
            % {"title": best_title, "points": grouped(best_points)}
        )
    return WeekSummary(points=this, change=this - last, sentence=" ".join(sentences))


def _week_words(points: int, change: int) -> str:
    if not points:
        return _("No points arrived this week. They come on Mondays, for videos seven days old.")
    earned = ngettext("%(n)s point", "%(n)s points", points) % {"n": grouped(points)}
    if change > 0:
        return _("You earned %(earned)s this week, %(change)s more than last week.") % {
            "earned": earned,
            "change": grouped(change),
        }
    if change < 0:
        return _("You earned %(earned)s this week, %(change)s fewer than last week.") % {
            "earned": earned,
            "change": grouped(-change),
        }
    return _("You earned %(earned)s this week, as many as last week.") % {"earned": earned}
