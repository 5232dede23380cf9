"""Trials of policies on history, and cases in which rules were wrong."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from creatorspark.core.admin.acts import Act, FactAdmin, Nothing, Order, Reason
from fraud.models import BackTest, RegressionCase
from fraud.services import regressions
from fraud.services.starting import told


def _set_aside(order: Order) -> str:
    regressions.set_aside(
        order.row, reason=order.answers["reason"], actor=order.actor, now=order.now
    )
    return _("It is run and told about as before, and fails no check.")


def _take_up(order: Order) -> str:
    regressions.take_up(order.row, actor=order.actor, now=order.now)
    return _("Rules are asked to get it right again.")


class WhyAside(Reason):
    """Why numbers can't tell; for staff only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("For example: only the receipt of the advert shows it.")


@admin.register(RegressionCase)
class RegressionCaseAdmin(FactAdmin):
    """Whom rules accused wrongly, kept so that no later rule does it again."""

    list_display = ("reference", "rule", "state_label", "events", "shows_it", "set_aside_at")
    list_filter = ("state", "shows_it", ("set_aside_at", admin.EmptyFieldListFilter))
    list_select_related = ("alert",)
    ordering = ("-pk",)
    fields = (
        ("alert_link", "rule", "state_label"),
        ("events", "one_of", "shows_it"),
        "slice_sha256",
        ("created_at", "captured_at"),
        ("set_aside_at", "set_aside_by"),
        "set_aside_reason",
    )
    readonly_fields = ("alert_link", "rule", "state_label")
    acts = (
        Act(
            name="set_aside",
            label=gettext_lazy("Set aside"),
            explanation=gettext_lazy(
                "No rule is asked to get this right any more, because numbers alone can’t tell. "
                "Trials still run it and say so."
            ),
            run=_set_aside,
            form=WhyAside,
            may=lambda row, actor: row.set_aside_at is None,
            refusals=(regressions.RegressionError,),
            icon="inventory_2",
        ),
        Act(
            name="take_up",
            label=gettext_lazy("Take it up again"),
            run=_take_up,
            form=Nothing,
            may=lambda row, actor: row.set_aside_at is not None,
            icon="undo",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegressionCase]:
        """Leave the slices where they are: pages don't show them."""
        return super().get_queryset(request).defer("slice")

    @display(description=gettext_lazy("Case"), ordering="alert_id")
    def reference(self, row: RegressionCase) -> str:
        """Name the alert that was wrong."""
        return row.alert.reference

    @display(description=gettext_lazy("Alert"))
    def alert_link(self, row: RegressionCase) -> str:
        """Link to the alert that was wrong."""
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>',
            reverse("admin:fraud_alert_change", args=[row.alert_id]),
            row.alert.reference,
        )

    @display(description=gettext_lazy("Rule"), ordering="alert__reason_code")
    def rule(self, row: RegressionCase) -> str:
        """Name the rule that was wrong."""
        return row.alert.reason_code

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={"pending": "info", "captured": "success", "gone": "warning"},
    )
    def state_label(self, row: RegressionCase) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.state, row.get_state_display()


@admin.register(BackTest)
class BackTestAdmin(FactAdmin):
    """Which parameters were tried on which weeks, and what came of it."""

    list_display = ("policy", "digest", "since", "until", "cases", "finished_at")
    list_select_related = ("policy",)
    ordering = ("-pk",)
    fields = (
        "policy_link",
        "in_words",
        ("since", "until"),
        "base_version",
        ("started_at", "finished_at"),
        "tried",
        "parameters_hash",
        "result_hash",
    )
    readonly_fields = ("policy_link", "in_words", "tried", "parameters_hash", "result_hash")

    class Media:
        css = {"all": ("css/desk.css",)}

    @display(description=gettext_lazy("Parameters"))
    def digest(self, row: BackTest) -> str:
        """Show enough of the hash to tell drafts apart."""
        return row.parameters_sha256[:12]

    @display(description=gettext_lazy("Cases"))
    def cases(self, row: BackTest) -> str:
        """Show how many cases it would have made."""
        return str(row.result["totals"]["case"][1]) if row.result else _("not finished")

    @display(description=gettext_lazy("What it found"))
    def in_words(self, row: BackTest) -> str:
        """Say what it found."""
        return told(row.result) if row.result else _("not finished")

    @display(description=gettext_lazy("What was tried"))
    def tried(self, row: BackTest) -> str:
        """Show the parameters, folded: there are many."""
        return format_html(
            '<details><summary class="cursor-pointer">{}</summary>'
            '<pre class="desk-pre">{}</pre></details>',
            _("All parameters"),
            json.dumps(row.parameters, indent=2, sort_keys=True),
        )

    @display(description=gettext_lazy("Fingerprint of the parameters"))
    def parameters_hash(self, row: BackTest) -> str:
        """Show the hash where it can break."""
        return _breakable(row.parameters_sha256)

    @display(description=gettext_lazy("Fingerprint of the result"))
    def result_hash(self, row: BackTest) -> str:
        """Show the hash where it can break."""
        return _breakable(row.result_sha256)

    @display(description=gettext_lazy("Policy"))
    def policy_link(self, row: BackTest) -> str:
        """Link to the whole trial of the policy."""
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>',
            reverse("admin:core_policy_change", args=[row.policy_id]),
            row.policy,
        )


def _breakable(text: str) -> str:
    return format_html('<code class="desk-break">{}</code>', text) if text else "–"
