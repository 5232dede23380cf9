"""The Insight page: frozen figures as charts, each with its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from creatorspark.portals.insight.charts import Grid, Heat, Range, grid_of, heat_of, ranges_of
from creatorspark.portals.insight.labels import group_label
from creatorspark.portals.insight.spreads import Spread, spreads_of
from creatorspark.portals.market.kit_page import Share, audience_shares
from creatorspark.portals.templatetags.ui import percentage
from marketplace import interface as marketplace

TITLES: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "category": (gettext_lazy("By topic"), gettext_lazy("What a video is mainly about.")),
    "length": (gettext_lazy("By length"), gettext_lazy("From the first second to the last.")),
    "size": (gettext_lazy("By followers"), gettext_lazy("Of the creator, as known now.")),
    "market": (
        gettext_lazy("By where the audience is"),
        gettext_lazy("The country with most of a creator's audience, where it is shown."),
    ),
    "country": (
        gettext_lazy("By where the creator is"),
        gettext_lazy("The country of the profile."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Groups of one kind on one scale, with what is hidden of them."""

    kind: str
    title: str
    about: str
    sentence: str
    lines: Sequence[Range]
    top: float
    hidden: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiences:
    """The mean audience; empty parts are known of too few creators."""

    ages: Sequence[Share]
    genders: Sequence[Share]
    countries: Sequence[Share]
    ages_of: int
    female_of: int
    markets_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightPage:
    """Everything on the page; `overall` None: too few videos for any figure."""

    computed_at: datetime
    sha256: str
    videos: int
    creators: int
    first: date | None
    last: date | None
    overall: Mapping[str, Any] | None
    sentence: str
    parts: Sequence[Part]
    week: Heat | None
    when: str
    when_hidden: str
    spreads: Sequence[Spread]
    grid: Grid | None
    audiences: Audiences


def insight_page(facts: marketplace.InsightFacts) -> InsightPage:
    """Put a night's figures into words and charts."""
    figures = facts.figures
    parts = [_part(kind, figures) for kind in TITLES]
    days = [date.fromisoformat(day) for day in figures["posted"] or ()]
    return InsightPage(
        computed_at=facts.computed_at,
        sha256=facts.sha256,
        videos=facts.videos,
        creators=facts.creators,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        overall=figures["all"],
        sentence=_sentence(figures["all"]) if figures["all"] else "",
        parts=[part for part in parts if part.lines],
        week=heat_of(figures["week"], figures["groups"]["hour"]),
        when=_when(figures["groups"]),
        when_hidden=_hidden(figures["hidden"]["hour"]),
        spreads=spreads_of(figures["spread"]),
        grid=grid_of(figures["correlations"]) if figures["correlations"] else None,
        audiences=_audiences(figures["audiences"]),
    )


def _part(kind: str, figures: Mapping[str, Any]) -> Part:
    title, about = TITLES[kind]
    rows = figures["groups"][kind]
    lines, top = ranges_of([(group_label(kind, row["key"]), row) for row in rows])
    return Part(
        kind=kind,
        title=str(title),
        about=str(about),
        sentence=_best_and_last(lines) if len(lines) > 1 else "",
        lines=lines,
        top=top,
        hidden=_hidden(figures["hidden"][kind]),
    )


def _sentence(overall: Mapping[str, Any]) -> str:
    return _(
        "The middle video gets %(middle)s engagement: one like, comment, share or save for every "
        "%(views)d views. Half of all videos lie between %(low)s and %(high)s."
    ) % {
        "middle": percentage(overall["middle"]),
        "views": round(1 / overall["middle"]) if overall["middle"] else 0,
        "low": percentage(overall["low"]),
        "high": percentage(overall["high"]),
    }


def _best_and_last(lines: Sequence[Range]) -> str:
    best = max(lines, key=lambda line: line.middle)
    last = min(lines, key=lambda line: line.middle)
    return _("%(best)s gets most (%(high)s), %(last)s least (%(low)s).") % {
        "best": best.label,
        "high": percentage(best.middle),
        "last": last.label,
        "low": percentage(last.middle),
    }


def _when(groups: Mapping[str, Any]) -> str:
    hours = groups["hour"]
    if len(hours) < 2:
        return ""
    best = max(hours, key=lambda row: row["middle"])
    return _("Videos posted at %(hour)s UTC get most: %(share)s in the middle.") % {
        "hour": group_label("hour", best["key"]),
        "share": percentage(best["middle"]),
    }


def _hidden(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(n)d group is too small to be shown.", "%(n)d groups are too small to be shown.", number
    ) % {"n": number}


def _audiences(found: Mapping[str, Any]) -> Audiences:
    ages, genders, countries = audience_shares(
        found["ages"] or {}, found["female"], found["markets"] or ()
    )
    return Audiences(
        ages=ages,
        genders=genders,
        countries=countries,
        ages_of=found["ages_of"],
        female_of=found["female_of"],
        markets_of=found["markets_of"],
    )
