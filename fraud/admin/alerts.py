"""The queue of alerts: what was found, how long is left, and the acts that decide."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.core.admin.dashboard import Tile, tile
from creatorspark.core.appeals.wording import days_left
from creatorspark.core.models import User
from fraud.admin.alert_acts import CLEAR, LOOK, LOOK_AWAY, PARTLY, SNOOZE, UPHOLD
from fraud.admin.alert_page import alert_desk
from fraud.models import Alert
from fraud.selectors import queue
from fraud.selectors.reports import evidence_of, outcome_words
from fraud.services.claims import holder

COLOURS = {
    "case": "danger",
    "discount": "info",
    "note": "info",
    "shadow": "info",
    "late": "danger",
    "running": "warning",
    "over": "info",
}


class QueueFilter(admin.SimpleListFilter):
    """Which part of the queue: what waits for a decision unless something else is asked for."""

    title = gettext_lazy("Queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the parts."""
        return [(name, words) for name, words in _part_words().items() if name]

    def choices(self, changelist: Any) -> Any:
        """Call what is shown without a choice by its name."""
        first, *others = super().choices(changelist)
        return [{**first, "display": _part_words()[""]}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list; a filter of state or outcome looks through all of it."""
        conditions = queue.parts(reader_id=request.user.pk, now=timezone.now())
        elsewhere = any(name.startswith(("state", "outcome", "tier")) for name in request.GET)
        asked = self.value() or ("all" if elsewhere else "")
        return queryset.filter(conditions.get(asked, conditions[""]))


def _part_words() -> dict[str, str]:
    return {
        "": _("To decide"),
        "mine": _("I look at"),
        "second": _("Waits for a second person"),
        "late": _("Late"),
        "uncounted": _("Not counted"),
        "decided": _("Decided"),
        "all": _("All"),
    }


@admin.register(Alert)
class AlertAdmin(FactAdmin):
    """Alerts; what is held and due first on top."""

    list_display = (
        "reference_",
        "creator",
        "reason_code",
        "tier_label",
        "clock",
        "affected_",
        "looking",
        "outcome_",
    )
    list_filter = (QueueFilter, "state", "tier", "outcome", "reason_code", "created_at")
    list_filter_submit = False
    list_select_related = ("creator", "video", "looked_by")
    list_before_template = "admin/fraud/parts.html"
    change_form_before_template = "admin/fraud/desk.html"
    search_fields = ("creator__handle", "video__external_id", "video__caption")
    fields = (
        ("creator", "video"),
        ("tier", "state"),
        ("window_start", "window_end"),
        ("severity", "policy_version"),
        ("created_at", "resolved_at"),
        ("resolved_by", "final_at"),
    )
    acts = (LOOK, CLEAR, PARTLY, UPHOLD, SNOOZE, LOOK_AWAY)

    class Media:
        css = {"all": ("css/desk.css",)}
        js = ("js/desk.js",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        """Put what has to be decided first on top."""
        return queue.in_order(super().get_queryset(request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Add the parts of the queue."""
        found = queue.sizes(reader_id=request.user.pk, now=timezone.now())
        numbers = {"": found["open"], **{name: found[name] for name in ("mine", "second", "late")}}
        context = {
            "parts": [(name, words, numbers.get(name)) for name, words in _part_words().items()],
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
        """Put the evidence, the decisions and the clocks above the bare facts."""
        row = self.get_object(request, object_id) if object_id else None
        context = dict(extra_context or {})
        if row is not None and isinstance(request.user, User):
            context["desk"] = alert_desk(row, reader=request.user, now=timezone.now())
        return super().changeform_view(request, object_id, form_url, context)

    @display(description=gettext_lazy("Alert"), ordering="pk")
    def reference_(self, row: Alert) -> str:
        """Show its name."""
        return row.reference

    @display(description=gettext_lazy("What happens"), label=COLOURS)
    def tier_label(self, row: Alert) -> tuple[str, str]:
        """Show the tier in its colour."""
        return row.tier, row.get_tier_display()

    @display(description=gettext_lazy("Due"), ordering="deadline", label=COLOURS)
    def clock(self, row: Any) -> tuple[str, str]:
        """Show how long there is until the promised day, or until the hold ends by itself."""
        if row.state != Alert.State.HELD or row.deadline is None:
            return "over", "–"
        now = timezone.now()
        late = row.promised is not None and row.promised < now
        return ("late" if late else "running"), days_left(row.deadline, now=now)

    @display(description=gettext_lazy("In question"), ordering="share")
    def affected_(self, row: Alert) -> str:
        """Show how much, and which share of what the creator got; the queue goes by the share."""
        found = evidence_of(row, for_staff=True)
        return _("%(amount)s, %(share)s") % {"amount": found.affected, "share": found.share}

    @display(description=gettext_lazy("Who looks"))
    def looking(self, row: Alert) -> str:
        """Name who has it to themselves."""
        who = holder(row, now=timezone.now())
        return str(who) if who else "–"

    @display(description=gettext_lazy("Outcome"), ordering="outcome")
    def outcome_(self, row: Alert) -> str:
        """Show how it was decided."""
        return outcome_words(for_staff=True).get(row.outcome, "–")


@tile("fraud.alerts", order=12)
def alerts_waiting(now: Any) -> Tile:
    """Count alerts that wait for a person, and say how many we promised to have decided."""
    found = queue.sizes(reader_id=None, now=now)
    late = found["late"]
    note = ngettext("%(n)d is late", "%(n)d are late", late) % {"n": late} if late else ""
    if not note and found["next"]:
        note = _("Next one due: %(left)s") % {"left": days_left(found["next"], now=now)}
    return Tile(
        value=found["open"],
        label=_("Alerts to decide"),
        note=note or _("All done"),
        url=reverse("admin:fraud_alert_changelist") + ("?queue=late" if late else ""),
        urgent=late > 0,
    )


__all__ = ["AlertAdmin"]
