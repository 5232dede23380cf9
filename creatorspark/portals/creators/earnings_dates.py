"""ISO weeks as people say them."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

SIX_DAYS = dt.timedelta(days=6)


def week_span(monday: dt.date) -> str:
    """Name the days of a week: “November 9 – 15”, or “September 28 – October 4”."""
    sunday = monday + SIX_DAYS
    if monday.month != sunday.month:
        return _("%(first)s – %(last)s") % {"first": _day(monday), "last": _day(sunday)}
    return _("%(month)s %(first)d – %(last)d") % {
        "month": date_format(monday, "F"),
        "first": monday.day,
        "last": sunday.day,
    }


def week_span_and_year(monday: dt.date) -> str:
    """Name the days of a week with the year its Sunday lies in."""
    return _("%(days)s, %(year)d") % {
        "days": week_span(monday),
        "year": (monday + SIX_DAYS).year,
    }


def _day(day: dt.date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
