"""Corrections of earnings: added from a creator's page with a reason, and only read afterwards."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from creatorspark.core.admin.acts import Act, FactAdmin, Order, offer
from creatorspark.core.admin.facts import CreatorAdmin, actor_of, with_actor
from creatorspark.lib.money import format_minor
from rewards.models import StaffAdjustment
from rewards.services import adjustments
from rewards.services.adjustments import LINK_LENGTH, REASON_LENGTH, AdjustmentRefused


class Correction(forms.Form):
    """What a correction states. The key makes a form that is sent twice count once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    amount = forms.DecimalField(
        label=gettext_lazy("Sum"),
        help_text=gettext_lazy("In the currency of pay, such as 12.50; below zero takes back."),
        max_digits=10,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "The creator reads this, and it is signed with the statement for good. Name no people."
        ),
        max_length=REASON_LENGTH,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    link = forms.CharField(
        label=gettext_lazy("Link"),
        help_text=gettext_lazy("For example the address of the appeal. It may stay empty."),
        max_length=LINK_LENGTH,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    video = forms.IntegerField(
        label=gettext_lazy("Video"),
        help_text=gettext_lazy("Its number here, where the correction is about one video."),
        min_value=1,
        max_value=2**63 - 1,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )


def _correct(order: Order) -> str:
    given = order.answers
    adjustments.adjust_earnings(
        creator_id=order.row.pk,
        video_id=given["video"],
        amount=int(given["amount"] * Decimal(100)),
        reason=given["reason"],
        link=given["link"],
        key=f"staff:{given['key']}",
        actor=order.actor,
        now=order.now,
    )
    return _("Stored, and the creator was told. It becomes a line when the week closes.")


offer(
    CreatorAdmin,
    Act(
        name="correct_earnings",
        label=gettext_lazy("Add a correction of earnings"),
        explanation=gettext_lazy(
            "The sum becomes a line of the open week’s statement, with your reason. It may take "
            "back more than that week earns: the rest is carried to the weeks after it and shown "
            "as such, and what is paid out never falls below zero."
        ),
        run=_correct,
        form=Correction,
        refusals=(AdjustmentRefused,),
        initial=lambda row: {"key": uuid4().hex},
        icon="edit_note",
    ),
)


@admin.register(StaffAdjustment)
class StaffAdjustmentAdmin(FactAdmin):
    """Sums that a person added or took back, and the statement each went into."""

    list_display = ("creator", "shown_amount", "reason", "where", "who", "created_at")
    list_filter = (("statement", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("creator", "statement")
    search_fields = ("creator__handle", "creator__external_id", "reason", "=id")
    ordering = ("-pk",)
    fields = (
        ("creator", "video"),
        "shown_amount",
        "reason",
        "link",
        "where",
        ("who", "created_at"),
        "key",
    )
    readonly_fields = ("shown_amount", "where", "who")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring along each author's address, and the currency of what isn't in a statement yet."""
        rows = with_actor(super().get_queryset(request), column="created_by_id")
        currency = Value(adjustments.pay_currency(now=timezone.now()))
        return rows.annotate(currency=Coalesce("statement__currency", currency))

    @display(description=gettext_lazy("Sum"), ordering="amount")
    def shown_amount(self, row: Any) -> str:
        """Write the sum in the currency it is paid in."""
        return format_minor(row.amount, currency=row.currency)

    @display(description=gettext_lazy("Statement"), ordering="statement")
    def where(self, row: StaffAdjustment) -> str:
        """Lead to the statement that states it, once there is one."""
        if row.statement is None:
            return _("waits for the week to close")
        address = reverse("admin:rewards_statement_change", args=[row.statement_id])
        return format_html('<a href="{}">{}</a>', address, f"{row.statement.week:%G-W%V}")

    @display(description=gettext_lazy("By"))
    def who(self, row: Any) -> str:
        """Name the author, who may have left since."""
        return actor_of(row, column="created_by_id")
