"""Tiers in words: names, what one brings, and what the next one still needs."""

from collections.abc import Collection
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rewards.domain.tier_policy import LETTERS, NO_TIER, Need, Tier
from rewards.domain.tiers import Measure

NAMES: Final[dict[str, str | Promise]] = {
    NO_TIER: gettext_lazy("No tier"),
    "bronze": gettext_lazy("Bronze"),
    "silver": gettext_lazy("Silver"),
    "gold": gettext_lazy("Gold"),
    "platinum": gettext_lazy("Platinum"),
}


def name_of(tier: str) -> str:
    """Return a tier's name for people; a name of the operator's own as it is, capitalised."""
    return str(NAMES.get(tier) or tier.replace("_", " ").capitalize())


def brings(tier: Tier, *, rpm_step: Decimal) -> list[str]:
    """Return what a tier brings, a short line each. `rpm_step` multiplies pay per 1,000 views."""
    lines = []
    if tier.shop_discount_percent:
        lines.append(
            _("%(percent)d %% off everything in the shop") % {"percent": tier.shop_discount_percent}
        )
    if rpm_step != 1:
        percent = f"{(rpm_step - 1) * 100:f}".rstrip("0").rstrip(".")
        lines.append(_("%(percent)s %% more for every 1,000 views") % {"percent": percent})
    if tier.badge:
        lines.append(_("The %(tier)s badge, which brands see") % {"tier": name_of(tier.name)})
    return lines


def label_of(need: Need, *, strong: Collection[str]) -> str:
    """Return the name of a measure. `strong` are the letters that count as strong."""
    names = {
        Need.GRADED: _("Graded videos"),
        Need.STRONG: _("Videos graded %(letters)s") % {"letters": letters(strong)},
        Need.ORIGINALS: _("Videos judged original"),
        Need.ORIGINAL: _("Share of judged videos that are original"),
        Need.QUALITY: _("Mean quality rating"),
    }
    return names[need]


def sentence(measure: Measure, *, tier: str, strong: Collection[str]) -> str:
    """Say how a need of `tier` is met, or what it takes to meet it."""
    values = {
        "tier": name_of(tier),
        "have": measure.have,
        "wanted": measure.wanted,
        "part": measure.part,
        "whole": measure.whole,
        "missing": measure.missing,
        "letters": letters(strong),
    }
    if measure.is_met:
        return _met(measure) % values
    return f"{_asked(measure) % values} {_way(measure) % values}".strip()


def letters(strong: Collection[str]) -> str:
    """Write letters as a choice: “A or B”."""
    sorted_letters = [letter for letter in LETTERS if letter in strong]
    *first, last = sorted_letters
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _met(measure: Measure) -> str:
    match measure.need:
        case Need.GRADED:
            return _("Done: %(have)d graded videos; %(tier)s asks for %(wanted)d.")
        case Need.STRONG:
            return _(
                "Done: %(part)d of %(whole)d have %(letters)s, which is %(have)d %%; %(tier)s asks "
                "for %(wanted)d %%."
            )
        case Need.ORIGINALS:
            return _("Done: %(have)d videos judged original; %(tier)s asks for %(wanted)d.")
        case Need.ORIGINAL if measure.unknown:
            return _("None of your videos has been judged yet, so nothing stands in the way here.")
        case Need.ORIGINAL:
            return _(
                "Done: %(part)d of %(whole)d judged videos are original, which is %(have)d %%; "
                "%(tier)s asks for %(wanted)d %%."
            )
        case Need.QUALITY if measure.unknown:
            return _("Your videos aren't rated yet, so nothing stands in the way here.")
        case Need.QUALITY:
            return _("Done: your mean rating is %(have)d; %(tier)s asks for %(wanted)d.")


def _asked(measure: Measure) -> str:
    match measure.need:
        case Need.GRADED:
            return _("You have %(have)d graded videos and %(tier)s asks for %(wanted)d.")
        case Need.STRONG:
            return _(
                "%(part)d of your %(whole)d graded videos have %(letters)s, which is %(have)d %%; "
                "%(tier)s asks for %(wanted)d %%."
            )
        case Need.ORIGINALS:
            return _("%(have)d of your videos are judged original; %(tier)s asks for %(wanted)d.")
        case Need.ORIGINAL:
            return _(
                "%(part)d of your %(whole)d judged videos are original, which is %(have)d %%; "
                "%(tier)s asks for %(wanted)d %%."
            )
        case Need.QUALITY:
            return _("Your mean rating is %(have)d and %(tier)s asks for %(wanted)d.")


def _way(measure: Measure) -> str:
    """Say how many more videos would do; nothing where a number can't say it."""
    more = measure.missing
    if more is None:
        return (
            ""
            if measure.need is Need.QUALITY
            else _("Older videos leave the window week by week, and new ones count.")
        )
    match measure.need:
        case Need.STRONG:
            return ngettext(
                "One more with %(letters)s would do.",
                "The next %(missing)d with %(letters)s would do.",
                more,
            )
        case Need.ORIGINAL:
            return ngettext(
                "One more original would do.", "The next %(missing)d originals would do.", more
            )
        case _:
            return ngettext("One to go.", "%(missing)d to go.", more)
