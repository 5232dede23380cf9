"""Earnings lines in words: what a line is, the sum a person can redo, and why."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.portals.templatetags.ui import grouped, money, money_rate
from rewards.interface import BonusFacts, LineFacts, ViewsFacts

SIGN = "×"
CENTS = 2
UNPAID: dict[str, Promise] = {
    "too_short": gettext_lazy("The pay policy doesn't pay views of videos this short."),
    "too_old": gettext_lazy("The pay policy doesn't pay views of videos this old."),
}
NO_BONUS: dict[str, Promise] = {
    "too_early": gettext_lazy(
        "The video had too few views for a grade at its scoring age, so there is no bonus."
    ),
    "needs_review": gettext_lazy(
        "A person looks at this video's numbers before it gets a grade. If the grade brings a "
        "bonus, it follows as a line of its own."
    ),
}


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line as people read it. `sum` is empty for a line that no multiplication explains."""

    title: str
    sum: str
    why: str


def line_words(line: LineFacts) -> LineWords:
    """Put a line of a statement or an estimate into words."""
    if line.views is not None:
        return _views_words(line, line.views)
    if line.bonus is not None:
        return _bonus_words(line, line.bonus)
    title = _("Added by our staff") if line.amount > 0 else _("Taken back by our staff")
    return LineWords(title, "", line.staff.reason if line.staff else "")


def week_words(monday: dt.date) -> str:
    """Name an ISO week by its first day, for the middle of a sentence: “week of November 9”."""
    return _("week of %(day)s") % {"day": formats.date_format(monday, "MONTH_DAY_FORMAT")}


def rate_words(rate: Decimal) -> str:
    """Write a bonus rate with at least two decimals: 0.20, 0.125."""
    decimals = -int(rate.normalize().as_tuple().exponent)
    return formats.number_format(rate, max(decimals, CENTS), use_l10n=True)


# Views ------------------------------------------------------------------------------------------
def _views_words(line: LineFacts, facts: ViewsFacts) -> LineWords:
    title = _("Fewer views count than before") if line.kind == "adjustment" else _("Views")
    return LineWords(title, views_sum(line, facts), _views_why(line, facts))


def views_sum(line: LineFacts, facts: ViewsFacts) -> str:
    """Write the multiplication of a line on views."""
    return _("%(views)s views %(times)s %(rate)s per 1,000 = %(amount)s") % {
        "views": grouped(facts.qualified_views).replace("-", "−"),
        "times": SIGN,
        "rate": money_rate(facts.rpm_minor, line.currency),
        "amount": money(line.amount, line.currency),
    }


def _views_why(line: LineFacts, facts: ViewsFacts) -> str:
    parts = [_counted_words(facts)]
    if line.kind == "adjustment":
        parts.append(
            _(
                "The platform removed views, or some no longer count. They go back at the rate "
                "they were paid at."
            )
        )
    if facts.excluded_views:
        parts.append(excluded_words(facts))
    if facts.unpaid_views > 0:
        parts.append(str(UNPAID.get(facts.unpaid_rule, "")))
    if facts.tier and line.kind == "base":
        parts.append(_("The rate includes your %(tier)s tier.") % {"tier": facts.tier})
    return " ".join(part for part in parts if part)


def _counted_words(facts: ViewsFacts) -> str:
    values = {
        "views": grouped(facts.views_to),
        "day": formats.date_format(facts.observed_at, "MONTH_DAY_FORMAT"),
        "before": grouped(facts.counted_before),
    }
    if facts.counted_before:
        return _("%(views)s views on %(day)s; %(before)s were counted in earlier weeks.") % values
    return _("%(views)s views on %(day)s, the first that were counted.") % values


def excluded_words(facts: ViewsFacts) -> str:
    """Name the views that don't count and the rules that say so."""
    named = [
        _("%(views)s for “%(reason)s”")
        % {"views": grouped(row.views), "reason": row.reason.replace("_", " ")}
        for row in facts.exclusions
    ]
    return _("%(views)s of its views don't count: %(named)s.") % {
        "views": grouped(facts.excluded_views),
        "named": ", ".join(named),
    }


# Bonus ------------------------------------------------------------------------------------------
def _bonus_words(line: LineFacts, facts: BonusFacts) -> LineWords:
    return LineWords(_bonus_title(line, facts), bonus_sum(line, facts), bonus_why(line, facts))


def _bonus_title(line: LineFacts, facts: BonusFacts) -> str:
    values = {"letter": facts.letter, "week": week_words(facts.base_week)}
    if not facts.has_rate and not facts.paid_before:
        return _("No bonus")
    if line.kind == "bonus_remainder":
        return _("Rest of the bonus, %(week)s") % values
    if line.kind == "adjustment":
        return _("Bonus corrected, %(week)s") % values
    if facts.base_week != line.week:
        return _("Bonus for grade %(letter)s, %(week)s") % values
    return _("Bonus for grade %(letter)s") % values


def bonus_sum(line: LineFacts, facts: BonusFacts) -> str:
    """Write the multiplication of a bonus line, and what of it was paid before."""
    if not facts.has_rate:
        return ""
    product = _("%(base)s %(times)s %(rate)s = %(due)s") % {
        "base": money(facts.base, line.currency),
        "times": SIGN,
        "rate": rate_words(facts.rate),
        "due": money(facts.due, line.currency),
    }
    if not facts.paid_before:
        return product
    return _("%(product)s, less %(paid)s paid before = %(amount)s") % {
        "product": product,
        "paid": money(facts.paid_before, line.currency),
        "amount": money(line.amount, line.currency),
    }


def bonus_why(line: LineFacts, facts: BonusFacts) -> str:
    """Say which judgement the bonus rests on and what may follow."""
    if not facts.has_rate:
        return _without_bonus(line, facts)
    words = _verdict_words(line, facts)
    if facts.reason == "views_fell":
        return _("The bonus on views that no longer count goes with them.") + " " + words
    if facts.reason == "judgement_changed":
        return _("The judgement of this video was corrected.") + " " + words
    return words


def _without_bonus(line: LineFacts, facts: BonusFacts) -> str:
    words = str(
        NO_BONUS.get(facts.letter)
        or _("Grade %(letter)s brings no bonus.") % {"letter": facts.letter}
    )
    if not facts.paid_before:
        return words
    return _(
        "The judgement of this video was corrected. %(words)s %(paid)s paid before go back."
    ) % {
        "words": words,
        "paid": money(facts.paid_before, line.currency),
    }


def _verdict_words(line: LineFacts, facts: BonusFacts) -> str:
    values = {
        "sure": money(facts.due, line.currency),
        "waiting": money(abs(facts.waiting), line.currency),
        "low": rate_words(facts.rate_not_original),
        "high": rate_words(facts.rate_original),
    }
    if facts.originality == "original":
        return _("Your video is original, so you keep all of it.")
    if facts.originality == "pending":
        if facts.waiting <= 0:
            return _("We haven't judged originality yet.")
        return (
            _(
                "We haven't judged originality yet. %(sure)s is sure; another %(waiting)s follows "
                "if it is original."
            )
            % values
        )
    if facts.originality == "not_original":
        return _("The video isn't original, so the rate is %(low)s instead of %(high)s.") % values
    return (
        _(
            "Originality can't be judged for this video, so the sure part is paid: the rate is "
            "%(low)s instead of %(high)s."
        )
        % values
    )
