"""How an address names a row."""

import datetime as dt

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter

from creatorspark.lib.calendar_periods import Period, parse_period
from creatorspark.lib.periods import parse_week, week_label


class RowConverter(IntConverter):
    """A primary key. Numbers longer than a bigint's are no address, so no query meets them."""

    regex = "[0-9]{1,18}"


class WeekConverter:
    """An ISO week, such as 2026-W46, as its Monday. A week that doesn't exist is no address."""

    regex = "[0-9]{4}-W[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        """Return the Monday. Raises ValueError."""
        return parse_week(value)

    def to_url(self, value: dt.date | str) -> str:
        """Name the week."""
        return value if isinstance(value, str) else week_label(value)


class GuideConverter(StringConverter):
    """A guide to better videos."""

    regex = "better-(?:pictures|sound|captions)"


class QuarterConverter:
    """A quarter, such as 2026-Q3, as its period."""

    regex = "[0-9]{4}-Q[1-4]"

    def to_python(self, value: str) -> Period:
        """Return the quarter. Raises ValueError."""
        return parse_period(value)

    def to_url(self, value: Period | str) -> str:
        """Name the quarter."""
        return value if isinstance(value, str) else value.label


register_converter(GuideConverter, "guide")
register_converter(QuarterConverter, "quarter")
register_converter(RowConverter, "row")
register_converter(WeekConverter, "week")
