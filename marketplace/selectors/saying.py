"""Sentences of matching in the reader's words: categories, money and countries have names."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.lib.countries import country_names
from creatorspark.lib.money import format_minor
from creatorspark.lib.sentences import Sentence
from marketplace.domain.matching.explaining import Factor
from marketplace.domain.matching.gates import Gate
from marketplace.domain.matching.voices import to_creator
from marketplace.domain.searching.facets import UNKNOWN, Facet, rate_range
from marketplace.selectors.phrases import countries, makers_of, sellers_of
from marketplace.selectors.wording import industry_label
from scoring.interface import CATEGORIES

MONEY: Final = frozenset({"low", "high", "budget"})
FACTOR_LABELS: Final = {
    Factor.CONTENT: gettext_lazy("What they make"),
    Factor.AUDIENCE: gettext_lazy("Who watches"),
    Factor.PERFORMANCE: gettext_lazy("How well it does"),
    Factor.TRUST: gettext_lazy("Trust"),
    Factor.PRICE: gettext_lazy("Price"),
}
# The same, as the creator reads them.
YOUR_LABELS: Final = {
    Factor.CONTENT: gettext_lazy("What you make"),
    Factor.AUDIENCE: gettext_lazy("Who watches you"),
    Factor.PERFORMANCE: gettext_lazy("How well you do"),
    Factor.TRUST: gettext_lazy("Trust"),
    Factor.PRICE: gettext_lazy("Price"),
}
RULE_LABELS: Final = {
    Gate.UNAVAILABLE: gettext_lazy("Not open for offers right now"),
    Gate.REFUSED: gettext_lazy("Don't work for this brand or what it sells"),
    Gate.RIVAL: gettext_lazy("Work or just worked for a rival"),
    Gate.EXCLUDED: gettext_lazy("Left out by name"),
    Gate.CATEGORY: gettext_lazy("Make videos of a category that is left out"),
    Gate.LEGAL_AGE: gettext_lazy("Not enough of the audience is known to be of legal age"),
    Gate.AGE: gettext_lazy("Hardly anybody of the wanted age watches"),
    Gate.GENDER: gettext_lazy("Hardly anybody of the wanted gender watches"),
    Gate.MARKET: gettext_lazy("Hardly anybody in the wanted countries watches"),
    Gate.LANGUAGE: gettext_lazy("Speak another language"),
    Gate.FOLLOWERS: gettext_lazy("More or fewer followers than wanted"),
    Gate.GRADE: gettext_lazy("Engagement below the wanted grade, or not graded yet"),
    Gate.ORIGINALITY: gettext_lazy("Fewer original videos than wanted, or not looked at yet"),
    Gate.VERIFIED: gettext_lazy("Not verified"),
    Gate.CONTENT: gettext_lazy("Make little that has to do with what is asked for"),
}
FACET_LABELS: Final = {
    Facet.CATEGORY: gettext_lazy("Category"),
    Facet.MARKET: gettext_lazy("Audience in"),
    Facet.AGE: gettext_lazy("Audience aged"),
    Facet.GENDER: gettext_lazy("Audience mainly"),
    Facet.SIZE: gettext_lazy("Followers"),
    Facet.GRADE: gettext_lazy("Engagement grade"),
    Facet.ORIGINALITY: gettext_lazy("Originality"),
    Facet.RATE: gettext_lazy("Estimate for a video"),
    Facet.LANGUAGE: gettext_lazy("Language"),
    Facet.VERIFIED: gettext_lazy("Verified"),
}
_VALUES: Final = {
    Facet.GENDER: {
        "female": gettext_lazy("Women and girls"),
        "male": gettext_lazy("Men and boys"),
        "even": gettext_lazy("Both alike"),
    },
    Facet.SIZE: {
        "nano": gettext_lazy("Under 10,000"),
        "micro": gettext_lazy("10,000 to 100,000"),
        "mid": gettext_lazy("100,000 to 500,000"),
        "macro": gettext_lazy("500,000 to 1 million"),
        "mega": gettext_lazy("1 million to 10 million"),
        "star": gettext_lazy("Over 10 million"),
    },
    Facet.ORIGINALITY: {
        "all": gettext_lazy("All or nearly all original"),
        "mostly": gettext_lazy("Four of five or more"),
        "partly": gettext_lazy("Fewer"),
    },
    Facet.VERIFIED: {"yes": gettext_lazy("Verified accounts")},
}
_LANGUAGES: Final = {
    "ar": gettext_lazy("Arabic"),
    "de": gettext_lazy("German"),
    "en": gettext_lazy("English"),
    "es": gettext_lazy("Spanish"),
    "fr": gettext_lazy("French"),
    "hi": gettext_lazy("Hindi"),
    "id": gettext_lazy("Indonesian"),
    "it": gettext_lazy("Italian"),
    "ja": gettext_lazy("Japanese"),
    "ko": gettext_lazy("Korean"),
    "nl": gettext_lazy("Dutch"),
    "pl": gettext_lazy("Polish"),
    "pt": gettext_lazy("Portuguese"),
    "ru": gettext_lazy("Russian"),
    "th": gettext_lazy("Thai"),
    "tr": gettext_lazy("Turkish"),
    "uk": gettext_lazy("Ukrainian"),
    "vi": gettext_lazy("Vietnamese"),
    "zh": gettext_lazy("Chinese"),
}
_CATEGORIES: Final = dict(CATEGORIES)
_GENDERS: Final = {"female": gettext_lazy("female"), "male": gettext_lazy("male")}


def said(sentence: Sentence, *, currency: str) -> str:
    """Return a sentence in the reader's language; sums in minor units of `currency`."""
    if not sentence.values:
        return _(sentence.text)
    words = {name: _word(name, value, currency) for name, value in sentence.values.items()}
    return _(sentence.text) % words


