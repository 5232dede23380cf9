"""The desk's sentences: plain, warm, with the day by which something happens."""

from datetime import UTC, datetime

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from creatorspark.core.domain.appeals.permission import MayAppeal, Why
from creatorspark.core.domain.appeals.states import State
from creatorspark.core.domain.appeals.terms import DEFAULT, Terms
from creatorspark.core.models import Appeal

REFUSALS: dict[Why, Promise] = {
    Why.NOTHING: gettext_lazy("There is no judgement here that could be appealed."),
    Why.UNDER_WAY: gettext_lazy("Your appeal is under way. One at a time can be open."),
    Why.OVERTURNED: gettext_lazy("You were right: the judgement was overturned."),
    Why.LOOKED_TWICE: gettext_lazy(
        "Two different people have looked at this. Their decision is final here."
    ),
}


def day(moment: datetime) -> str:
    """Write a day: 10 May 2025."""
    return formats.date_format(moment, "j F Y")


def hour(moment: datetime) -> str:
    """Write a moment to the minute, for readers anywhere: 10 May 2025, 14:00 UTC."""
    return formats.date_format(moment.astimezone(UTC), "j F Y, H:i") + " UTC"


def permission_sentence(answer: MayAppeal, *, terms: Terms = DEFAULT) -> str:
    """Say whether, how often and until when."""
    if answer.why in REFUSALS:
        return str(REFUSALS[answer.why])
    if answer.why is Why.TOO_OFTEN:
        return _("This was appealed %(n)d times, which is as often as one judgement can be.") % {
            "n": terms.filings
        }
    if answer.until is None:
        return ""
    if answer.why is Why.TOO_LATE:
        return _("It could be appealed until %(day)s.") % {"day": day(answer.until)}
    if answer.why is Why.SECOND_LOOK:
        return _(
            "Another person can look at it once more. Ask for it by %(day)s; it is decided "
            "within %(n)d days. What they decide is final."
        ) % {"day": day(answer.until), "n": terms.second_look_days}
    return _(
        "You can appeal until %(day)s. A person decides within %(n)d days, and if you disagree, "
        "another person looks at it once more."
    ) % {"day": day(answer.until), "n": terms.decide_days}


def where_it_is(appeal: Appeal, *, now: datetime) -> str:
    """Say in a sentence where an appeal is and what happens next, to its creator."""
    state = State(appeal.state)
    if state is State.WAITING and appeal.answer_by:
        return _("We asked you something. Please answer by %(day)s; our clock waits for you.") % {
            "day": day(appeal.answer_by)
        }
    if appeal.is_open:
        if now > appeal.due_at:
            return _(
                "We promised a decision by %(day)s and are late. We are sorry. Your appeal is "
                "now at the top of the list."
            ) % {"day": day(appeal.due_at)}
        who = _("Another person decides") if appeal.look > 1 else _("A person decides")
        return _("%(who)s by %(day)s.") % {"who": who, "day": day(appeal.due_at)}
    closed = {"day": day(appeal.closed_at)} if appeal.closed_at else {"day": "–"}
    return str(OVER[state]) % closed


OVER: dict[State, Promise] = {
    State.UPHELD: gettext_lazy("Decided on %(day)s: the judgement stays."),
    State.OVERTURNED: gettext_lazy("Decided on %(day)s: you were right."),
    State.PARTLY: gettext_lazy("Decided on %(day)s: you were right in part."),
    State.WITHDRAWN: gettext_lazy("You withdrew it on %(day)s. Nothing was changed."),
    State.EXPIRED: gettext_lazy(
        "Closed on %(day)s, because our question stayed without an answer. Nothing was changed."
    ),
    State.SETTLED: gettext_lazy(
        "Settled on %(day)s: the judgement changed meanwhile, so nothing is left to decide."
    ),
}


def days_left(moment: datetime, *, now: datetime) -> str:
    """Say how long there is until a moment: "6 days left", "today", "2 days late"."""
    left = (moment.date() - now.date()).days
    if moment < now:
        late = max((now - moment).days, 0)
        return (
            ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late} if late else _("late")
        )
    if left == 0:
        return _("today")
    return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
