"""Signed statements and their lines: searched, checked again, never edited."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.lib.money import format_minor
from creatorspark.lib.periods import parse_week, week_label
from rewards.models import EarningsLine, Statement
from rewards.services.proof import recompute

HEX_AT_ONCE = 8
KIND_NAMES = {
    "base": gettext_lazy("Base pay"),
    "bonus": gettext_lazy("Bonus"),
    "bonus_remainder": gettext_lazy("Rest of a bonus"),
    "adjustment": gettext_lazy("Correction"),
}
AGREES = '<span class="text-green-700 dark:text-green-400 font-semibold">✓ {}</span>'
DIFFERS = '<span class="text-red-700 dark:text-red-400 font-semibold">✗ {}</span><br>{}'


def _breakable(text: str) -> str:
    """Return a hash or signature with places to break it, or it widens a phone's page."""
    parts = [(text[at : at + HEX_AT_ONCE],) for at in range(0, len(text), HEX_AT_ONCE)]
    return format_html_join(mark_safe("<wbr>"), "{}", parts)


def _weeks_named(rows: QuerySet[Any], term: str) -> QuerySet[Any] | None:
    """Return the rows of the week that a search term names, or None when it names none."""
    try:
        return rows.filter(week=parse_week(term.strip()))
    except ValueError:
        return None


