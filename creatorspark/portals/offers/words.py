"""Where an offer stands, in words for each side."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state is shown: its name, colour, icon and the sentence that explains it."""

    label: Words
    tone: str
    icon: str
    sentence: Words


CREATOR: Final[dict[str, StateWords]] = {
    "invited": StateWords(
        _("Asks for your fee"),
        "accent",
        "mail",
        _("The brand would like to work with you. Name your fee, or say no."),
    ),
    "offered": StateWords(
        _("Waits for your answer"),
        "accent",
        "mail",
        _("Accept, ask for another fee, or say no. Nothing is agreed before you accept."),
    ),
    "countered": StateWords(
        _("Waits for the brand"),
        "info",
        "clock",
        _("You named your fee. The brand accepts it, makes another offer, or declines."),
    ),
    "accepted": StateWords(
        _("Agreed: yours to make"),
        "good",
        "check",
        _("The fee is promised to you. Make it, post it, and show it here."),
    ),
    "delivered": StateWords(
        _("Delivered"),
        "info",
        "clock",
        _("The brand looks at it. If nobody objects in time, it counts as done."),
    ),
    "disputed": StateWords(
        _("A person looks at it"),
        "warn",
        "alert",
        _("What was promised stays as it is until our staff decide. Both of you hear why."),
    ),
    "completed": StateWords(
        _("Done"), "good", "check", _("The work is done and the fee is owed to you.")
    ),
    "declined": StateWords(_("Declined"), "", "close", _("Nothing was agreed.")),
    "withdrawn": StateWords(
        _("Taken back"), "", "close", _("The brand took it back. Nothing was agreed.")
    ),
    "expired": StateWords(
        _("Time is over"), "", "clock", _("Nobody answered in time. Nothing was agreed.")
    ),
    "cancelled": StateWords(
        _("Cancelled"), "", "close", _("The work was cancelled. Nothing is owed.")
    ),
}
BRAND: Final[dict[str, StateWords]] = {
    "invited": StateWords(
        _("Invited"), "info", "mail", _("The creator can name a fee, or say no.")
    ),
    "offered": StateWords(
        _("Waits for the creator"),
        "info",
        "clock",
        _("Your offer binds you until the last day for an answer. You can still change it."),
    ),
    "countered": StateWords(
        _("Waits for your answer"),
        "accent",
        "mail",
        _("The creator asks for this fee. Accept it, make another offer, or decline."),
    ),
    "accepted": StateWords(
        _("Agreed: being made"),
        "good",
        "check",
        _("The fee is promised. You hear from us as soon as something is delivered."),
    ),
    "delivered": StateWords(
        _("Delivered: look at it"),
        "accent",
        "video",
        _("Say that it is done, or what is wrong. If you say nothing, it counts as done."),
    ),
    "disputed": StateWords(
        _("A person looks at it"),
        "warn",
        "alert",
        _("What you promised stays as it is until our staff decide. Both of you hear why."),
    ),
    "completed": StateWords(_("Done"), "good", "check", _("The work is done.")),
    "declined": StateWords(_("Declined"), "", "close", _("Nothing was promised.")),
    "withdrawn": StateWords(
        _("Taken back"), "", "close", _("You took it back. Nothing was promised.")
    ),
    "expired": StateWords(
        _("No answer in time"), "", "clock", _("Nothing was promised. You can ask again.")
    ),
    "cancelled": StateWords(
        _("Cancelled"), "", "close", _("The work was cancelled. Nothing is owed.")
    ),
}
# What happened at a step, in a timeline: the same for both sides.
EVENTS: Final[dict[str, Words]] = {
    "invited": _("Invited"),
    "offered": _("Offered"),
    "countered": _("Another fee was named"),
    "accepted": _("Accepted"),
    "delivered": _("Delivered"),
    "disputed": _("A person was asked to look"),
    "completed": _("Done"),
    "declined": _("Declined"),
    "withdrawn": _("Taken back"),
    "expired": _("Time ran out"),
    "cancelled": _("Cancelled"),
}
SIDES: Final = {"creator": CREATOR, "brand": BRAND}

# What a person reads after an act of theirs.
SAID: Final[dict[str, Words]] = {
    "offer": _("Sent. The creator hears of it now."),
    "counter": _("Sent. The brand hears of it now."),
    "accept": _("Agreed. The fee is promised, and both of you hear of it."),
    "decline": _("Declined. The other side hears of it, with your reason."),
    "withdraw": _("Taken back. Nothing was promised."),
    "deliver": _("Delivered. The brand looks at it now."),
    "complete": _("Done. Thank you; the creator hears of it."),
    "cancel": _("Cancelled. Nothing is owed any more."),
    "dispute": _("A person of ours looks at it now. You hear from them here."),
    "message": _("Sent."),
}


def event_of(state: str) -> Words:
    """Return what happened when an offer came to a state."""
    return EVENTS.get(state, state)


def words_of(state: str, *, side: str) -> StateWords:
    """Return how a state reads for a side."""
    return SIDES[side].get(state, StateWords(state, "", "info", ""))
