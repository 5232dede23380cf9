"""What a clip would be paid at each grade, worked through, and which grade is likely."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.portals.creators.line_words import SIGN, UNPAID, rate_words
from creatorspark.portals.templatetags.ui import grouped, money, money_rate, percentage
from rewards import interface as rewards
from scoring import interface as scoring


@dataclass(frozen=True, slots=True)
class GradeRow:
    """What a grade adds: the sums a person can redo, and what base and bonus come to.

    Amounts are in minor units; `sum` is empty for a grade without a bonus.
    """

    letter: str
    sum: str
    bonus: int
    lesser_words: str
    total: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a clip would be paid. `base_sum` is the multiplication, `spread` the usual range.

    `is_example` where the views are nobody's.
    """

    currency: str
    lead: str
    base: int
    base_sum: str
    spread: str
    rows: Sequence[GradeRow]
    notes: Sequence[str]
    best: int
    is_example: bool
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Band:
    """How likely each grade is, 0 to 1, in `words`; `chances` is empty where nothing is said.

    `held` says how good such guesses proved to be.
    """

    words: str
    chances: Sequence[tuple[str, float]] = ()
    likely: Sequence[str] = ()
    held: str = ""

    @property
    def rows(self) -> Sequence[tuple[str, str, bool]]:
        """Return each letter with its share in words, and whether it is among the likely ones."""
        return [
            (letter, percentage(chance, 0), letter in self.likely)
            for letter, chance in self.chances
        ]


def outlook_of(found: rewards.Prospect, *, counts_as_copy: bool) -> Outlook:
    """Put an outlook into words; `counts_as_copy` if posted now it would be judged a copy."""
    return Outlook(
        currency=found.currency,
        lead=_lead(found),
        base=found.base,
        base_sum=_base_sum(found),
        spread=_spread(found),
        rows=[_row(one, found) for one in found.grades],
        notes=list(_notes(found, counts_as_copy=counts_as_copy)),
        best=max((one.bonus_original for one in found.grades), default=0),
        is_example=found.views.is_example,
        is_paid=not found.unpaid_rule,
    )


def band_of(found: scoring.PotentialReport) -> Band:
    """Say which grades are likely by the content alone, or why nothing is said."""
    if found.silent:
        return Band(_("Not known: %(why)s") % {"why": found.why})
    chances = [(one.letter, one.chance) for one in found.chances]
    return Band(found.sentence, chances, found.likely, found.error)


def _lead(found: rewards.Prospect) -> str:
    views = found.views
    values = {"views": grouped(views.middle), "day": found.age_days, "n": grouped(views.videos)}
    if views.is_example:
        return (
            _("None of your videos is graded yet, so this is an example with %(views)s views.")
            % values
        )
    return (
        ngettext(
            "With as many views as your last graded video had by day %(day)s: %(views)s.",
            "With as many views as the middle of your last %(n)s graded videos had by day "
            "%(day)s: %(views)s.",
            views.videos,
        )
        % values
    )


def _base_sum(found: rewards.Prospect) -> str:
    if found.unpaid_rule:
        return str(UNPAID.get(found.unpaid_rule, ""))
    return _("%(views)s views %(times)s %(rate)s per 1,000 = %(amount)s") % {
        "views": grouped(found.views.middle),
        "times": SIGN,
        "rate": money_rate(found.rpm_minor, found.currency),
        "amount": money(found.base, found.currency),
    }


def _spread(found: rewards.Prospect) -> str:
    views = found.views
    if views.low == views.high or found.unpaid_rule:
        return ""
    words = _(
        "Half of those videos had %(low)s to %(high)s views, which is %(less)s to %(more)s of base."
    )
    if views.videos < 4:
        words = _("They had %(low)s to %(high)s views, which is %(less)s to %(more)s of base.")
    return words % {
        "low": grouped(views.low),
        "high": grouped(views.high),
        "less": money(found.base_low, found.currency),
        "more": money(found.base_high, found.currency),
    }


def _row(one: rewards.GradeProspect, found: rewards.Prospect) -> GradeRow:
    return GradeRow(
        letter=one.letter,
        sum=_bonus_sum(one.rate_original, one.bonus_original, found) if one.rate_original else "",
        bonus=one.bonus_original,
        lesser_words=money(one.bonus_not_original, found.currency),
        total=found.base + one.bonus_original,
    )


def _bonus_sum(rate: Decimal, amount: int, found: rewards.Prospect) -> str:
    return _("%(base)s %(times)s %(rate)s = %(amount)s") % {
        "base": money(found.base, found.currency),
        "times": SIGN,
        "rate": rate_words(rate),
        "amount": money(amount, found.currency),
    }


def _notes(found: rewards.Prospect, *, counts_as_copy: bool) -> Sequence[str]:
    notes = []
    if counts_as_copy:
        notes.append(_("As it is now it would count as a copy: the smaller bonus applies."))
    if found.tier and found.tier_step != 1:
        notes.append(
            _("The rate includes your %(tier)s tier (× %(step)s).")
            % {"tier": found.tier, "step": rate_words(found.tier_step)}
        )
    notes.append(
        _("Views after day %(day)s are paid at the same rate, and the bonus is added to them too.")
        % {"day": found.age_days}
    )
    if found.version:
        notes.append(_("By %(version)s, in force now.") % {"version": found.version})
    else:
        notes.append(_("No pay policy is in force yet; these are the terms it would start with."))
    return notes
