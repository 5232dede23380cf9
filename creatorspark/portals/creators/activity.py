"""Movements of points as people read them."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rewards import interface as rewards


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement: what it is about, where that leads, and the balance after it."""

    title: str
    kind: str
    url: str
    at: dt.datetime
    amount: int
    balance_after: int


def movement_of(line: rewards.StatementLine) -> Movement:
    """Put a line of the statement into words; a line without a title goes by its kind."""
    kind = kind_words(line.kind)
    return Movement(
        title=" ".join(line.title.split()) or kind,
        kind=kind,
        url=_about(line),
        at=line.at,
        amount=line.amount,
        balance_after=line.balance_after,
    )


def kind_words(kind: str) -> str:
    """Name a kind of movement."""
    return {
        "award": _("Points for a video"),
        "redemption": _("Order in the shop"),
        "refund": _("Refund"),
        "reversal": _("Taken back"),
        "recovery": _("Settled what was owed"),
        "forfeit": _("Lost after a decision"),
        "apology": _("Sorry for the wait"),
        "adjustment": _("Changed by staff"),
    }.get(kind, kind)


def _about(line: rewards.StatementLine) -> str:
    if line.video_id is not None:
        return reverse("creators:video", args=[line.video_id])
    if line.redemption_id is not None:
        return reverse("creators:redemption", args=[line.redemption_id])
    return ""
