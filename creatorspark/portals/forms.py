"""Forms that creators and brands share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.core.forms import NameField


class ProfileForm(forms.Form):
    """What a person tells about themselves."""

    display_name = NameField(
        label=_("Your name"),
        max_length=120,
        required=False,
        help_text=_("Shown to the people you work with."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
