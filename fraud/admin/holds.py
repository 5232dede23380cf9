"""Holds: what may not move, since when and why."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from creatorspark.core.admin.acts import Act, FactAdmin, Order, Reason
from creatorspark.core.models import User
from fraud.models import Hold
from fraud.services.holds import release_hold


def _release(order: Order) -> str:
    release_hold(order.row, reason=order.answers["reason"], actor=order.actor, now=order.now)
    return str(gettext_lazy("Released, and the creator was told."))


def _may(row: Hold, actor: User) -> bool:
    # What an alert froze is decided with the alert.
    return row.alert_id is None and row.released_at is None and row.final_at is None


@admin.register(Hold)
class HoldAdmin(FactAdmin):
    """Holds, the newest first."""

    list_display = (
        "creator",
        "video",
        "reason_code",
        "share",
        "placed_at",
        "released_at",
        "final_at",
    )
    list_filter = (
        ("released_at", admin.EmptyFieldListFilter),
        ("final_at", admin.EmptyFieldListFilter),
        "placed_at",
    )
    list_select_related = ("creator", "video")
    search_fields = ("creator__handle", "video__external_id")
    ordering = ("-pk",)
    acts = (
        Act(
            name="release",
            label=gettext_lazy("Release"),
            explanation=gettext_lazy("What it keeps back is free again; the creator is told why."),
            run=_release,
            form=Reason,
            may=_may,
            icon="lock_open",
        ),
    )
