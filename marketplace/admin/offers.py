"""Offers and the desk of disputes: read both sides, decide, and write down what brands paid."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from creatorspark.core.models import User
from creatorspark.lib.money import format_minor, plain_minor
from marketplace.admin.offer_forms import Decision, Words
from marketplace.domain.offers.reasons import WORDS
from marketplace.domain.offers.states import Act as OfferAct
from marketplace.domain.offers.states import Side, State, state_after
from marketplace.models import Delivery, Offer, OfferMessage, OfferStep
from marketplace.services.offers import deciding, writing
from marketplace.services.offers.refusals import OfferRefused

MINOR: Final = 100
LABELS: Final = {
    "invited": "info",
    "offered": "info",
    "countered": "info",
    "accepted": "warning",
    "delivered": "warning",
    "disputed": "danger",
    "completed": "success",
}


def _decide(order: Order) -> str:
    amount = int(order.answers["amount"] * MINOR)
    deciding.decide(
        order.row.pk,
        amount=amount,
        reason=order.answers["reason"],
        actor=order.actor,
        now=order.now,
    )
    if amount == 0:
        return _("Decided: nothing is owed, the promise is released, and both were told why.")
    return _("Decided: %(sum)s are owed, and both were told why.") % {
        "sum": format_minor(amount, currency=order.row.currency)
    }


def _cancel(order: Order) -> str:
    deciding.cancel(order.row.pk, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("Cancelled; nothing is owed, and both were told why.")


def _received(order: Order) -> str:
    if deciding.received(order.row.pk, actor=order.actor, now=order.now):
        return _("Written down. The fee is on the creator's next statement.")
    return _("That was written down before.")


def _write(order: Order) -> str:
    writing.write(
        order.row.pk,
        side=Side.STAFF,
        text=order.answers["text"],
        actor=order.actor,
        now=order.now,
    )
    return _("Sent to both sides.")


def _may(act: OfferAct) -> Any:
    return lambda row, actor: state_after(act, side=Side.STAFF, state=State(row.state)) is not None


class _Kept(TabularInline):
    """Rows that stay as they were."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every member of staff read."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: acts write them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: they stay."""
        return False


class StepInline(_Kept):
    """The steps so far."""

    model = OfferStep
    fields = ("at", "state", "sum", "why", "who")
    readonly_fields = fields
    ordering = ("pk",)

    @display(description=gettext_lazy("On the table"))
    def sum(self, row: OfferStep) -> str:
        """Write what was on the table then."""
        return "–" if row.amount is None else format_minor(row.amount, currency=row.currency)

    @display(description=gettext_lazy("Reason"))
    def why(self, row: OfferStep) -> str:
        """Write the reason in words; those of no list as they stand."""
        return _(WORDS[row.reason]) if row.reason in WORDS else row.reason or "–"

    @display(description=gettext_lazy("By"))
    def who(self, row: OfferStep) -> str:
        """Name who did it, also when the account is gone."""
        if row.actor_id is None:
            return _("the clock")
        person = User.objects.filter(pk=row.actor_id).first()
        return str(person) if person else _("account %(id)d") % {"id": row.actor_id}


class MessageInline(_Kept):
    """What both sides wrote."""

    model = OfferMessage
    fields = ("at", "side", "text")
    readonly_fields = fields
    ordering = ("pk",)


class DeliveryInline(_Kept):
    """What was delivered."""

    model = Delivery
    fields = ("video", "delivered_at", "approved_at")
    readonly_fields = fields
    ordering = ("pk",)


@admin.register(Offer)
class OfferAdmin(FactAdmin):
    """Offers of all brands; disputes wait for a person."""

    list_display = (
        "number",
        "campaign",
        "creator",
        "fee",
        "commission_label",
        "state_label",
        "paid_label",
        "updated_at",
    )
    list_filter = (
        "state",
        ("campaign", admin.RelatedOnlyFieldListFilter),
        ("paid_at", admin.EmptyFieldListFilter),
        ("created_at", RangeDateTimeFilter),
    )
    list_select_related = ("campaign__brand", "creator")
    search_fields = ("campaign__brand__name", "campaign__name", "creator__handle", "=id")
    ordering = ("-updated_at", "-pk")
    inlines = (StepInline, MessageInline, DeliveryInline)
    fields = (
        ("brand", "campaign", "creator"),
        ("state", "version", "answer_reason"),
        ("fee", "commission_label", "settled_label"),
        ("deadline", "deliver_by", "delivered_at"),
        ("accepted_at", "completed_at", "paid_at"),
        "wish",
        "policy",
    )
    readonly_fields = ("brand", "fee", "commission_label", "settled_label")
    acts = (
        Act(
            name="decide",
            label=gettext_lazy("Decide the dispute"),
            explain=lambda row: (
                _("%(sum)s were agreed. Read both sides below first; a decision is not taken back.")
                % {"sum": format_minor(row.amount or 0, currency=row.currency)}
            ),
            run=_decide,
            form=Decision,
            initial=lambda row: {"amount": plain_minor(row.amount or 0)},
            refusals=(OfferRefused,),
            may=_may(OfferAct.PAY),
            icon="gavel",
        ),
        Act(
            name="received",
            label=gettext_lazy("The brand's payment arrived"),
            explain=lambda row: (
                _(
                    "%(cost)s are owed: %(fee)s go to the creator with the next statement, "
                    "%(share)s are our commission."
                )
                % {
                    "cost": format_minor(
                        (row.settled or 0) + (row.settled_commission or 0), currency=row.currency
                    ),
                    "fee": format_minor(row.settled or 0, currency=row.currency),
                    "share": format_minor(row.settled_commission or 0, currency=row.currency),
                }
            ),
            run=_received,
            refusals=(OfferRefused,),
            may=lambda row, actor: row.state == State.COMPLETED and row.paid_at is None,
            icon="payments",
        ),
        Act(
            name="write",
            label=gettext_lazy("Write to both"),
            run=_write,
            form=Words,
            refusals=(OfferRefused,),
            icon="mail",
        ),
        Act(
            name="cancel",
            label=gettext_lazy("Cancel"),
            explanation=gettext_lazy(
                "For what can't go on. A promise is released; nothing is owed."
            ),
            run=_cancel,
            form=Reason,
            refusals=(OfferRefused,),
            may=_may(OfferAct.CANCEL),
            variant=ActionVariant.DANGER,
        ),
    )

    @display(description=gettext_lazy("Offer"), ordering="pk")
    def number(self, row: Offer) -> str:
        """Write its number."""
        return f"#{row.pk}"

    @display(description=gettext_lazy("Brand"))
    def brand(self, row: Offer) -> str:
        """Name the brand."""
        return row.campaign.brand.name

    @display(description=gettext_lazy("Fee"), ordering="amount")
    def fee(self, row: Offer) -> str:
        """Write what is on the table."""
        return "–" if row.amount is None else format_minor(row.amount, currency=row.currency)

    @display(description=gettext_lazy("Commission"), ordering="commission")
    def commission_label(self, row: Offer) -> str:
        """Write the house's share."""
        if row.commission is None:
            return "–"
        return format_minor(row.commission, currency=row.currency)

    @display(description=gettext_lazy("Owed in the end"))
    def settled_label(self, row: Offer) -> str:
        """Write what was settled."""
        if row.settled is None:
            return "–"
        return _("%(fee)s and %(share)s commission") % {
            "fee": format_minor(row.settled, currency=row.currency),
            "share": format_minor(row.settled_commission or 0, currency=row.currency),
        }

    @display(description=gettext_lazy("State"), ordering="state", label=LABELS)
    def state_label(self, row: Offer) -> tuple[str, str]:
        """Show the state in its colour."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Paid"), ordering="paid_at")
    def paid_label(self, row: Offer) -> str:
        """Say whether a brand that owes has paid."""
        if row.state != State.COMPLETED:
            return "–"
        return _("yes") if row.paid_at is not None else _("not yet")
