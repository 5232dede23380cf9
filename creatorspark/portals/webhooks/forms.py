"""What a person says about an endpoint."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.core.models import WebhookEndpoint
from creatorspark.core.webhooks import kinds
from creatorspark.core.webhooks.endpoints import Wish

FIELDS = ("name", "url", "events")


class EndpointForm(forms.Form):
    """A name, an address, and what it hears."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("After the program that listens there."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("It begins with https:// and is on the public internet."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What it hears"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one of the events.")},
    )

    def __init__(self, data: Any = None, *, endpoint: WebhookEndpoint | None = None) -> None:
        names = [(kind.name, kind.label) for kind in kinds.kinds()]
        chosen = endpoint.events if endpoint else [name for name, _label in names]
        initial: dict[str, Any] = {"events": chosen}
        if endpoint:
            initial |= {"name": endpoint.name, "url": endpoint.url}
        super().__init__(data, initial=initial)
        events = self.fields["events"]
        assert isinstance(events, forms.MultipleChoiceField)
        events.choices = names

    def wish(self) -> Wish:
        """Return what was asked for."""
        return Wish(**{name: self.cleaned_data[name] for name in FIELDS})


class RecoverForm(forms.Form):
    """How far back to look for what was missed."""

    days = forms.TypedChoiceField(
        label=_("From the last"),
        choices=[(1, _("day")), (7, _("7 days")), (30, _("30 days"))],
        coerce=int,
        initial=7,
    )

    def since(self, *, now: datetime) -> datetime:
        """Return the moment."""
        return now - timedelta(days=self.cleaned_data["days"])


class RotateForm(forms.Form):
    """How long the old secret goes on."""

    hours = forms.TypedChoiceField(
        label=_("The old secret"),
        widget=forms.RadioSelect,
        choices=[
            (24, _("goes on for a day beside the new one, so that nothing is lost")),
            (168, _("goes on for 7 days beside the new one")),
            (0, _("ends at once, because somebody else may know it")),
        ],
        coerce=int,
        initial=24,
    )

    def overlap(self) -> timedelta:
        """Return how long."""
        return timedelta(hours=self.cleaned_data["hours"])
