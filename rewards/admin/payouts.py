"""Payouts: where each is, its steps, and sending one once more that a bank refused."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from creatorspark.core.admin.facts import actor_of, with_actor
from creatorspark.lib.money import format_minor
from creatorspark.lib.periods import week_label
from rewards.domain.payout import WAITING_FOR_DETAILS
from rewards.models import Payout, PayoutEvent, PayoutLine
from rewards.services.payouts.paying_again import pay_again
from rewards.services.payouts.refusals import PayoutRefused

COLOURS = {
    "pending": "info",
    "held": "danger",
    "payable": "warning",
    "sent": "info",
    "paid": "success",
    "rejected": "danger",
    "returned": "danger",
}


def _pay_again(order: Order) -> str:
    pay_again(order.row.pk, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("Ready to pay again: it goes out with the next batch, and the creator was told.")


class ReadOnlyInline(TabularInline):
    """Rows that services wrote, under the row they belong to."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every member of staff read."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: services write."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: what happened stays as it was."""
        return False


class PayoutEventInline(ReadOnlyInline):
    """The timeline that the creator sees too."""

    model = PayoutEvent
    fields = ("at", "state", "reason", "who")
    readonly_fields = fields
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring along who did it."""
        return with_actor(super().get_queryset(request))

    @display(description=gettext_lazy("By"))
    def who(self, row: Any) -> str:
        """Name who did it, also when the account is gone."""
        return actor_of(row) if row.actor_id else _("the product")


class HeldLineInline(ReadOnlyInline):
    """The lines that a hold put into this payout."""

    model = PayoutLine
    verbose_name_plural = gettext_lazy("Held lines")
    fields = ("hold_id", "line_link", "shown_amount")
    readonly_fields = fields
    ordering = ("pk",)
    per_page = 30

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the lines and their currency along."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related("line", "payout")

    @display(description=gettext_lazy("Line"))
    def line_link(self, row: PayoutLine) -> str:
        """Lead to the line with all that it was computed from."""
        address = reverse("admin:rewards_earningsline_change", args=[row.line_id])
        return format_html('<a href="{}">{}</a>', address, row.line)

    @display(description=gettext_lazy("Amount"))
    def shown_amount(self, row: PayoutLine) -> str:
        """Write the amount in the payout's currency."""
        return format_minor(row.amount, currency=row.payout.currency)


@admin.register(Payout)
class PayoutAdmin(FactAdmin):
    """Every payout, whatever its state."""

    list_display = (
        "pk",
        "creator",
        "week",
        "shown_amount",
        "state_label",
        "payable_from",
        "attempt",
        "updated_at",
    )
    list_filter = ("state", "currency", ("payable_from", RangeDateTimeFilter))
    list_select_related = ("creator", "statement")
    search_fields = ("creator__handle", "creator__external_id", "=id", "=batch__message_id")
    search_help_text = gettext_lazy(
        "A creator’s handle or id, a payout’s number, or a batch’s message id."
    )
    ordering = ("-pk",)
    inlines = (PayoutEventInline, HeldLineInline)
    fields = (
        ("creator", "statement_link"),
        ("shown_amount", "part"),
        ("state", "bank_reason"),
        ("payable_from", "attempt"),
        ("batch_link", "created_at", "updated_at"),
        "money_link",
    )
    readonly_fields = ("statement_link", "shown_amount", "batch_link", "money_link")
    acts = (
        Act(
            name="pay_again",
            label=gettext_lazy("Pay again"),
            explanation=gettext_lazy(
                "It becomes ready to pay and goes out with the next batch, to the bank details "
                "that the creator has then. New bank details do the same by themselves."
            ),
            run=_pay_again,
            form=Reason,
            refusals=(PayoutRefused,),
            may=lambda row, actor: row.state in WAITING_FOR_DETAILS,
            icon="replay",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the bytes of statements where they are."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.defer("statement__body", "statement__signature")

    @display(description=gettext_lazy("Week"), ordering="statement__week")
    def week(self, row: Payout) -> str:
        """Name the week, and the part where there are several."""
        label = week_label(row.statement.week)
        return (
            label if row.part == 1 else _("%(week)s, part %(n)d") % {"week": label, "n": row.part}
        )

    @display(description=gettext_lazy("Amount"), ordering="amount")
    def shown_amount(self, row: Payout) -> str:
        """Write the amount in its currency."""
        return format_minor(row.amount, currency=row.currency)

    @display(description=gettext_lazy("State"), ordering="state", label=COLOURS)
    def state_label(self, row: Payout) -> tuple[str, str]:
        """Show the state in its colour."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Statement"))
    def statement_link(self, row: Payout) -> str:
        """Lead to the statement."""
        address = reverse("admin:rewards_statement_change", args=[row.statement_id])
        return format_html('<a href="{}">{}</a>', address, week_label(row.statement.week))

    @display(description=gettext_lazy("Batch"))
    def batch_link(self, row: Payout) -> str:
        """Lead to the file it left in."""
        if row.batch_id is None:
            return "–"
        address = reverse("admin:rewards_payoutbatch_change", args=[row.batch_id])
        return format_html('<a href="{}">#{}</a>', address, row.batch_id)

    @display(description=gettext_lazy("In the ledger"))
    def money_link(self, row: Payout) -> str:
        """Lead to what moved its money."""
        address = reverse("admin:rewards_transaction_changelist")
        words = _("Transactions about this payout")
        about = f"reference_type=rewards.payout&reference_id={row.pk}"
        return format_html('<a href="{}?{}">{}</a>', address, about, words)
