"""What each act on an offer asks for."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MINOR: Final = 100
MOST: Final = Decimal("10000000")
DUE_AFTER: Final = timedelta(days=21)
LAST_SECOND: Final = time(23, 59, 59, tzinfo=UTC)


def end_of(day: date | None) -> datetime | None:
    """Return the last second of a day, so that the whole day counts."""
    return None if day is None else datetime.combine(day, LAST_SECOND)


def minor(amount: Decimal | None) -> int | None:
    """Return minor units of an amount with two decimals."""
    return None if amount is None else int(amount * MINOR)


def fee_field(*, required: bool, label: Any, help_text: Any = "") -> forms.DecimalField:
    """Return the field of a fee."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=Decimal("0.01"),
        max_value=MOST,
        decimal_places=2,
        max_digits=12,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0.01"}),
    )


def day_field(*, label: Any, help_text: Any, required: bool = True) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AskForm(forms.Form):
    """How a brand begins: with a fee it is an offer, without one an invitation."""

    amount = fee_field(
        required=False,
        label=gettext_lazy("Fee for the creator"),
        help_text=gettext_lazy("Leave it empty to invite the creator to name a fee."),
    )
    wish = forms.CharField(
        label=gettext_lazy("What you would like to have made"),
        max_length=4_000,
        help_text=gettext_lazy("How many videos, about what, and what must be in them."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    deadline = day_field(
        label=gettext_lazy("Answer by"), help_text=gettext_lazy("The whole day counts, in UTC.")
    )
    deliver_by = day_field(
        label=gettext_lazy("Deliver by"),
        help_text=gettext_lazy("When the videos are to be online. Needed with a fee."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day of delivery where a fee is named."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("amount") is not None and not answers.get("deliver_by"):
            self.add_error("deliver_by", _("An offer with a fee says until when it is due."))
        return answers

    @property
    def ask(self) -> dict[str, Any]:
        """Return the answers as the marketplace takes them."""
        given = self.cleaned_data
        return {
            "amount": minor(given["amount"]),
            "wish": given["wish"],
            "deadline": end_of(given["deadline"]),
            "deliver_by": end_of(given["deliver_by"]),
        }


class ActForm(forms.Form):
    """What every act carries: the version that was read, and words for the other side."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("A few words"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        reasons: Sequence[tuple[str, str]] = (),
        videos: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Take what can be chosen; forms without choices leave it."""
        super().__init__(*args, **kwargs)
        for name, choices in (("reason", reasons), ("videos", videos)):
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField | forms.TypedMultipleChoiceField):
                field.choices = list(choices)

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers as the marketplace takes them."""
        return {"version": self.cleaned_data["version"], "text": self.cleaned_data["text"]}


class ReasonForm(ActForm):
    """An act with a reason."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), widget=forms.Select)
    field_order: Sequence[str] = ("version", "reason", "text")

    @property
    def answers(self) -> dict[str, Any]:
        """Add the reason."""
        return {**super().answers, "reason": self.cleaned_data["reason"]}


class DisputeForm(ReasonForm):
    """A dispute: the words are needed, since a person reads them."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong"),
        max_length=4_000,
        help_text=gettext_lazy("The other side and the person who decides read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FeeForm(ActForm):
    """One's own fee, as the creator."""

    amount = fee_field(required=True, label=gettext_lazy("Your fee"))
    field_order: Sequence[str] = ("version", "amount", "text")

    @property
    def answers(self) -> dict[str, Any]:
        """Add the fee in minor units."""
        return {**super().answers, "amount": minor(self.cleaned_data["amount"])}


class OfferForm(FeeForm):
    """A fee and its days, as the brand."""

    amount = fee_field(required=True, label=gettext_lazy("Fee for the creator"))
    deadline = day_field(
        label=gettext_lazy("Answer by"), help_text=gettext_lazy("The whole day counts, in UTC.")
    )
    deliver_by = day_field(
        label=gettext_lazy("Deliver by"),
        help_text=gettext_lazy("When the videos are to be online."),
    )
    field_order: Sequence[str] = ("version", "amount", "deadline", "deliver_by", "text")

    @property
    def answers(self) -> dict[str, Any]:
        """Add the days."""
        return {
            **super().answers,
            "deadline": end_of(self.cleaned_data["deadline"]),
            "deliver_by": end_of(self.cleaned_data["deliver_by"]),
        }


class DeliverForm(ActForm):
    """What was made."""

    videos = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which videos"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one video.")},
    )
    field_order: Sequence[str] = ("version", "videos", "text")

    @property
    def answers(self) -> dict[str, Any]:
        """Add the videos."""
        return {**super().answers, "video_ids": self.cleaned_data["videos"]}


class MessageForm(forms.Form):
    """Words for the other side."""

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
