"""Words for groups of videos and for what is compared."""

from collections.abc import Mapping
from typing import Final

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.lib.countries import country_names
from scoring import interface as scoring

LENGTHS: Final[Mapping[str, Promise]] = {
    "0-15": gettext_lazy("Under 15 s"),
    "15-30": gettext_lazy("15–30 s"),
    "30-60": gettext_lazy("30–60 s"),
    "60-180": gettext_lazy("1–3 min"),
    "180-": gettext_lazy("Over 3 min"),
}
SIZES: Final[Mapping[str, Promise]] = {
    "0-1000": gettext_lazy("Under 1K"),
    "1000-10000": gettext_lazy("1K–10K"),
    "10000-100000": gettext_lazy("10K–100K"),
    "100000-1000000": gettext_lazy("100K–1M"),
    "1000000-": gettext_lazy("Over 1M"),
}
MEASURES: Final[Mapping[str, Promise]] = {
    "engagement": gettext_lazy("Engagement"),
    "views": gettext_lazy("Views"),
    "comments": gettext_lazy("Comments a view"),
    "shares": gettext_lazy("Shares a view"),
    "seconds": gettext_lazy("Length"),
    "followers": gettext_lazy("Followers"),
    "hashtags": gettext_lazy("Hashtags"),
    "letters": gettext_lazy("Caption length"),
}


def group_label(kind: str, key: str) -> str:
    """Return what people call a group, such as hour 7 or the category food."""
    if kind == "category":
        return {code: str(label) for code, label in scoring.CATEGORIES}.get(key, key)
    if kind in {"country", "market"}:
        return country_names().get(key, key)
    if kind == "weekday":
        return str(WEEKDAYS[int(key)])
    if kind == "hour":
        return _("%(hour)02d:00") % {"hour": int(key)}
    return str({**LENGTHS, **SIZES}.get(key, key))


def measure_label(name: str) -> str:
    """Return what people call a measure."""
    return str(MEASURES.get(name, name))
