"""Earnings by week: the chart, the sentence that explains the newest week, and the numbers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import WEEK
from creatorspark.portals.creators.judged import judged_of
from creatorspark.portals.creators.video_list import short_title_of
from creatorspark.portals.drawing import BarChart, BarRow, bar_chart
from creatorspark.portals.templatetags.ui import money, money_short
from rewards import interface as rewards

WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MoneyWeek:
    """An ISO week in minor units; `url` is empty where nothing was stated."""

    title: str
    url: str
    base: int
    bonus: int
    adjustments: int
    total: int


@dataclass(frozen=True, slots=True)
class MoneyWeeks:
    """The newest closed weeks, newest first, their chart, and the last one in words."""

    currency: str
    url: str
    has_corrections: bool
    rows: Sequence[MoneyWeek]
    chart: BarChart
    sentence: str | SafeString


def earnings_url() -> str:
    """Return the address of the list of statements."""
    return reverse("creators:earnings")


def statement_url(monday: dt.date) -> str:
    """Return the address of the statement of a week."""
    return reverse("creators:earnings_statement", args=[monday])


def week_title(monday: dt.date) -> str:
    """Name a week by its Monday."""
    return formats.date_format(monday, "MONTH_DAY_FORMAT")


def money_weeks_of(
    creator: Creator, overview: rewards.EarningsOverview, *, now: dt.datetime
) -> MoneyWeeks | None:
    """Return the newest twelve closed weeks of a creator; None before the first statement."""
    last = overview.last_week
    if last is None or not overview.statements:
        return None
    stated = {
        week.week: week for week in rewards.earnings_weeks(creator_id=creator.pk, limit=WEEKS_SHOWN)
    }
    mondays = [last.week - WEEK * back for back in range(WEEKS_SHOWN)]
    rows = [_row(monday, stated.get(monday)) for monday in mondays]
    return MoneyWeeks(
        currency=overview.currency,
        url=earnings_url(),
        has_corrections=any(row.adjustments for row in rows),
        rows=rows,
        chart=_chart(mondays, stated, overview.currency),
        sentence=_sentence(creator, overview, now=now),
    )


def _row(monday: dt.date, week: rewards.WeekEarnings | None) -> MoneyWeek:
    return MoneyWeek(
        title=formats.date_format(monday, "j M"),
        url=statement_url(monday) if week else "",
        base=week.base if week else 0,
        bonus=week.bonus if week else 0,
        adjustments=week.adjustments if week else 0,
        total=week.total if week else 0,
    )


def _chart(
    mondays: Sequence[dt.date], stated: dict[dt.date, rewards.WeekEarnings], currency: str
) -> BarChart:
    totals = [(monday, stated[monday].total if monday in stated else 0) for monday in mondays]
    return bar_chart(
        [
            BarRow(
                label=formats.date_format(monday, "j M"),
                value=total,
                title=_("Week from %(day)s: %(amount)s")
                % {"day": week_title(monday), "amount": money(total, currency)},
                is_now=monday == mondays[0],
                text=money_short(total, currency),
            )
            for monday, total in reversed(totals)
        ]
    )


# The newest week in words -----------------------------------------------------------------------
def _sentence(
    creator: Creator, overview: rewards.EarningsOverview, *, now: dt.datetime
) -> str | SafeString:
    last, before = overview.last_week, overview.week_before
    assert last is not None
    assert before is not None
    first = _week_words(last.total, last.total - before.total, overview.currency)
    best = rewards.earnings_of_week(creator_id=creator.pk, week=last.week, limit=1)
    if last.total <= 0 or not best or best[0].amount <= 0:
        return first
    video = Video.objects.get(pk=best[0].video_id)
    words = (
        _("{first} Most of it came from {title} ({judged}).")
        if best[0].amount * 2 > last.total
        else _("{first} Your best video was {title} with {amount} ({judged}).")
    )
    link = format_html(
        '<a href="{}">“{}”</a>', reverse("creators:video", args=[video.pk]), short_title_of(video)
    )
    return format_html(
        words,
        first=first,
        title=link,
        amount=money(best[0].amount, overview.currency),
        judged=judged_of([video], now=now)[video.pk].words,
    )


def _week_words(total: int, change: int, currency: str) -> str:
    values = {"total": money(total, currency), "change": money(abs(change), currency)}
    if total < 0:
        return (
            _(
                "Last week's corrections came to %(total)s. They are taken from the next weeks; "
                "nobody asks you to pay anything."
            )
            % values
        )
    if change > 0:
        return _("You earned %(total)s last week, %(change)s more than the week before.") % values
    if change < 0:
        return _("You earned %(total)s last week, %(change)s less than the week before.") % values
    return _("You earned %(total)s last week, as much as the week before.") % values