class LineInline(TabularInline):
    """The lines of a statement, in the order in which they were signed."""

    model = EarningsLine
    extra = 0
    fields = ("position", "kind_label", "video_link", "cause", "shown_amount", "opened")
    readonly_fields = fields
    hide_title = True
    ordering = ("position",)
    can_delete = False
    per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every member of staff read."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: closing a week writes lines."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: lines stay as they were signed."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the currency along."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("statement")

    @display(description=gettext_lazy("Amount"))
    def shown_amount(self, row: EarningsLine) -> str:
        """Write the amount in the statement's currency."""
        return _amount(row)

    @display(description=gettext_lazy("Kind"))
    def kind_label(self, row: EarningsLine) -> str:
        """Name the kind."""
        return str(KIND_NAMES[row.kind])

    @display(description=gettext_lazy("Video"))
    def video_link(self, row: EarningsLine) -> str:
        """Lead to the video."""
        return _video(row)

    @display(description=gettext_lazy("Inputs"))
    def opened(self, row: EarningsLine) -> str:
        """Lead to the line with all that it was computed from."""
        address = reverse("admin:rewards_earningsline_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, _("Open"))


def _amount(row: EarningsLine) -> str:
    return format_minor(row.amount, currency=row.statement.currency, is_signed=True)


def _video(row: EarningsLine) -> str:
    if row.video_id is None:
        return "–"
    address = reverse("admin:core_video_change", args=[row.video_id])
    return format_html('<a href="{}">{}</a>', address, f"#{row.video_id}")


@admin.register(Statement)
class StatementAdmin(FactAdmin):
    """What each creator was told about a week, with a check of it made anew."""

    list_display = ("creator", "label", "line_count", "shown_total", "shown_payable", "written_at")
    list_filter = ("week",)
    list_select_related = ("creator",)
    search_fields = ("creator__handle", "creator__external_id", "sha256")
    search_help_text = gettext_lazy("A creator’s handle or id, a week such as 2026-W46, or a hash.")
    ordering = ("-pk",)
    inlines = (LineInline,)
    fields = (
        ("creator", "label"),
        "checked",
        ("shown_total", "shown_payable"),
        ("shown_carried_in", "shown_carried_out"),
        "hash",
        "before",
        ("key", "signed"),
        ("line_count", "written_at"),
    )
    readonly_fields = (
        "label",
        "checked",
        "shown_total",
        "shown_payable",
        "shown_carried_in",
        "shown_carried_out",
        "hash",
        "before",
        "signed",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find by week as well, where the term names one."""
        of_week = _weeks_named(queryset, search_term) if search_term else None
        if of_week is not None:
            return of_week, False
        return super().get_search_results(request, queryset, search_term)

    @display(description=gettext_lazy("Week"), ordering="week")
    def label(self, row: Statement) -> str:
        """Name the week."""
        return week_label(row.week)

    @display(description=gettext_lazy("Total"), ordering="total")
    def shown_total(self, row: Statement) -> str:
        """Write the sum of the lines."""
        return format_minor(row.total, currency=row.currency)

    @display(description=gettext_lazy("Payable"), ordering="payable")
    def shown_payable(self, row: Statement) -> str:
        """Write what is paid."""
        return format_minor(row.payable, currency=row.currency)

    @display(description=gettext_lazy("Debt carried in"))
    def shown_carried_in(self, row: Statement) -> str:
        """Write what was owed before."""
        return format_minor(row.carried_in, currency=row.currency)

    @display(description=gettext_lazy("Debt carried out"))
    def shown_carried_out(self, row: Statement) -> str:
        """Write what is owed afterwards."""
        return format_minor(row.carried_out, currency=row.currency)

    @display(description=gettext_lazy("Checked just now"))
    def checked(self, row: Statement) -> str:
        """Compute every line again; compare bytes, hash, chain, signature, ledger and payouts."""
        found = recompute.verify(creator_id=row.creator_id, week=row.week)
        if not found.faults:
            return format_html(AGREES, _("Everything agrees"))
        faults = format_html_join(mark_safe("<br>"), "{}", ((str(one),) for one in found.faults))
        return format_html(DIFFERS, _("Does not agree"), faults)

    @display(description=gettext_lazy("SHA-256"))
    def hash(self, row: Statement) -> str:
        """Show the hash."""
        return _breakable(row.sha256)

    @display(description=gettext_lazy("Signature"))
    def signed(self, row: Statement) -> str:
        """Show the signature."""
        return _breakable(row.signature)

    @display(description=gettext_lazy("Statement before"))
    def before(self, row: Statement) -> str:
        """Lead to the statement whose hash this one names."""
        if row.previous is None:
            return _("none; this is the first")
        address = reverse("admin:rewards_statement_change", args=[row.previous.pk])
        name = f"{week_label(row.previous.week)} · {row.previous.sha256[:16]}…"
        return format_html('<a href="{}">{}</a>', address, name)


@admin.register(EarningsLine)
class EarningsLineAdmin(FactAdmin):
    """Lines of all statements, each with what it was computed from."""

    list_display = ("pk", "label", "creator", "kind", "video_link", "cause", "shown_amount")
    list_filter = ("kind", "week")
    list_select_related = ("statement__creator",)
    search_fields = ("=video_id", "=cause", "statement__creator__handle")
    ordering = ("-pk",)
    fields = (
        ("statement", "position"),
        ("kind", "cause"),
        ("video_link", "label"),
        ("shown_amount", "policy"),
        "stored_inputs",
    )
    readonly_fields = ("video_link", "label", "shown_amount", "stored_inputs")

    @display(description=gettext_lazy("Week"), ordering="week")
    def label(self, row: EarningsLine) -> str:
        """Name the week."""
        return week_label(row.week)

    @display(description=gettext_lazy("Creator"))
    def creator(self, row: EarningsLine) -> str:
        """Name the creator."""
        return str(row.statement.creator)

    @display(description=gettext_lazy("Video"))
    def video_link(self, row: EarningsLine) -> str:
        """Lead to the video."""
        return _video(row)

    @display(description=gettext_lazy("Amount"), ordering="amount")
    def shown_amount(self, row: EarningsLine) -> str:
        """Write the amount in the statement's currency."""
        return _amount(row)

    @display(description=gettext_lazy("Inputs"))
    def stored_inputs(self, row: EarningsLine) -> str:
        """Lay out what the amount was computed from, as it is stored and signed."""
        text = json.dumps(row.inputs, indent=2, ensure_ascii=False, sort_keys=True)
        return format_html("<pre>{}</pre>", text)
