"""What staff read where two people must agree, where a part counts, and where people are few."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.appeals.wording import day
from creatorspark.core.models import User
from fraud.domain.outcomes import KEEPING
from fraud.models import Alert, AlertDecision
from fraud.selectors.amounts import gift_money, is_money
from fraud.selectors.reports import outcome_words
from fraud.services.alerts import needs_two, standing_decision, standing_proposal, terms_of
from fraud.services.tending import freed_at, open_appeal


def two_people(alert: Alert, *, reader: User | None = None) -> list[str]:
    """Say in sentences that two people must agree, why, and what the first said; [] for one."""
    if not needs_two(alert):
        return []
    terms = terms_of(alert)
    said = [
        _(
            "Two people must agree on what goes against this creator, because %(views)s views or "
            "%(followers)s followers or more are concerned. “All is fine” takes one."
        )
        % {"views": _n(terms.second_person_views), "followers": _n(terms.second_person_followers)}
    ]
    first = standing_proposal(alert) or _decision(alert)
    if first is None:
        said.append(_("Nobody proposed anything yet; the first word is a proposal."))
    elif first.decided_by_id == getattr(reader, "pk", 0):
        said.append(
            _("You said: %(what)s. Somebody else confirms it or decides otherwise.")
            % {"what": in_words(first)}
        )
    else:
        said.append(
            _("%(who)s said: %(what)s. Another person confirms it by deciding the same.")
            % {"who": first.decided_by or _("Somebody"), "what": in_words(first)}
        )
    return said


def too_few(alert: Alert) -> list[str]:
    """Say what happens where nobody is left who may have the last word; [] where somebody is.

    Nobody is ever held for want of staff: the clock ends it in the creator's favour.
    """
    if alert.tier != Alert.Tier.CASE:
        return []
    took_part = alert.decisions.exclude(decided_by=None).values_list("decided_by", flat=True)
    barred = [*took_part, alert.creator.user_id or 0]
    free = User.objects.filter(is_staff=True, is_active=True).exclude(pk__in=barred).count()
    if open_appeal(alert) is not None:
        missing = 1 - free
        why = _("Everybody on staff took part in this already, so nobody can decide the appeal.")
    elif alert.resolved_at is None and needs_two(alert):
        missing = (1 if standing_proposal(alert) else 2) - free
        why = _("Two people must agree, and there is no second one on staff.")
    else:
        return []
    if missing <= 0:
        return []
    until = freed_at(alert)
    ends = _("Until somebody joins, it waits.")
    if until is not None:
        ends = _("Until somebody joins, it ends by itself on %(day)s, in the creator’s favour.") % {
            "day": day(until)
        }
    return [f"{why} {ends}"]


def _decision(alert: Alert) -> AlertDecision | None:
    made = standing_decision(alert)
    goes_against = made is not None and made.outcome in KEEPING and made.decided_by_id
    return made if goes_against else None


def in_words(made: AlertDecision) -> str:
    """Write a decision, and of a part how much."""
    words = outcome_words(for_staff=True)[made.outcome]
    return f"{words} ({how_many(made)})" if made.outcome == "partly" else words


def how_many(made: AlertDecision) -> str:
    """Write how much doesn't count; "" where all does."""
    if not made.false_views:
        return ""
    if of_money(made.alert):
        return _("%(sum)s doesn’t count") % {"sum": gift_money(made.false_views)}
    shown = {"n": _n(made.false_views)}
    return ngettext("%(n)s doesn’t count", "%(n)s don’t count", made.false_views) % shown


def of_money(alert: Alert) -> bool:
    """Say whether gifts are in question, and so money."""
    return is_money([one["code"] for one in alert.evidence["findings"]])


def part_words(alert: Alert) -> tuple[str, str]:
    """Return the question how much doesn't count, and what helps to answer it."""
    if of_money(alert):
        return _("How much doesn’t count, in cents"), _(
            "Less than %(sum)s, which is %(n)s cents. The rest is free at once."
        ) % {"sum": gift_money(alert.affected), "n": _n(alert.affected)}
    return _("How many don’t count"), _(
        "Fewer than the %(n)s in question. The rest is free at once."
    ) % {"n": _n(alert.affected)}


def _n(value: int) -> str:
    return formats.number_format(value, force_grouping=True)
