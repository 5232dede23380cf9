"""What staff fill in about an offer."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextareaWidget


class Decision(forms.Form):
    """What a dispute comes to."""

    amount = forms.DecimalField(
        label=gettext_lazy("The creator gets"),
        help_text=gettext_lazy(
            "From zero to what was agreed. The commission shrinks with it; the rest is released."
        ),
        min_value=Decimal(0),
        decimal_places=2,
        max_digits=12,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Both sides read it."),
        widget=UnfoldAdminTextareaWidget,
        max_length=2_000,
    )


class Words(forms.Form):
    """A message to both sides."""

    text = forms.CharField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("The brand and the creator read it."),
        widget=UnfoldAdminTextareaWidget,
        max_length=4_000,
    )
