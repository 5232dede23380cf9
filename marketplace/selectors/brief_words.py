"""The words of briefs: what can't be right in one, and the names that one may use."""

from functools import cache
from typing import Final

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from creatorspark.lib.countries import country_codes, country_names
from marketplace.domain.briefs import Fault, Found, Vocabulary
from marketplace.domain.industries import Industry
from marketplace.selectors.wording import industry_label
from scoring import interface as scoring

SENTENCES: Final[dict[Fault, Promise]] = {
    Fault.NAME_MISSING: gettext_lazy("Give it a name, so that your team can tell it from others."),
    Fault.TOO_LONG: gettext_lazy("Keep it under %(text)s letters."),
    Fault.AGES_UNREADABLE: gettext_lazy(
        "We couldn't read “%(text)s” as ages. Write the lower one first, from 13 on: 18-34, or 25+."
    ),
    Fault.MARKETS_UNREADABLE: gettext_lazy(
        "We don't know all of “%(text)s”. Write countries with commas between: US, Germany."
    ),
    Fault.LANGUAGES_UNREADABLE: gettext_lazy(
        "We don't know “%(text)s”. Write languages with commas between: English, Spanish."
    ),
    Fault.UNKNOWN: gettext_lazy("“%(text)s” isn't one of the choices."),
    Fault.BUDGET_ZERO: gettext_lazy(
        "0 pays nobody. Leave it empty if you don't want to say, or name what you can pay."
    ),
    Fault.BUDGET_RANGE: gettext_lazy("Name an amount above 0 that can be paid."),
    Fault.BUDGET_SMALLER: gettext_lazy("This is more than the whole budget."),
    Fault.FOLLOWERS_RANGE: gettext_lazy("Name a count of 0 or more that somebody could have."),
    Fault.FOLLOWERS_BACKWARD: gettext_lazy(
        "This is less than the least you ask for, so nobody would be left."
    ),
    Fault.DATES_BACKWARD: gettext_lazy("It would end before it starts."),
    Fault.CATEGORY_TWICE: gettext_lazy("You ask for %(text)s above; choose one of the two."),
    Fault.WEIGHTS_NOTHING: gettext_lazy("Something has to count: leave one above 0."),
    Fault.WEIGHT_RANGE: gettext_lazy("Weights are from 0 to %(text)s."),
    Fault.DAYS_RANGE: gettext_lazy("Name 0 to %(text)s days."),
    Fault.SHARE_RANGE: gettext_lazy("Name a share from 0 to 100 %%."),
}
GENDER_LABELS: Final[dict[str, Promise]] = {
    "female": pgettext_lazy("audience", "Women"),
    "male": pgettext_lazy("audience", "Men"),
}


def fault_sentence(found: Found) -> str:
    """Return the sentence for a fault."""
    text = found.text
    if found.fault is Fault.CATEGORY_TWICE:
        text = ", ".join(category_label(one) for one in text.split(", "))
    return str(SENTENCES[found.fault]) % {"text": text}


@cache
def vocabulary() -> Vocabulary:
    """Return the names of countries, languages and categories that a brief may use."""
    languages: dict[str, str] = {}
    for code, names in LANG_INFO.items():
        if "name" in names and "-" not in code:
            languages |= {name.lower(): code for name in (code, names["name"], names["name_local"])}
    return Vocabulary(
        countries=country_codes(),
        languages=languages,
        categories=frozenset(str(value) for value, _label in scoring.CATEGORIES),
    )


def category_label(category: str) -> str:
    """Return what people call a category of videos."""
    return str(dict(scoring.CATEGORIES).get(category, category))


def country_label(code: str) -> str:
    """Return what people call a country."""
    return country_names().get(code, code)


def language_label(code: str) -> str:
    """Return what people call a language."""
    names = LANG_INFO.get(code, {})
    return _(names["name"]) if "name" in names else code


def industry_choices() -> tuple[tuple[str, str], ...]:
    """Return every industry with its name, by name."""
    named = ((one.value, industry_label(one.value)) for one in Industry)
    return tuple(sorted(named, key=lambda one: one[1]))


def category_choices() -> tuple[tuple[str, str], ...]:
    """Return every category of videos with its name, by name."""
    named = ((str(value), str(label)) for value, label in scoring.CATEGORIES)
    return tuple(sorted(named, key=lambda one: one[1]))
