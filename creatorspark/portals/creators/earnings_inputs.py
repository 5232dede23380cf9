"""What a line was computed from: each input with its name, in the order of the sum."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from creatorspark.core.models.videos import Platform
from creatorspark.lib.money import MINUS
from creatorspark.portals.creators.line_words import rate_words
from creatorspark.portals.niches import niche_label
from creatorspark.portals.templatetags.ui import clock, decimals, grouped, money, money_rate
from rewards import interface as rewards


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went into a sum."""

    label: str
    text: str


def inputs_of(line: rewards.LineFacts) -> list[Input]:
    """Return what the amount of a line follows from."""
    inputs: list[Input] = []
    if line.views is not None:
        inputs = _of_views(line, line.views)
    elif line.bonus is not None:
        inputs = _of_bonus(line, line.bonus)
    return [*inputs, Input(_("Pay policy"), line.policy_version)]


def _of_views(line: rewards.LineFacts, facts: rewards.ViewsFacts) -> list[Input]:
    inputs = [
        Input(_("Views counted"), grouped(facts.views_to)),
        Input(_("Counted at"), _moment(facts)),
        Input(_("Counted in earlier weeks"), _less(facts.counted_before)),
    ]
    inputs += [
        Input(
            _("Don't count: %(reason)s") % {"reason": row.reason.replace("_", " ")},
            _less(row.views),
        )
        for row in facts.exclusions
    ]
    if facts.unpaid_views:
        inputs.append(Input(_("Met no pay rule"), _less(facts.unpaid_views)))
    rate = money_rate(facts.rpm_minor, line.currency)
    return [
        *inputs,
        Input(_("Views that are paid"), grouped(facts.qualified_views).replace("-", MINUS)),
        Input(_("Rate per 1,000 views"), rate),
        Input(_("The rate is for"), _grounds(facts)),
    ]


def _less(views: int) -> str:
    return grouped(-views).replace("-", MINUS)


def _moment(facts: rewards.ViewsFacts) -> str:
    return _("%(moment)s UTC") % {"moment": date_format(facts.observed_at, "DATETIME_FORMAT")}


def _grounds(facts: rewards.ViewsFacts) -> str:
    tier = _("%(tier)s tier") % {"tier": facts.tier} if facts.tier else ""
    length = clock(facts.seconds) if facts.seconds is not None else ""
    named = dict(Platform.choices).get(facts.platform, facts.platform)
    parts = (str(named), facts.market, niche_label(facts.niche), length, tier)
    return " · ".join(part for part in parts if part)


def _of_bonus(line: rewards.LineFacts, facts: rewards.BonusFacts) -> list[Input]:
    inputs = [
        Input(_("Base pay of the week"), money(facts.base, line.currency)),
        Input(_("Grade"), _grade(facts)),
        Input(_("Originality"), _originality(facts.originality)),
        Input(_("Bonus rate"), rate_words(facts.rate)),
    ]
    if facts.paid_before:
        inputs.append(Input(_("Paid before"), money(facts.paid_before, line.currency)))
    if facts.waiting:
        inputs.append(Input(_("Waits for a verdict"), money(facts.waiting, line.currency)))
    return inputs


def _grade(facts: rewards.BonusFacts) -> str:
    letter = {
        "too_early": _("too few views"),
        "needs_review": _("a person looks at it"),
    }.get(facts.letter, facts.letter)
    if not facts.score:
        return letter
    return _("%(letter)s, score %(score)s") % {
        "letter": letter,
        "score": decimals(float(facts.score), 3),
    }


def _originality(verdict: str) -> str:
    return {
        "original": _("original"),
        "not_original": _("not original"),
        "pending": _("not judged yet"),
        "not_judgeable": _("can't be judged"),
    }.get(verdict, verdict)
