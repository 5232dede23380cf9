"""The form of a brief: the same fields whether it is new or changed."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creatorspark.lib.money import MINOR_PER_MAJOR
from marketplace import interface as marketplace
from marketplace.interface import Brief, BriefRefused

GRADES = (("", _("Any")), *((letter, _("%s or better") % letter) for letter in "ABCD"))
_COMMAS = re.compile(r"[,;\n]+")
PERCENT = 100


class MoneyInput(forms.DecimalField):
    """An amount in whole units with two decimals; what comes out is minor units."""

    def clean(self, value: Any) -> Any:
        """Return minor units, None for nothing."""
        amount: Decimal | None = super().clean(str(value).replace(",", "") if value else value)
        return None if amount is None else int(amount * MINOR_PER_MAJOR)


class BriefForm(forms.Form):
    """What a brand asks for. What can't be right is found by the service, which knows it all."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Spring launch"), "maxlength": 200}),
        help_text=_("For your team; creators see it on an offer."),
    )
    goals = forms.CharField(
        label=_("What do you want to reach?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "maxlength": 5000}),
        help_text=_("What you sell, to whom, and what a video should do, in your own words."),
    )
    industries = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    categories = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    ages = forms.CharField(
        label=_("Ages"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "18-34"}),
        help_text=_("Like 18-34 or 25+. Empty is everybody."),
    )
    genders = forms.ChoiceField(label=_("Gender"), required=False)
    markets = forms.CharField(
        label=_("Countries"),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(attrs={"placeholder": _("United States, Germany")}),
        help_text=_("With commas between. Empty is the whole world."),
    )
    languages = forms.CharField(
        label=_("Languages of the videos"),
        required=False,
        max_length=1_000,
        widget=forms.TextInput(attrs={"placeholder": _("English, Spanish")}),
        help_text=_("With commas between. Empty is any."),
    )
    budget = MoneyInput(
        label=_("In all"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    per_creator_budget = MoneyInput(
        label=_("For one creator"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    starts_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    least_followers = forms.IntegerField(
        label=_("Followers from"), required=False, widget=forms.NumberInput(attrs={"min": 0})
    )
    most_followers = forms.IntegerField(
        label=_("Followers to"), required=False, widget=forms.NumberInput(attrs={"min": 0})
    )
    least_grade = forms.ChoiceField(label=_("Engagement grade"), required=False, choices=GRADES)
    least_originality = forms.IntegerField(
        label=_("Original videos, % at least"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 0, "max": 100}),
    )
    verified_only = forms.BooleanField(
        label=_("Only profiles that the platform has verified"), required=False
    )
    excluded_categories = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple
    )
    exclusivity_days = forms.IntegerField(
        label=_("Days since work for a rival"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 0, "max": 730}),
        help_text=_(
            "Creators who worked for a rival that our staff confirmed, within so many days, are "
            "left out."
        ),
    )
    brand = forms.TypedChoiceField(label=_("Brand"), coerce=int)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        seats: Iterable[marketplace.Seat] = (),
        kept: marketplace.CampaignFacts | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(kept) if kept else None)
        choices = marketplace.brief_choices()
        self._kept = kept
        self.fields["industries"].choices = choices["industries"]  # type: ignore[attr-defined]
        for name in ("categories", "excluded_categories"):
            self.fields[name].choices = choices["categories"]  # type: ignore[attr-defined]
        everybody = ("", _("Everybody"))
        self.fields["genders"].choices = (everybody, *choices["genders"])  # type: ignore[attr-defined]
        self._set_weights(choices["factors"])
        brands = [(one.brand_id, one.name) for one in seats]
        self.fields["brand"].choices = brands  # type: ignore[attr-defined]
        if len(brands) < 2:
            self.fields["brand"].widget = forms.HiddenInput()
            self.fields["brand"].initial = brands[0][0] if brands else None
        if kept is not None:
            del self.fields["brand"]

    def _set_weights(self, factors: Iterable[tuple[str, str]]) -> None:
        usual = marketplace.usual_weights()
        kept = self._kept.brief.weights if self._kept else {}
        for code, label in factors:
            self.fields[f"weight_{code}"] = forms.IntegerField(
                label=label,
                required=False,
                initial=round(kept.get(code, usual[code])),
                widget=forms.NumberInput(attrs={"min": 0, "max": 100, "step": 5}),
            )

    def weight_fields(self) -> list[forms.BoundField]:
        """Return the fields that say how much each factor counts."""
        return [self[name] for name in self.fields if name.startswith("weight_")]

    @property
    def has_brands(self) -> bool:
        """Say whether there is more than one brand to choose from."""
        return "brand" in self.fields and not self.fields["brand"].widget.is_hidden

    def brief(self) -> Brief:
        """Return what was asked for."""
        said = self.cleaned_data
        kept = dict(self._kept.brief.categories) if self._kept else {}
        originality = said["least_originality"]
        return Brief(
            name=said["name"],
            goals=said["goals"],
            industries=tuple(said["industries"]),
            categories={one: kept.get(one, 1.0) for one in said["categories"]},
            ages=said["ages"],
            genders=(said["genders"],) if said["genders"] else (),
            markets=_parts(said["markets"]),
            languages=_parts(said["languages"]),
            budget=said["budget"],
            per_creator_budget=said["per_creator_budget"],
            excluded_categories=tuple(said["excluded_categories"]),
            exclusivity_days=said["exclusivity_days"] or 0,
            weights=self._weights(),
            least_followers=said["least_followers"],
            most_followers=said["most_followers"],
            least_grade=said["least_grade"],
            least_originality=None if originality is None else originality / PERCENT,
            verified_only=said["verified_only"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
        )

    def refuse(self, refusal: BriefRefused) -> None:
        """Put what can't be right beside the fields it is about."""
        for field, sentences in refusal.sentences.items():
            where = "weight_content" if field == "weights" else field
            for sentence in sentences:
                self.add_error(where if where in self.fields else None, sentence)

    def _weights(self) -> dict[str, float]:
        """Return what differs from what is usual; all as usual is left to the policy."""
        usual = marketplace.usual_weights()
        said = {
            code: self.cleaned_data.get(f"weight_{code}") for code in usual
        }  # An empty field means “as usual”, not “nothing”.
        full = {code: usual[code] if value is None else value for code, value in said.items()}
        if full == usual:
            return {}
        return {code: float(value) for code, value in full.items()}


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _COMMAS.split(text) if part.strip())


def _initial(kept: marketplace.CampaignFacts) -> dict[str, Any]:
    brief = kept.brief
    share = brief.least_originality
    return {
        "name": brief.name,
        "goals": brief.goals,
        "industries": list(brief.industries),
        "categories": list(brief.categories),
        "ages": brief.ages,
        "genders": brief.genders[0] if brief.genders else "",
        "markets": ", ".join(brief.markets),
        "languages": ", ".join(brief.languages),
        "budget": _major(brief.budget),
        "per_creator_budget": _major(brief.per_creator_budget),
        "starts_on": brief.starts_on,
        "ends_on": brief.ends_on,
        "least_followers": brief.least_followers,
        "most_followers": brief.most_followers,
        "least_grade": brief.least_grade,
        "least_originality": None if share is None else round(share * PERCENT),
        "verified_only": brief.verified_only,
        "excluded_categories": list(brief.excluded_categories),
        "exclusivity_days": brief.exclusivity_days or None,
        "version": kept.version,
    }


def _major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor) / MINOR_PER_MAJOR
