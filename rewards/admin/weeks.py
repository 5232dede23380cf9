"""Weeks of pay: which are closed, and closing what is due without waiting for the clock."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from creatorspark.lib.money import format_minor
from creatorspark.lib.periods import week_label
from rewards.models import WeekClose
from rewards.services.policies import pay_began
from rewards.services.weeks import work


def _close_now(order: Order) -> str:
    work.request_closing(actor=order.actor, now=order.now)
    if pay_began() is None:
        return _("Queued, but no pay policy is in force, so no week is due. Activate one first.")
    return _("Queued. A worker closes the weeks that are over; “Jobs” shows how far it is.")


@admin.register(WeekClose)
class WeekCloseAdmin(FactAdmin):
    """Weeks that were closed or are being closed."""

    list_display = ("label", "policy", "statements", "lines", "sum_of_lines", "state_label")
    list_select_related = ("policy",)
    ordering = ("-week",)
    fields = (
        ("label", "policy"),
        ("statements", "lines", "sum_of_lines"),
        ("started_at", "closed_at"),
    )
    readonly_fields = ("label", "sum_of_lines")
    list_acts = (
        Act(
            name="close_now",
            label=gettext_lazy("Close what is due now"),
            explanation=gettext_lazy(
                "A worker closes every week that is over, the oldest first. The clock does the "
                "same every Monday; a week that is closed stays as it is."
            ),
            run=_close_now,
            icon="event_available",
        ),
    )

    @display(description=gettext_lazy("Week"), ordering="week")
    def label(self, row: WeekClose) -> str:
        """Name the week."""
        return week_label(row.week)

    @display(description=gettext_lazy("Total"), ordering="total")
    def sum_of_lines(self, row: WeekClose) -> str:
        """Write the sum of all lines of the week."""
        return format_minor(row.total, currency=row.policy.parameters["currency"])

    @display(
        description=gettext_lazy("State"),
        ordering="closed_at",
        label={"closed": "success", "closing": "warning"},
    )
    def state_label(self, row: WeekClose) -> tuple[str, str]:
        """Say whether it is done."""
        return ("closed", _("Closed")) if row.closed_at else ("closing", _("Closing"))
