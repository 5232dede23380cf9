"""Small forms of a brand's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BrandForm(forms.Form):
    """A brand that begins here."""

    name = forms.CharField(label=_("Name of the brand"), max_length=200)
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Helps us check that you are who you say."),
    )
    about = forms.CharField(
        label=_("What you sell"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class InviteForm(forms.Form):
    """Somebody who shall join a team."""

    email = forms.EmailField(
        label=_("E-mail address of their account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
