"""Staff erase a creator, or make two profiles one. Both ask first and can't be undone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from creatorspark.core.admin.acts import Act, Order
from creatorspark.core.models import Creator
from creatorspark.core.services import erasure


class KeptReason(forms.Form):
    """Why. The audit keeps it for ever, so it names nobody."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept with the act for ever. Name no people."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        max_length=500,
    )


class Erase(KeptReason):
    """Erase, though something is left where staff say so."""

    though_open = forms.BooleanField(
        label=gettext_lazy("Whatever is left on the profile is given up"),
        help_text=gettext_lazy("Needed only where money, points or an order are still open."),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )


class Merge(KeptReason):
    """Which profile goes on."""

    kept = forms.IntegerField(
        label=gettext_lazy("Profile that goes on"),
        help_text=gettext_lazy("Its number here, as in the address of its page."),
        min_value=1,
        max_value=2**63 - 1,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    field_order = ("kept", "reason")

    def clean_kept(self) -> Creator:
        """Find it, so that nobody confirms a number that is nobody's."""
        creator = Creator.objects.filter(pk=self.cleaned_data["kept"]).first()
        if creator is None:
            raise ValidationError(_("There is no profile with this number."))
        return creator


def _erase(order: Order) -> str:
    erasure.erase_creator(
        order.row,
        reason=order.answers["reason"],
        though_open=order.answers["though_open"],
        actor=order.actor,
        now=order.now,
    )
    return _("Erased. What was paid stays by its number, and its statements still verify.")


def _merge(order: Order) -> str:
    kept = order.answers["kept"]
    erasure.merge_creators(
        kept, order.row, reason=order.answers["reason"], actor=order.actor, now=order.now
    )
    return _("Merged. %(kept)s goes on with the videos and with what is still due.") % {
        "kept": kept
    }


def _is_there(row: Any, actor: Any) -> bool:
    return actor.is_superuser and not row.is_gone


DEPARTURES = (
    Act(
        name="merge",
        label=gettext_lazy("Merge into another profile"),
        explanation=gettext_lazy(
            "The other profile goes on with this one’s videos, account, points and money that is "
            "not paid yet. Statements of this profile stay under its number. A debt becomes a line "
            "of the other’s next statement. This can’t be undone."
        ),
        run=_merge,
        form=Merge,
        refusals=(erasure.ErasureRefused,),
        may=_is_there,
        icon="merge",
    ),
    Act(
        name="erase",
        label=gettext_lazy("Erase this person"),
        explanation=gettext_lazy(
            "Handle, names, bio, captions, links, files, claims, messages and bank details are "
            "forgotten, and the account is emptied and closed. Counts, grades, statements and the "
            "ledger stay under the profile’s number. This can’t be undone."
        ),
        run=_erase,
        form=Erase,
        refusals=(erasure.ErasureRefused,),
        may=lambda row, actor: actor.is_superuser and row.erased_at is None,
        variant=ActionVariant.DANGER,
        icon="person_remove",
    ),
)
