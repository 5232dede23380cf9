"""The queue of alerts: what was found, how long is left, and the acts that decide."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, F, Min, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from creatorspark.core.admin.acts import FactAdmin
from creatorspark.core.admin.dashboard import Tile, tile
from creatorspark.core.appeals.wording import days_left
from fraud.admin.alert_acts import CLEAR, PARTLY, SNOOZE, UPHOLD
from fraud.models import Alert
from fraud.selectors.reports import evidence_of, outcome_words

COLOURS = {
    "case": "danger",
    "discount": "info",
    "note": "info",
    "shadow": "info",
    "late": "danger",
    "running": "warning",
    "over": "info",
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
        "outcome_",
    )
    list_filter = ("state", "tier", "outcome", "reason_code", "created_at")
    list_select_related = ("creator", "video")
    search_fields = ("creator__handle", "video__external_id", "video__caption")
    fields = (
        ("reference_", "creator", "video"),
        ("tier", "release_at", "outcome_"),
        ("window_start", "window_end"),
        ("affected_", "share_", "severity"),
        "evidence_",
        "decisions_",
        "holds_",
        "policy_version",
        ("created_at", "resolved_at"),
        ("resolved_by", "final_at"),
    )
    acts = (CLEAR, PARTLY, UPHOLD, SNOOZE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        """Put what has to be decided first on top."""
        rows = super().get_queryset(request)
        return rows.order_by(
            F("resolved_at").desc(nulls_first=True), F("release_at").asc(nulls_last=True), "-pk"
        )

    @display(description=gettext_lazy("Alert"), ordering="pk")
    def reference_(self, row: Alert) -> str:
        """Show its name."""
        return row.reference

    @display(description=gettext_lazy("What happens"), label=COLOURS)
    def tier_label(self, row: Alert) -> tuple[str, str]:
        """Show the tier in its colour."""
        return row.tier, row.get_tier_display()

    @display(description=gettext_lazy("Due"), ordering="release_at", label=COLOURS)
    def clock(self, row: Alert) -> tuple[str, str]:
        """Show how long there is until the hold ends by itself."""
        if row.state != Alert.State.HELD or row.release_at is None:
            return "over", "–"
        now = timezone.now()
        late = row.decide_by is not None and row.decide_by < now
        return ("late" if late else "running"), days_left(row.release_at, now=now)

    @display(description=gettext_lazy("In question"), ordering="affected")
    def affected_(self, row: Alert) -> str:
        """Show how much."""
        return evidence_of(row, for_staff=True).affected

    @display(description=gettext_lazy("Of the period"), ordering="share")
    def share_(self, row: Alert) -> str:
        """Show the share."""
        return f"{row.share:.0%}"

    @display(description=gettext_lazy("Outcome"), ordering="outcome")
    def outcome_(self, row: Alert) -> str:
        """Show how it was decided."""
        return outcome_words().get(row.outcome, "–")

    @display(description=gettext_lazy("Evidence"))
    def evidence_(self, row: Alert) -> str:
        """Draw all of it."""
        return render_to_string(
            "admin/fraud/evidence.html", {"evidence": evidence_of(row, for_staff=True)}
        )

    @display(description=gettext_lazy("Decisions"))
    def decisions_(self, row: Alert) -> str:
        """List what was decided and proposed, oldest first."""
        rows = row.decisions.select_related("decided_by")
        return (
            format_html_join(
                "",
                "<p>{}: {} ({}) {}</p>",
                (
                    (
                        _("Proposed") if one.is_proposal else _("Decided"),
                        outcome_words()[one.outcome],
                        one.decided_by or _("the clock"),
                        f"{one.reason} {one.note}",
                    )
                    for one in rows
                ),
            )
            or "–"
        )

    @display(description=gettext_lazy("Holds"))
    def holds_(self, row: Alert) -> str:
        """Link to what is frozen."""
        return (
            format_html_join(
                "",
                '<p><a href="{}">{}</a></p>',
                (
                    (reverse("admin:fraud_hold_change", args=[hold.pk]), str(hold))
                    for hold in row.holds.order_by("pk")
                ),
            )
            or "–"
        )


@tile("fraud.alerts", order=12)
def alerts_waiting(now: Any) -> Tile:
    """Count alerts that wait for a person, and say how many we promised to have decided."""
    found = Alert.objects.filter(state=Alert.State.HELD).aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(decide_by__lt=now)), next=Min("release_at")
    )
    late = found["late"]
    note = ngettext("%(n)d is late", "%(n)d are late", late) % {"n": late} if late else ""
    if not note and found["next"]:
        note = _("Next hold ends: %(left)s") % {"left": days_left(found["next"], now=now)}
    return Tile(
        value=found["open"],
        label=_("Alerts to decide"),
        note=note or _("All done"),
        url=reverse("admin:fraud_alert_changelist") + "?state__exact=held",
        urgent=late > 0,
    )


__all__ = ["AlertAdmin"]
