"""Tiers: every look, every announcement and every warning, with what it was decided on."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.lib.periods import week_label
from rewards.domain.tier_course import Move
from rewards.models import TierStanding, TierWarning, TierWeek
from rewards.services import tier_words

MOVES = {
    Move.RISE: gettext_lazy("Rises"),
    Move.FALL: gettext_lazy("Falls"),
    Move.RENAME: gettext_lazy("Moves to another set of tiers"),
}


def _videos(inputs: dict[str, Any]) -> str:
    """Return the videos of a window as a table."""
    names = ("video_id", "grade", "originality", "quality")
    heads = (_("Video"), _("Grade"), _("Originality"), _("Quality"))
    head = _cells("th", heads)
    body = format_html_join(
        "",
        "<tr>{}</tr>",
        ((_cells("td", [row[name] or "–" for name in names]),) for row in inputs.get("videos", [])),
    )
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)


def _cells(tag: str, values: Iterable[Any]) -> str:
    cell = f'<{tag} style="padding-inline-end: 1.5rem; text-align: start">{{}}</{tag}>'
    return format_html_join("", cell, ((value,) for value in values))


def _window(inputs: dict[str, Any]) -> str:
    window = inputs.get("window", {})
    return _("%(since)s to before %(before)s") % {
        "since": window.get("from", "–"),
        "before": window.get("before", "–"),
    }


class _Decided(FactAdmin):
    """What standings and warnings share."""

    list_select_related = ("creator", "policy")
    search_fields = ("creator__handle", "creator__display_name", "creator__external_id")
    ordering = ("-pk",)

    @display(description=gettext_lazy("Tier"), ordering="tier", label=True)
    def tier_label(self, row: Any) -> str:
        """Name the tier."""
        return tier_words.name_of(row.tier)

    @display(description=gettext_lazy("Scoring age reached"))
    def window(self, row: Any) -> str:
        """Say which weeks counted."""
        return _window(row.inputs)

    @display(description=gettext_lazy("Videos of the window"))
    def videos(self, row: Any) -> str:
        """List what it was decided on."""
        return _videos(row.inputs)

    @display(description=gettext_lazy("Warned before"))
    def warned(self, row: Any) -> str:
        """List the warnings since the tier before was announced."""
        weeks = row.inputs.get("warned", {}).items()
        return ", ".join(f"{week} ({tier_words.name_of(earned)})" for week, earned in weeks) or "–"


@admin.register(TierStanding)
class TierStandingAdmin(_Decided):
    """A tier from a Monday on."""

    list_display = ("creator", "tier_label", "moves", "week", "decided_at", "policy")
    list_filter = ("tier", "week")
    date_hierarchy = "week"
    fields = (
        ("creator", "tier_label"),
        ("moves", "before"),
        ("week", "decided_at"),
        "policy",
        ("window", "warned"),
        "videos",
    )
    readonly_fields = ("tier_label", "moves", "before", "window", "warned", "videos")

    @display(description=gettext_lazy("What happens"))
    def moves(self, row: TierStanding) -> str:
        """Say whether it rises or falls."""
        move = row.inputs.get("move", "")
        return str(MOVES.get(move, move))

    @display(description=gettext_lazy("Tier before"))
    def before(self, row: TierStanding) -> str:
        """Name the tier before."""
        return tier_words.name_of(row.inputs.get("before", ""))


@admin.register(TierWarning)
class TierWarningAdmin(_Decided):
    """A week below the tier that a creator has."""

    list_display = ("creator", "week", "tier_label", "earned_label", "weeks_left", "policy")
    list_filter = ("tier", "weeks_left", "week")
    date_hierarchy = "week"
    fields = (
        ("creator", "week"),
        ("tier_label", "earned_label"),
        ("weeks_left", "decided_at"),
        "policy",
        ("window", "warned"),
        "videos",
    )
    readonly_fields = ("tier_label", "earned_label", "window", "warned", "videos")

    @display(description=gettext_lazy("Earned"), ordering="earned")
    def earned_label(self, row: TierWarning) -> str:
        """Name what the videos earned."""
        return tier_words.name_of(row.earned)


@admin.register(TierWeek)
class TierWeekAdmin(FactAdmin):
    """One look at everybody's tier."""

    list_display = ("label", "policy", "creators", "raised", "lowered", "warned", "state_label")
    list_select_related = ("policy",)
    ordering = ("-week",)
    fields = (
        ("label", "policy"),
        ("creators", "raised"),
        ("lowered", "warned"),
        ("started_at", "finished_at"),
    )
    readonly_fields = ("label",)

    @display(description=gettext_lazy("Week"), ordering="week")
    def label(self, row: TierWeek) -> str:
        """Name the week."""
        return week_label(row.week)

    @display(
        description=gettext_lazy("State"),
        ordering="finished_at",
        label={"done": "success", "running": "warning"},
    )
    def state_label(self, row: TierWeek) -> tuple[str, str]:
        """Say whether it is done."""
        return ("done", _("Done")) if row.finished_at else ("running", _("Running"))
