"""The queue of redemptions: approve, fulfil, reject, hold, release."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from creatorspark.core.models import User
from rewards.domain.redemption import ALLOWED_FROM, Step
from rewards.models import Redemption, RedemptionEvent
from rewards.services import fulfilment
from rewards.services.refusals import RedemptionRefused


class Note(forms.Form):
    """An act that may say something to the creator."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("The creator reads this. It may stay empty."),
        widget=UnfoldAdminTextareaWidget,
        max_length=2000,
        required=False,
    )


def _approve(order: Order) -> str:
    fulfilment.approve(order.row.pk, actor=order.actor, now=order.now)
    return _("Approved, and the creator was told. Fulfil it when they have it.")


def _fulfil(order: Order) -> str:
    fulfilment.fulfil(order.row.pk, note=order.answers["note"], actor=order.actor, now=order.now)
    return _("Done, and the creator was told.")


def _reject(order: Order) -> str:
    fulfilment.reject(
        order.row.pk, reason=order.answers["reason"], actor=order.actor, now=order.now
    )
    return _("Rejected. The points are back and the creator was told why.")


def _hold(order: Order) -> str:
    fulfilment.hold(order.row.pk, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return _("On hold, and the creator was told why.")


def _release(order: Order) -> str:
    fulfilment.release(order.row.pk, note=order.answers["note"], actor=order.actor, now=order.now)
    return _("No longer on hold; it goes on from where it was.")


def _from(step: Step) -> Callable[[Redemption, User], bool]:
    return lambda row, actor: row.state in ALLOWED_FROM[step]


class EventInline(TabularInline):
    """The steps so far."""

    model = RedemptionEvent
    extra = 0
    fields = ("at", "state", "reason", "who")
    readonly_fields = fields
    ordering = ("pk",)
    can_delete = False

    @display(description=gettext_lazy("By"))
    def who(self, row: RedemptionEvent) -> str:
        """Name who did it, also when the account is gone."""
        if row.actor_id is None:
            return _("the product")
        person = User.objects.filter(pk=row.actor_id).first()
        return str(person) if person else _("account %(id)d") % {"id": row.actor_id}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let every member of staff read."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: acts write steps."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: steps stay as they were."""
        return False


@admin.register(Redemption)
class RedemptionAdmin(FactAdmin):
    """The redemption log, and the queue of what waits for staff (the oldest first)."""

    list_display = ("pk", "item", "creator", "amount", "state_label", "creation_date")
    list_filter = ("state", "item__kind", ("creation_date", RangeDateTimeFilter))
    list_select_related = ("item", "creator")
    search_fields = ("creator__handle", "creator__external_id", "item__name", "=id")
    date_hierarchy = "creation_date"
    ordering = ("-pk",)
    inlines = (EventInline,)
    fields = (
        ("item", "creator"),
        ("amount", "exposure"),
        ("state", "state_before_hold"),
        ("creation_date", "updated_at"),
        ("payment", "refund"),
    )
    actions = ("approve_chosen", "fulfil_chosen")
    acts = (
        Act(
            name="approve",
            label=gettext_lazy("Approve"),
            run=_approve,
            refusals=(RedemptionRefused,),
            may=_from(Step.APPROVE),
            icon="check",
        ),
        Act(
            name="fulfil",
            label=gettext_lazy("Fulfil"),
            explanation=gettext_lazy("Say this once the creator has what they paid for."),
            run=_fulfil,
            form=Note,
            refusals=(RedemptionRefused,),
            may=_from(Step.FULFIL),
            icon="done_all",
        ),
        Act(
            name="release",
            label=gettext_lazy("Release"),
            run=_release,
            form=Note,
            refusals=(RedemptionRefused,),
            may=_from(Step.RELEASE),
        ),
        Act(
            name="hold",
            label=gettext_lazy("Put on hold"),
            explanation=gettext_lazy("The points stay set aside while a person looks."),
            run=_hold,
            form=Reason,
            refusals=(RedemptionRefused,),
            may=_from(Step.HOLD),
        ),
        Act(
            name="reject",
            label=gettext_lazy("Reject and give the points back"),
            run=_reject,
            form=Reason,
            refusals=(RedemptionRefused,),
            may=_from(Step.REJECT),
            variant=ActionVariant.DANGER,
        ),
    )

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={
            "requested": "info",
            "approved": "warning",
            "held": "danger",
            "fulfilled": "success",
        },
    )
    def state_label(self, row: Redemption) -> tuple[str, str]:
        """Show the state in its colour."""
        return row.state, row.get_state_display()

    @admin.action(description=gettext_lazy("Approve the chosen ones"))
    def approve_chosen(self, request: HttpRequest, chosen: QuerySet[Redemption]) -> None:
        """Approve them one at a time, and say which could not be."""
        self._each(request, chosen, fulfilment.approve)

    @admin.action(description=gettext_lazy("Fulfil the chosen ones"))
    def fulfil_chosen(self, request: HttpRequest, chosen: QuerySet[Redemption]) -> None:
        """Fulfil them one at a time, and say which could not be."""
        self._each(request, chosen, fulfilment.fulfil)

    def _each(
        self, request: HttpRequest, chosen: QuerySet[Redemption], step: Callable[..., Redemption]
    ) -> None:
        done = 0
        for pk in chosen.order_by("pk").values_list("pk", flat=True):
            try:
                step(pk, actor=request.user, now=timezone.now())
            except RedemptionRefused as refusal:
                messages.warning(request, f"#{pk}: {refusal}")
            else:
                done += 1
        if done:
            messages.success(
                request,
                ngettext("%(done)d redemption moved on.", "%(done)d redemptions moved on.", done)
                % {"done": done},
            )
