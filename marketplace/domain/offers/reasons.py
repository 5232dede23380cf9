"""Reasons that a side names with an answer: a code the matching learns from, and its words."""

from collections.abc import Mapping
from typing import Final

from creatorspark.lib.sentences import gettext_noop
from marketplace.domain.offers.states import Act, Side

Reasons = Mapping[str, str]

_CREATOR_DECLINES: Final[Reasons] = {
    "fee_too_low": gettext_noop("The fee is too low"),
    "not_my_topic": gettext_noop("It isn’t what I make"),
    "not_my_audience": gettext_noop("It isn’t for the people who watch me"),
    "brand_not_for_me": gettext_noop("I don’t work with this brand"),
    "rival_deal": gettext_noop("I have a deal with a rival"),
    "no_time": gettext_noop("I have no time"),
    "other": gettext_noop("Another reason"),
}
_BRAND_DECLINES: Final[Reasons] = {
    "price_too_high": gettext_noop("The price is above what we have"),
    "another_creator": gettext_noop("We chose another creator"),
    "plans_changed": gettext_noop("Our plans changed"),
    "other": gettext_noop("Another reason"),
}
_CANCELS: Final[Reasons] = {
    "no_time": gettext_noop("I have no time any more"),
    "agreed": gettext_noop("We agreed on it"),
    "not_delivered": gettext_noop("Nothing was delivered in time"),
    "other": gettext_noop("Another reason"),
}
_DISPUTES: Final[Reasons] = {
    "not_as_agreed": gettext_noop("It isn’t what was agreed"),
    "not_delivered": gettext_noop("Nothing was delivered"),
    "removed": gettext_noop("The video was taken down"),
    "asks_for_more": gettext_noop("More is asked for than was agreed"),
    "other": gettext_noop("Another reason"),
}
REASONS: Final[Mapping[tuple[Act, Side], Reasons]] = {
    (Act.DECLINE, Side.CREATOR): _CREATOR_DECLINES,
    (Act.DECLINE, Side.BRAND): _BRAND_DECLINES,
    (Act.WITHDRAW, Side.BRAND): {
        code: words for code, words in _BRAND_DECLINES.items() if code != "price_too_high"
    },
    (Act.CANCEL, Side.CREATOR): {
        code: words for code, words in _CANCELS.items() if code != "not_delivered"
    },
    (Act.CANCEL, Side.BRAND): {"not_delivered": _CANCELS["not_delivered"]},
    (Act.DISPUTE, Side.BRAND): {
        code: words for code, words in _DISPUTES.items() if code != "asks_for_more"
    },
    (Act.DISPUTE, Side.CREATOR): {
        code: words for code, words in _DISPUTES.items() if code not in ("not_delivered", "removed")
    },
}
# Whatever a step can be about, for timelines.
WORDS: Final[Reasons] = {
    code: words for reasons in REASONS.values() for code, words in reasons.items()
} | {
    "silence": gettext_noop("Nobody objected in time"),
    "left": gettext_noop("The creator’s profile was removed"),
    "suspended": gettext_noop("The brand can’t ask creators at the moment"),
    "closed": gettext_noop("The campaign was closed"),
    "staff": gettext_noop("Decided by our staff"),
}


def reasons_for(act: Act, *, side: Side) -> Reasons:
    """Return the reasons one can give, by code; empty where none is asked for."""
    return REASONS.get((act, side), {})
