"""What a creator says, shows and refuses."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.lib.countries import country_names
from creatorspark.portals.market.words import PARTS
from marketplace import interface as marketplace

BANDS: Final = ("13-17", "18-20", "21-24", "25-34", "35-44", "45-54", "55-64", "65-80")
BAND_LABELS: Final = {band: band.replace("-", "–") for band in BANDS} | {"65-80": "65+"}
COUNTRIES: Final = 5
# People round to whole percent, so eight of them may miss 100 by a few.
ROUNDING: Final = 3
MINOR: Final = 100


class WordsForm(forms.Form):
    """What a creator says of itself."""

    about = forms.CharField(
        label=gettext_lazy("About you"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Two or three sentences that brands read first."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    topics = forms.CharField(
        label=gettext_lazy("What you make"),
        required=False,
        max_length=4_000,
        help_text=gettext_lazy("Phrases with commas between: street food, recipes, night markets."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ShownForm(forms.Form):
    """Which parts of a kit others see."""

    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody with the link can read my media kit"),
        required=False,
        help_text=gettext_lazy("A page of its own that you can put in your bio."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a choice for each part."""
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in PARTS.items():
            self.fields[name] = forms.BooleanField(
                label=str(label), required=False, help_text=str(help_text)
            )

    @property
    def parts(self) -> dict[str, bool]:
        """Return the choice for each part."""
        return {name: self.cleaned_data[name] for name in PARTS}


class PreferencesForm(forms.Form):
    """Whom a creator works for."""

    is_listed = forms.BooleanField(
        label=gettext_lazy("Brands can find me"),
        required=False,
        help_text=gettext_lazy("Off: you are in no search and no list. Offers you have go on."),
    )
    accepts_offers = forms.BooleanField(
        label=gettext_lazy("Brands can send me offers"), required=False
    )
    least_fee = forms.DecimalField(
        label=gettext_lazy("The least you take for a video"),
        required=False,
        min_value=0,
        max_value=10_000_000,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
    refuses = forms.MultipleChoiceField(
        label=gettext_lazy("Never for these"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    refused_brands = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Brands you never work for"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    another_brand = forms.CharField(
        label=gettext_lazy("Add a brand"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Its name as it stands in its offers."),
        widget=forms.TextInput(attrs={"list": "brands", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, brands: Sequence[tuple[int, str]], refused: Sequence[int], **kwargs: Any
    ) -> None:
        """Offer the industries, and the brands that are refused already."""
        super().__init__(*args, **kwargs)
        self._by_name = {name.casefold(): number for number, name in brands}
        kept = set(refused)
        self.fields["refuses"].choices = marketplace.industry_choices()  # type: ignore[attr-defined]
        self.fields["refused_brands"].choices = [  # type: ignore[attr-defined]
            one for one in brands if one[0] in kept
        ]

    def clean_another_brand(self) -> int | None:
        """Return the number of the brand that is named."""
        name = self.cleaned_data["another_brand"].strip()
        if not name:
            return None
        number = self._by_name.get(name.casefold())
        if number is None:
            raise forms.ValidationError(
                _("We know no brand of that name. Choose one from the list; the rest is kept.")
            )
        return number

    def preferences(self, currency: str) -> marketplace.Preferences:
        """Return what was said, the fee in minor units."""
        said = self.cleaned_data
        fee: Decimal | None = said["least_fee"]
        added = said["another_brand"]
        return marketplace.Preferences(
            is_listed=said["is_listed"],
            accepts_offers=said["accepts_offers"],
            industries=said["refuses"],
            brand_ids=[*said["refused_brands"], *([added] if added else [])],
            least_fee=None if fee is None else int(fee * MINOR),
            currency=currency,
        )


def _percent(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
    )


class AudienceForm(forms.Form):
    """Who watches, in percent, as the platform's statistics say."""

    as_of = forms.DateField(
        label=gettext_lazy("The day the figures are of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    female = _percent(gettext_lazy("Female"))  # type: ignore[arg-type]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add a field for each band of ages, and a pair for each country."""
        super().__init__(*args, **kwargs)
        for band in BANDS:
            self.fields[_band(band)] = _percent(BAND_LABELS[band])
        countries = [("", _("Choose a country")), *country_names().items()]
        for number in range(1, COUNTRIES + 1):
            self.fields[f"country_{number}"] = forms.ChoiceField(
                label=_("Country %(n)d") % {"n": number}, required=False, choices=countries
            )
            self.fields[f"share_{number}"] = _percent(_("Its share"))

    @property
    def bands(self) -> list[forms.BoundField]:
        """Return the fields of the ages."""
        return [self[_band(band)] for band in BANDS]

    @property
    def countries(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of the countries, each with its share."""
        numbers = range(1, COUNTRIES + 1)
        return [(self[f"country_{n}"], self[f"share_{n}"]) for n in numbers]

    def clean(self) -> dict[str, Any]:
        """See that the parts of a whole are one."""
        said = super().clean() or {}
        ages = [said.get(_band(band)) for band in BANDS]
        total = sum(one for one in ages if one is not None)
        if any(one is not None for one in ages) and abs(total - 100) > ROUNDING:
            self.add_error(
                _band(BANDS[0]),
                _("The ages add up to %(total)s %%; they should make 100 %%.") % {"total": total},
            )
        self._clean_countries(said)
        has_some = total or said.get("female") is not None or said.get("country_1")
        if not self.errors and not has_some:
            raise forms.ValidationError(
                _("Nothing was given yet. Fill in the ages, the gender or a country.")
            )
        return said

    def _clean_countries(self, said: dict[str, Any]) -> None:
        shares: dict[str, Decimal] = {}
        for n in range(1, COUNTRIES + 1):
            country, share = said.get(f"country_{n}"), said.get(f"share_{n}")
            if country and share is None:
                self.add_error(f"share_{n}", _("How much of your audience is there?"))
            elif share is not None and not country:
                self.add_error(f"country_{n}", _("Which country is this share of?"))
            elif country and country in shares:
                self.add_error(f"country_{n}", _("This country stands here twice."))
            elif country:
                shares[country] = share or Decimal(0)
        if sum(shares.values()) > 100:
            self.add_error("share_1", _("The countries add up to more than 100 %."))
        said["shares"] = shares

    @property
    def statement(self) -> dict[str, Any]:
        """Return what was said as shares from 0 to 1."""
        said = self.cleaned_data
        ages = {band: float(said[_band(band)] or 0) for band in BANDS}
        total = sum(ages.values())
        female = said["female"]
        return {
            "as_of": said["as_of"],
            "ages": {band: share / total for band, share in ages.items()} if total else {},
            "female_share": None if female is None else float(female) / 100,
            "markets": {code: float(share) / 100 for code, share in said["shares"].items()},
        }


def audience_initial(known: marketplace.KitAudience | None, *, today: date) -> Mapping[str, Any]:
    """Return what was known before, in percent, to be brought up to date."""
    initial: dict[str, Any] = {"as_of": today}
    if known is None:
        return initial
    initial |= {_band(band): round(100 * share, 1) for band, share in known.ages.items()}
    if known.female is not None:
        initial["female"] = round(100 * known.female, 1)
    for number, (code, share) in enumerate(known.markets[:COUNTRIES], start=1):
        initial |= {f"country_{number}": code, f"share_{number}": round(100 * share, 1)}
    return initial


def _band(band: str) -> str:
    return f"ages_{band.replace('-', '_')}"
