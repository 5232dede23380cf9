"""What a person says about a new token."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import ApiToken, User

LIFETIMES = [
    (7, _("One week")),
    (30, _("30 days")),
    (90, _("90 days")),
    (365, _("One year")),
]
USUAL_DAYS = 90
POWERS = {
    ApiToken.Scope.READ: _("Read: it sees what you see and changes nothing"),
    ApiToken.Scope.WRITE: _("Read and write: it also does what you may do here"),
    ApiToken.Scope.INGEST: _("Send metrics and events: it delivers counts and reads nothing"),
}


class TokenForm(forms.Form):
    """A name, what the token may do, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("After the machine or program that will use it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"), widget=forms.RadioSelect, initial=ApiToken.Scope.READ
    )
    days = forms.TypedChoiceField(
        label=_("Works for"), choices=LIFETIMES, coerce=int, initial=USUAL_DAYS
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        scope.choices = [
            (power.value, words)
            for power, words in POWERS.items()
            if power != ApiToken.Scope.INGEST or user.is_staff
        ]

    def lifetime(self) -> timedelta:
        """Return how long the token shall work."""
        return timedelta(days=self.cleaned_data["days"])
