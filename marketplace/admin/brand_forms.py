"""What staff are asked for when they change a brand."""

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

from marketplace.models import Brand
from marketplace.selectors.wording import INDUSTRY_LABELS


class Describe(forms.Form):
    """What a brand says of itself and whom it wants."""

    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
    )
    goals = forms.CharField(
        label=gettext_lazy("Goals"),
        required=False,
        max_length=4_000,
        widget=UnfoldAdminTextareaWidget,
        help_text=gettext_lazy("What it sells is read from these words."),
    )
    activities = forms.CharField(
        label=gettext_lazy("Past work with creators"),
        required=False,
        max_length=4_000,
        widget=UnfoldAdminTextareaWidget,
    )
    ages = forms.CharField(
        label=gettext_lazy("Age wanted"),
        required=False,
        max_length=40,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Like 13-35 or 18+; empty is everybody."),
    )
    genders = forms.MultipleChoiceField(
        label=gettext_lazy("Gender wanted"),
        required=False,
        choices=[("female", gettext_lazy("Female")), ("male", gettext_lazy("Male"))],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("None or both is everybody."),
    )
    markets = forms.CharField(
        label=gettext_lazy("Market wanted"),
        required=False,
        max_length=1_000,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Like US, Germany; empty is the whole world."),
    )


class Industries(forms.Form):
    """What a brand sells, said by staff."""

    industries = forms.MultipleChoiceField(
        label=gettext_lazy("What it sells"),
        required=False,
        choices=[(one.value, label) for one, label in INDUSTRY_LABELS.items()],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("Each counts as much as the others. None: read from its words."),
    )


class Parent(forms.Form):
    """The company above."""

    parent = forms.ModelChoiceField(
        label=gettext_lazy("Parent company"),
        queryset=Brand.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("It stands alone"),
        widget=UnfoldAdminSelectWidget,
    )


class Rival(forms.Form):
    """The brand on the other side."""

    other = forms.ModelChoiceField(
        label=gettext_lazy("The other brand"),
        queryset=Brand.objects.order_by("name"),
        widget=UnfoldAdminSelectWidget,
    )
    because = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
