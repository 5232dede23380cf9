"""How pay works, by the rules in force."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from creatorspark.core.models.videos import Platform
from creatorspark.portals.creators.line_words import rate_words
from creatorspark.portals.templatetags.ui import money_rate
from rewards import interface as rewards

LETTERS = ("A", "B", "C", "D", "E")


@dataclass(frozen=True, slots=True)
class RateRow:
    """For which videos a rate is, and the rate per 1,000 views."""

    label: str
    rate: str


@dataclass(frozen=True, slots=True)
class BonusRow:
    """What a grade adds, for an original video and for one that isn't; empty for nothing."""

    letter: str
    original: str
    not_original: str


@dataclass(frozen=True, slots=True)
class PayGuide:
    """The rules of pay in force, in words and numbers."""

    terms: rewards.PayTerms
    rates: Sequence[RateRow]
    bonuses: Sequence[BonusRow]
    tiers: Sequence[RateRow]
    rate: str
    times: str


def pay_guide(*, now: dt.datetime) -> PayGuide:
    """Return the rules of pay in force."""
    terms = rewards.pay_terms_at(now=now)
    return PayGuide(
        terms=terms,
        rates=[
            RateRow(_match_words(row.match), money_rate(row.rpm_minor, terms.currency))
            for row in terms.rates
        ],
        bonuses=_bonus_rows(terms),
        tiers=[
            RateRow(tier.capitalize(), f"× {rate_words(step)}")
            for tier, step in sorted(terms.tier_steps.items(), key=lambda pair: pair[1])
        ],
        rate=money_rate(terms.example.rpm_minor, terms.currency),
        times=rate_words(terms.example.rate),
    )


def _match_words(match: Mapping[str, str]) -> str:
    if not match:
        return _("All other videos")
    named = {
        "platform": dict(Platform.choices).get(match.get("platform", ""), ""),
        "niche": _("topic %(name)s") % {"name": match.get("niche", "").replace("_", " ")},
        "market": _("market %(name)s") % {"name": match.get("market", "")},
    }
    words = ", ".join(str(words) for key, words in named.items() if key in match)
    return words[:1].upper() + words[1:]


def _bonus_rows(terms: rewards.PayTerms) -> list[BonusRow]:
    known = {row.letter: row for row in terms.bonuses}
    return [
        BonusRow(letter, _share(known[letter].original), _share(known[letter].not_original))
        if letter in known
        else BonusRow(letter, "", "")
        for letter in LETTERS
    ]


def _share(rate: Decimal) -> str:
    return f"+{rate_words(rate)} × " + _("base")
