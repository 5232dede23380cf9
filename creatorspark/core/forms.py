"""Forms of accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import User
from creatorspark.core.services.accounts import OPEN_ROLES
from creatorspark.lib.names import readable


class NameField(forms.CharField):
    """A person's name; of one that nobody could see nothing is left, and it is asked for again."""

    def to_python(self, value: Any) -> str:
        """Return the name as it is read."""
        return readable(super().to_python(value) or "")


class SignUpForm(forms.Form):
    """What sign-up asks beside e-mail and password; the account adapter saves it."""

    display_name = NameField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Shown to the people you work with."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.ChoiceField(
        label=_("I am here as"),
        choices=[(role.value, role.label) for role in OPEN_ROLES],
        initial=User.Role.CREATOR,
        widget=forms.RadioSelect,
    )
    field_order = ["email", "display_name", "role", "password1", "password2"]

    def signup(self, request: object, user: User) -> None:
        """Do nothing: allauth asks for the method, the adapter has saved the user."""