def said_to_creator(sentence: Sentence, *, currency: str) -> str:
    """Return a sentence as the creator whom it is about reads it."""
    return said(to_creator(sentence), currency=currency)


def category_label(category: str) -> str:
    """Return what people call a category."""
    return str(_CATEGORIES.get(category, category))


def market_label(code: str) -> str:
    """Return a country's name."""
    return country_names().get(code, code)


def language_label(code: str) -> str:
    """Return a language's name; one without a name here is called by its code."""
    return str(_LANGUAGES.get(code.partition("-")[0].lower(), code))


def facet_value_label(facet: Facet, value: str, *, currency: str) -> str:
    """Return what people call a value of a facet; sums in minor units of `currency`."""
    if value == UNKNOWN:
        return _("Not yet known")
    if facet is Facet.CATEGORY:
        return category_label(value)
    if facet is Facet.MARKET:
        return market_label(value)
    if facet is Facet.LANGUAGE:
        return language_label(value)
    if facet is Facet.RATE:
        return _price(value, currency)
    return str(_VALUES.get(facet, {}).get(value, value))


def _price(value: str, currency: str) -> str:
    low, high = rate_range(value)
    words = {
        "low": _about(low, currency),
        "high": _about(high, currency) if high is not None else "",
    }
    if high is None:
        return _("Over %(low)s") % words
    return (_("%(low)s to %(high)s") if low else _("Under %(high)s")) % words


def _about(minor: int, currency: str) -> str:
    """Write a bound of an estimate with two digits that count: $82, $330, $5,200."""
    whole = round(minor / 100)
    step = 10 ** max(0, len(str(whole)) - 2)
    written = format_minor(round(whole / step) * step * 100, currency=currency)
    return written.removesuffix(".00")


def _estimated(minor: int, currency: str) -> str:
    """Write a sum of an estimate in whole units, cents only below the first."""
    if minor < 100:
        return format_minor(minor, currency=currency)
    return format_minor(round(minor / 100) * 100, currency=currency).removesuffix(".00")


def _word(name: str, value: float | int | str, currency: str) -> float | int | str:
    if name in MONEY and isinstance(value, int):
        return _estimated(value, currency)
    if name in _PHRASES and isinstance(value, str):
        return _PHRASES[name](value)
    if name == "group" and isinstance(value, str):
        return _(value)
    if name.endswith("_part") and isinstance(value, str):
        return _(value)
    if name == "month" and isinstance(value, str):
        return formats.date_format(date.fromisoformat(f"{value}-01"), "YEAR_MONTH_FORMAT")
    if name == "gender" and isinstance(value, str):
        return str(_GENDERS.get(value, value))
    return value


def _ages(value: str) -> str:
    return value.replace("-", "–")


def _listed(value: str) -> str:
    *others, last = value.split(", ")
    if not others:
        return last
    return _("%(words)s and %(last)s") % {"words": ", ".join(others), "last": last}


def _countries(value: str) -> str:
    return countries(value.split(", "))


_PHRASES: Final[dict[str, Callable[[str], str]]] = {
    "category": category_label,
    "industry": industry_label,
    "makes": makers_of,
    "sellers": sellers_of,
    "market": _countries,
    "age": _ages,
    "words": _listed,
}
