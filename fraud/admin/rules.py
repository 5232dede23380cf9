"""Rules that are on trial because they were wrong too often, and rules that rest for somebody."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from fraud.models import RuleSnooze, RuleSwitch
from fraud.services.rules import SnoozeError, end_snooze, end_switch


def _end(order: Order) -> str:
    end_switch(order.row, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("The rule works again.")


def _wake(order: Order) -> str:
    end_snooze(order.row, actor=order.actor, now=order.now)
    return _("The rule works for this creator again.")


@admin.register(RuleSwitch)
class RuleSwitchAdmin(FactAdmin):
    """Rules that switched themselves to shadow."""

    list_display = ("code", "since", "overturned", "ended_at")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    ordering = ("-pk",)
    acts = (
        Act(
            name="end",
            label=gettext_lazy("Let it work again"),
            explanation=gettext_lazy("From the next run on it makes alerts again. Say why."),
            run=_end,
            form=Reason,
            may=lambda row, actor: row.ended_at is None,
            icon="play_arrow",
        ),
    )

    @display(description=gettext_lazy("Overturned"))
    def overturned(self, row: RuleSwitch) -> str:
        """Show how often it was wrong."""
        return _("%(fell)d of %(decided)d") % {"fell": row.fell, "decided": row.decided}


@admin.register(RuleSnooze)
class RuleSnoozeAdmin(FactAdmin):
    """Rules at rest."""

    list_display = ("creator", "code", "until", "reason", "placed_by")
    list_select_related = ("creator", "placed_by")
    list_filter = ("code", "until")
    search_fields = ("creator__handle",)
    ordering = ("-pk",)
    acts = (
        Act(
            name="end",
            label=gettext_lazy("End the rest"),
            explanation=gettext_lazy("From the next run on the rule looks at this creator again."),
            run=_wake,
            refusals=(SnoozeError,),
            may=lambda row, actor: row.until > timezone.now(),
            icon="play_arrow",
        ),
    )
