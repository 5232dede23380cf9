"""Who stands against whom: suggested by rule, decided by staff."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from creatorspark.core.models import User
from marketplace.models import Rivalry
from marketplace.services import families


def _end(order: Order) -> str:
    row: Rivalry = order.row
    families.set_rivals(row.first, other=row.second, active=False, actor=order.actor, now=order.now)
    return _("They aren't rivals any more; no rule suggests it again.")


def _begin(order: Order) -> str:
    row: Rivalry = order.row
    families.set_rivals(row.first, other=row.second, active=True, actor=order.actor, now=order.now)
    return _("They are rivals; no rule takes it back.")


def _ends(row: Rivalry, actor: User) -> bool:
    return row.active


@admin.register(Rivalry)
class RivalryAdmin(FactAdmin):
    """Pairs of brands that don't want the same creator at the same time."""

    list_display = ("first", "second", "because", "source", "active")
    list_filter = ("active", "source")
    list_select_related = ("first", "second")
    search_fields = ("first__name", "second__name")
    ordering = ("first__name", "second__name")
    fields = (("first", "second"), "because", ("source", "active"), "created_at")
    acts = (
        Act(
            name="end",
            label=gettext_lazy("They aren't rivals"),
            run=_end,
            may=_ends,
            refusals=(families.FamilyError,),
            variant=ActionVariant.DANGER,
        ),
        Act(
            name="begin",
            label=gettext_lazy("They are rivals"),
            run=_begin,
            may=lambda row, actor: not row.active or row.source == Rivalry.Source.SUGGESTED,
            refusals=(families.FamilyError,),
            variant=ActionVariant.PRIMARY,
        ),
    )
