"""The appeals desk: the queue by due date, one appeal with its evidence, and how the desk does."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.core.admin.appeal_acts import ACTS
from creatorspark.core.admin.appeal_page import desk_page
from creatorspark.core.admin.dashboard import Tile, tile
from creatorspark.core.appeals import figures, handlers
from creatorspark.core.appeals.wording import day, days_left
from creatorspark.core.domain.appeals.states import BEING_DONE, State
from creatorspark.core.models import Appeal, User

COLOURS = {
    "open": "warning",
    "assigned": "info",
    "waiting": "primary",
    "late": "danger",
    "running": "default",
    "over": "default",
    "upheld": "default",
    "overturned": "success",
    "partly": "success",
}
A_QUARTER = timedelta(days=91)
REFERENCE = re.compile(r"A-0*(?P<number>\d{1,18})", re.ASCII)


class QueueFilter(admin.SimpleListFilter):
    """What of the queue: open unless something else is asked for."""

    title = gettext_lazy("Queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the parts."""
        return [
            ("mine", _("Mine")),
            ("late", _("Late")),
            ("untaken", _("Not taken")),
            ("closed", _("Closed")),
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Any:
        """Call what is shown without a choice by its name."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Open")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        is_open = Q(state__in=sorted(BEING_DONE))
        late = is_open & ~Q(state=State.WAITING) & Q(due_at__lt=timezone.now())
        mine = is_open & Q(assigned_to_id=request.user.pk)
        parts = {
            "mine": mine,
            "late": late,
            "untaken": Q(state=State.OPEN),
            "closed": ~is_open,
            "all": Q(),
        }
        return queryset.filter(parts.get(self.value() or "", is_open))


class KindFilter(admin.SimpleListFilter):
    """What was judged."""

    title = gettext_lazy("Kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the kinds that the desk knows."""
        return list(handlers.kinds().items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        return queryset.filter(subject_kind=self.value()) if self.value() else queryset


@admin.register(Appeal)
class AppealAdmin(FactAdmin):
    """Appeals, the one that is due first on top."""

    list_display = (
        "reference",
        "about",
        "amount",
        "creator",
        "state_label",
        "clock",
        "whose",
        "filed_at",
    )
    list_display_links = ("reference", "about")
    list_filter = (QueueFilter, KindFilter, "state", "look", "ground")
    list_filter_submit = False
    list_select_related = ("creator", "assigned_to")
    list_before_template = "admin/core/appeal/figures.html"
    change_form_before_template = "admin/core/appeal/desk.html"
    search_fields = ("=id", "creator__handle", "creator__external_id", "=subject_id")
    search_help_text = gettext_lazy(
        "A creator’s handle, or the number of an appeal or of what it is about, whole."
    )
    # What waits for its creator isn't ours to do, whatever day stands on it.
    ordering = (
        F("closed_at").desc(nulls_first=True),
        Case(When(state=State.WAITING, then=1), default=0).asc(),
        F("answer_by").asc(nulls_first=True),
        "due_at",
        "pk",
    )
    fields = (
        ("creator", "policy"),
        ("subject_kind", "subject_id"),
        ("judgement", "rule"),
        ("filed_at", "due_at"),
        ("waiting_since", "answer_by"),
        ("late_at", "closed_at"),
    )
    acts = ACTS

    class Media:
        css = {"all": ("css/desk.css",)}
        js = ("js/desk.js",)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Ask those who know the kinds how much each appeal on the page is about."""
        found = super().get_changelist_instance(request)
        found.result_list = _with_amounts(found.result_list)
        return found

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Add the parts of the queue, and how often judgements fell in the last quarter."""
        now = timezone.now()
        context = {
            "overturned": figures.overturned(since=now - A_QUARTER),
            "parts": _parts(request, now),
            "asked": request.GET.get("queue", ""),
        }
        return super().changelist_view(request, {**(extra_context or {}), **context})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Put the evidence, the words and the steps above the bare facts."""
        row = self.get_object(request, object_id) if object_id else None
        context = dict(extra_context or {})
        if row is not None and isinstance(request.user, User):
            context["desk"] = desk_page(row, reader=request.user, now=timezone.now())
        return super().changeform_view(request, object_id, form_url, context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find an appeal by its number also as people write it, A-000012."""
        written = REFERENCE.fullmatch(search_term.strip().upper())
        term = written["number"] if written else search_term
        return super().get_search_results(request, queryset, term)

    @display(description=gettext_lazy("Appeal"), ordering="pk")
    def reference(self, row: Appeal) -> str:
        """Show its name."""
        return row.reference

    @display(description=gettext_lazy("About"))
    def about(self, row: Appeal) -> str:
        """Say what was judged and why it is contested."""
        kind = handlers.kinds().get(row.subject_kind, row.subject_kind)
        ground = handlers.ground_label(row.subject_kind, row.ground)
        second = _(", second look") if row.look > 1 else ""
        return f"{kind}: {ground}{second}"

    @display(description=gettext_lazy("In question"))
    def amount(self, row: Any) -> str:
        """Show how much it is about, where its kind can be measured."""
        return row.in_question or "–"

    @display(description=gettext_lazy("State"), ordering="state", label=COLOURS)
    def state_label(self, row: Appeal) -> tuple[str, str]:
        """Show the state in its colour."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Due"), ordering="due_at", label=COLOURS)
    def clock(self, row: Appeal) -> tuple[str, str]:
        """Show how long there is; what waits for its creator has no clock."""
        if not row.is_open:
            return "over", day(row.closed_at) if row.closed_at else "–"
        if row.state == State.WAITING and row.answer_by:
            return "waiting", _("stopped until %(day)s") % {"day": day(row.answer_by)}
        now = timezone.now()
        return ("late" if row.due_at < now else "running"), days_left(row.due_at, now=now)

    @display(description=gettext_lazy("With"), ordering="assigned_to")
    def whose(self, row: Appeal) -> str:
        """Name who has it."""
        return str(row.assigned_to) if row.assigned_to else "–"


def _with_amounts(rows: Iterable[Any]) -> list[Any]:
    found = list(rows)
    kinds = {row.subject_kind for row in found}
    amounts = {
        kind: handlers.amounts_of(
            kind, [one.subject_id for one in found if one.subject_kind == kind]
        )
        for kind in kinds
    }
    for row in found:
        row.in_question = amounts[row.subject_kind].get(row.subject_id, "")
    return found


def _parts(request: HttpRequest, now: datetime) -> list[tuple[str, str, int]]:
    found = figures.waiting(now=now, person_id=request.user.pk)
    return [
        ("", _("Open"), found.open),
        ("mine", _("Mine"), found.mine),
        ("untaken", _("Not taken"), found.untaken),
        ("late", _("Late"), found.late),
    ]


@tile("core.appeals", order=10)
def appeals_waiting(now: datetime) -> Tile:
    """Count open appeals, and say how many promises are broken or come due."""
    found = figures.waiting(now=now)
    return Tile(
        value=found.open,
        label=_("Appeals open"),
        note=_note(found),
        url=reverse("admin:core_appeal_changelist") + ("?queue=late" if found.late else ""),
        urgent=found.late > 0,
    )


def _note(found: figures.Waiting) -> str:
    if found.late:
        return ngettext("%(n)d is late", "%(n)d are late", found.late) % {"n": found.late}
    if found.next_due is None:
        return _("All done") if not found.open else _("All wait for their creators")
    return _("Next one due on %(day)s") % {"day": day(found.next_due)}
