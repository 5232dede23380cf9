"""The small pieces that templates are made of: icons, numbers, times, sparklines."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from creatorspark.lib.money import (
    MINUS,
    Marks,
    format_about,
    format_minor,
    format_rate,
    format_short,
)
from creatorspark.portals.ages import ago
from creatorspark.portals.drawing import spark_points

register = template.Library()

ROUNDS_UP_FROM = 0.9995
TENTH = 0.0995
COMPACT_STEPS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))


@cache
def _sprite() -> str:
    return static("img/icons.svg")


def _rounded(value: float, digits: int) -> str:
    # number_format cuts digits off; people expect them rounded.
    return formats.number_format(round(value, digits), digits, use_l10n=True)


@register.simple_tag
@cache
def icon(name: str, modifier: str = "") -> SafeString:
    """Draw an icon of our own sprite, hidden from screen readers: words stand next to it."""
    size = f" icon--{modifier}" if modifier else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        size,
        _sprite(),
        name,
    )


@register.filter
def grouped(value: int | None) -> str:
    """Write a whole number with the locale's group separators; a dash where it isn't known."""
    if value is None:
        return "–"
    return formats.number_format(value, 0, use_l10n=True, force_grouping=True)


@register.filter
def compact(value: int | None) -> str:
    """Write a count the way people read it: 948, 12.4K, 1.3M. A dash where it isn't known."""
    if value is None:
        return "–"
    for size, letter in COMPACT_STEPS:
        # 999,999 reads 1M, not 1000K.
        if abs(value) >= size * ROUNDS_UP_FROM:
            scaled = value / size
            digits = 1 if abs(scaled) < 100 else 0
            return _rounded(scaled, digits).removesuffix(".0") + letter
    return str(value)


@register.filter
def signed(value: int) -> str:
    """Write a change with its sign: +120, −40, 0."""
    if value == 0:
        return "0"
    return ("+" if value > 0 else MINUS) + grouped(abs(value))


@register.filter
def decimals(value: float | None, digits: int = 2) -> str:
    """Write a number with a fixed count of decimals and a true minus sign."""
    if value is None:
        return "–"
    return _rounded(value, digits).replace("-", MINUS)


def _marks() -> Marks:
    return Marks(
        decimal=formats.get_format("DECIMAL_SEPARATOR"),
        group=formats.get_format("THOUSAND_SEPARATOR"),
    )


@register.filter
def money(amount: int | None, currency: str) -> str:
    """Write minor units of a currency in the reader's locale: $41.20. A dash where not known."""
    return "–" if amount is None else format_minor(amount, currency=currency, marks=_marks())


@register.filter
def money_change(amount: int | None, currency: str) -> str:
    """Write minor units with their sign, plus included: +$6.10, −$0.40."""
    if amount is None:
        return "–"
    return format_minor(amount, currency=currency, is_signed=True, marks=_marks())


@register.filter
def money_rate(minor: Decimal, currency: str) -> str:
    """Write a rate in minor units with all its decimals: $0.45, $0.735."""
    return format_rate(minor, currency=currency, marks=_marks())


@register.filter
def money_short(amount: int, currency: str) -> str:
    """Write minor units in a few letters, for a label in a chart: $41, $4.1K."""
    return format_short(amount, currency=currency, marks=_marks())


@register.filter
def money_about(amount: int, currency: str) -> str:
    """Write an estimate in minor units in a few letters, without cents: $5, $41, $1.5K."""
    return format_about(amount, currency=currency, marks=_marks())


@register.filter
def percentage(value: float | None, digits: int = 1) -> str:
    """Write a share (0..1) as a percentage."""
    return "–" if value is None else f"{_rounded(value * 100, digits)} %"


@register.filter
def rate_about(value: float | None) -> str:
    """Write a rate (0..1) as a percentage with two digits that count or so: 9.2 %, 13 %."""
    return percentage(value, 0 if value is not None and value >= TENTH else 1)


@register.filter
def site_name(address: str) -> str:
    """Write a web address as people say it: without https:// and the last stroke."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


@register.filter
def clock(seconds: int | None) -> str:
    """Write a duration as 0:31 or 1:02:05."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.simple_tag
def when(moment: dt.datetime | None) -> SafeString | str:
    """Write a time relative to now, with the exact time on hover."""
    if moment is None:
        return _("not known")
    return format_html(
        '<time datetime="{}" title="{}" data-relative>{}</time>',
        moment.isoformat(),
        formats.date_format(moment, "DATETIME_FORMAT"),
        ago(moment, now=timezone.now()),
    )


@register.simple_tag
def delta(change: int | None, words: str = "") -> SafeString | str:
    """Write a change with an arrow and its sign, so that colour is never the only sign."""
    if change is None:
        return ""
    kind = "up" if change > 0 else "down" if change < 0 else "flat"
    arrow = icon(kind, "small")
    text = signed(change)
    return format_html('<span class="delta delta--{}">{}{} {}</span>', kind, arrow, text, words)


@register.simple_tag
def sparkline(values: Sequence[float], label: str) -> SafeString | str:
    """Draw a small line from the values, with a dot at the newest one."""
    points = spark_points(values)
    if len(points) < 2:
        return format_html('<span class="soft small">{}</span>', _("one count so far"))
    x, y = points[-1]
    path = format_html_join(" ", "{},{}", points)
    return format_html(
        '<svg class="spark" viewBox="0 0 96 28" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><polyline points="{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>',
        label,
        path,
        x,
        y,
    )


@register.simple_tag
def lean(share: float) -> SafeString:
    """Draw a contribution left (takes away) or right (adds) of a middle line; share is -1..1."""
    width = round(min(abs(share), 1.0) * 58, 1)
    return format_html(
        '<svg class="lean" viewBox="0 0 120 12" aria-hidden="true" focusable="false">'
        '<rect class="lean__{}" x="{}" y="2" width="{}" height="8" rx="2"/>'
        '<line class="lean__axis" x1="60" x2="60" y1="0" y2="12"/></svg>',
        "up" if share >= 0 else "down",
        60 if share >= 0 else 60 - width,
        width,
    )


@register.simple_tag
def span_bar(low: int, high: int) -> SafeString:
    """Draw what is sure as a full bar and what may follow as a pale one behind it; from zero."""
    share = round(240 * max(low, 0) / high, 1) if high > 0 else 0
    return format_html(
        '<svg class="span" viewBox="0 0 240 10" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="span__may" width="{}" height="10" rx="5"/>'
        '<rect class="span__sure" width="{}" height="10" rx="5"/></svg>',
        240 if high > 0 else 0,
        share,
    )


@register.filter
def initials(name: str) -> str:
    """First letters for an avatar: "Night Market" → "NM"."""
    words = [word for word in name.lstrip("@").replace("_", " ").replace(".", " ").split() if word]
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """Return this page's query string with some parameters changed; None removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


MESSAGE_TONES = {"success": "good", "warning": "warn", "error": "bad"}
MESSAGE_ICONS = {"success": "check", "warning": "alert", "error": "stop"}


@register.filter
def tone(level: str) -> str:
    """Name the colour family of a message level."""
    return MESSAGE_TONES.get(level, "info")


@register.filter
def message_icon(level: str) -> str:
    """Name the icon of a message level."""
    return MESSAGE_ICONS.get(level, "info")


@register.filter
def unlocalised(value: float) -> str:
    """Write a number for a machine: a point, no separators."""
    return repr(value)


@register.filter
def of_hundred(share: float | None) -> str:
    """Write a share (0..1) as a whole number of 100; a dash where it isn't known."""
    return "–" if share is None else str(round(share * 100))
