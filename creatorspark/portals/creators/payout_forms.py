"""What a creator tells about their bank."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BankAccountForm(forms.Form):
    """Holder and IBAN. The number that is known is never put into the page again."""

    holder = forms.CharField(
        label=_("Account holder"),
        max_length=200,
        help_text=_("Your name as your bank writes it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=60,
        help_text=_("With or without spaces. We keep it encrypted and show its last four only."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "inputmode": "text",
            }
        ),
    )
