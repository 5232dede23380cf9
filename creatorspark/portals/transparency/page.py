"""What the transparency page shows of a published document: numbers, then words, then tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.portals.learn.fairness_drawing import Bar, Scale
from creatorspark.portals.templatetags.ui import decimals, grouped, money_short
from creatorspark.portals.transparency.drawing import Share, scale_of, share_of
from creatorspark.portals.transparency.words import CHAPTERS, COUNTS, TITLES, Words, name_of
from fraud import interface as fraud

HIDDEN = "–"


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with the sentence that explains it."""

    icon: str
    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """A count by its name; `is_part` of the one above it."""

    name: str
    value: str
    is_part: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Counts that belong together."""

    title: Words
    lines: Sequence[CountLine]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of a table, and its bar where the share is known."""

    name: Words
    code: str
    decided: str
    fell: str
    share: Share | None
    bar: Bar | None
    per_thousand: str


@dataclass(frozen=True, slots=True)
class Table:
    """Cases that people decided, by one kind of group."""

    kind: str
    title: Words
    lines: Sequence[GroupLine]
    scale: Scale
    left_out: int

    @property
    def is_drawn(self) -> bool:
        """Whether any share can be told; an axis alone says nothing."""
        return any(line.bar for line in self.lines)


@dataclass(frozen=True, slots=True)
class Page:
    """A period as everybody reads it."""

    label: str
    since: date
    until: date
    lead: str
    tiles: Sequence[Tile]
    chapters: Sequence[Chapter]
    tables: Sequence[Table]
    sums: Sequence[CountLine]
    on_trial: Sequence[Words]
    sha256: str
    others: Sequence[str]


def page_of(kept: fraud.KeptFigures, *, others: Sequence[str]) -> Page:
    """Return what the page shows of a period; `others` are the periods there are."""
    told = kept.published
    return Page(
        label=kept.period.label,
        since=date.fromisoformat(told["first_day"]),
        until=date.fromisoformat(told["last_day"]),
        lead=_lead(told),
        tiles=_tiles(told),
        chapters=[_chapter(title, names, told["counts"]) for title, names in CHAPTERS],
        tables=[_table(kind, told[kind]) for kind in TITLES],
        sums=_sums(told["sums"]),
        on_trial=[name_of("rules", code) for code in told["on_trial"]],
        sha256=kept.sha256,
        others=others,
    )


def _lead(told: Mapping[str, Any]) -> str:
    counts = told["counts"]
    if counts["holds"] == 0:
        return _("Nothing was put on hold in these months.")
    if counts["holds"] is None:
        return _("So few holds were placed that telling how many would tell of whom.")
    return _("%(holds)s holds were placed, with %(creators)s creators on the platform.") % {
        "holds": grouped(counts["holds"]),
        "creators": grouped(told["creators"]),
    }


def _tiles(told: Mapping[str, Any]) -> list[Tile]:
    hours, shares = told["hours"], told["shares"]
    rate = told["holds_per_thousand"]
    return [
        Tile(
            "shield",
            _("Holds for 1,000 creators"),
            HIDDEN if rate is None else decimals(rate),
            _("placed in these three months"),
        ),
        _share_tile("check", _("Cleared at first look"), shares["cleared"]),
        _share_tile("again", _("Wrong in the end"), shares["fell"]),
        _share_tile("scales", _("Appeals that were right"), shares["overturned_on_appeal"]),
        _share_tile("target", _("Decided as soon as promised"), shares["in_time"]),
        _hours_tile("person", _("Hours until a decision"), hours["to_decide"]),
        _hours_tile("clock", _("Hours on hold"), hours["held"]),
        _hours_tile("eye", _("Hours until we noticed"), hours["to_notice"]),
    ]


def _hours_tile(icon: str, label: str, stored: Mapping[str, float | None]) -> Tile:
    if stored["median"] is None:
        return Tile(icon, label, HIDDEN, _("too few to tell"))
    note = _("half of them took less")
    if stored["p90"] is not None:
        note = _("half took less; nine of ten less than %(p90)s") % {"p90": _hours(stored["p90"])}
    return Tile(icon, label, _hours(stored["median"]), note)


def _share_tile(icon: str, label: str, stored: Mapping[str, float] | None) -> Tile:
    share = share_of(stored)
    if share is None:
        return Tile(icon, label, HIDDEN, _("too few to tell"))
    return Tile(icon, label, share.text, _("95 %% range %(span)s") % {"span": share.span})


def _hours(hours: float | None) -> str:
    if hours is None:
        return HIDDEN
    return decimals(hours, 0 if hours == int(hours) else 1)


def _chapter(title: Words, names: Sequence[str], counts: Mapping[str, int | None]) -> Chapter:
    return Chapter(title, [_count(str(COUNTS[name]), grouped(counts[name])) for name in names])


def _count(name: str, value: str) -> CountLine:
    return CountLine(name.removeprefix("… "), value, name.startswith("… "))


def _table(kind: str, stored: Mapping[str, Any]) -> Table:
    # The most cases first; what isn't known comes last.
    groups = sorted(stored["groups"], key=lambda one: (not one["name"], -one["decided"]))
    shares = [share_of(one["share"]) for one in groups]
    scale = scale_of(shares)
    lines = [
        GroupLine(
            name=name_of(kind, one["name"]),
            code=one["name"],
            decided=grouped(one["decided"]),
            fell=grouped(one["fell"]),
            share=share,
            bar=share.on(scale) if share else None,
            per_thousand=decimals(one.get("fell_per_thousand_creators")),
        )
        for one, share in zip(groups, shares, strict=True)
    ]
    return Table(kind, TITLES[kind], lines, scale, stored["left_out"])


def _sums(told: Mapping[str, Any]) -> list[CountLine]:
    held = told["money_held_in_error"]
    waited = _("Money that waited because of us")
    amounts = [HIDDEN] if held is None else [_amount(one) for one in held] or [_("none")]
    return [
        *(_count(waited, amount) for amount in amounts),
        _count(_("Points that waited because of us"), _about(told["points_held_in_error"])),
        _count(_("Points we gave to say sorry"), grouped(told["apology_points"])),
        _count(_("Views that weren’t counted, without a hold"), _about(told["views_not_counted"])),
    ]


def _amount(stored: Mapping[str, str]) -> str:
    minor = int(Decimal(stored["amount"]).scaleb(2))
    return _("about %(sum)s") % {"sum": money_short(minor, stored["currency"])}


def _about(number: int | None) -> str:
    if not number:
        return grouped(number)
    return _("about %(n)s") % {"n": grouped(number)}
