"""The words of the figures: what each count is called, and the groups of each table."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

RULES: Final[Mapping[str, Words]] = {
    "UA_DECLARED_BOT": _("Programs that say so"),
    "UA_IMPOSSIBLE": _("Browsers that can’t exist"),
    "UA_MONOCULTURE": _("All views from one odd browser"),
    "REF_SPOOFED": _("Sites made to look like others"),
    "REF_SPAM": _("Known spam sites"),
    "VIEWS_WITHOUT_LIKES": _("Many views, hardly a like"),
    "FEW_VIEWERS_MANY_VIEWS": _("Few people, many views"),
    "LIKES_WITHOUT_VIEWS": _("Likes without views"),
    "CLOCKWORK_VIEWS": _("Views like clockwork"),
    "BULK_SIGNUP": _("Accounts made by the dozen"),
    "SHARED_DEVICE_ONLY": _("Many accounts, one device"),
    "LOCKSTEP_VIEWS": _("Accounts that move together"),
    "GIFT_NEW_ACCOUNTS": _("Gifts from brand-new accounts"),
    "GIFT_CIRCLE": _("Gifts that go round in a circle"),
    "GIFT_OWN_ACCOUNTS": _("Gifts from own accounts"),
}
DEVICES: Final[Mapping[str, Words]] = {
    "app": _("Apps, and pages inside them"),
    "mobile": _("Browsers on phones and tablets"),
    "desktop": _("Computers"),
    "television": _("Televisions and consoles"),
    "other": _("Something else"),
    "mixed": _("No kind more than half"),
    "": _("Not known"),
}
TITLES: Final[Mapping[str, Words]] = {
    "rules": _("By rule"),
    "markets": _("By market"),
    "devices": _("By kind of device"),
}
COUNTS: Final[Mapping[str, Words]] = {
    "holds": _("Holds placed"),
    "creators_held": _("Creators with a new hold"),
    "open_at_end": _("Holds open at the end"),
    "first": _("Cases that ended or were decided for the first time"),
    "by_people": _("… decided by a person"),
    "cleared": _("… all was fine"),
    "partly": _("… a part didn’t count"),
    "upheld": _("… it didn’t count"),
    "freed_by_appeal": _("… freed by an appeal before the first look"),
    "expired": _("… ended by the clock, because nobody decided"),
    "in_time": _("… as soon as promised"),
    "late": _("… later than promised"),
    "again": _("Older cases that were decided again"),
    "decided": _("All cases that a person decided"),
    "fell": _("… that were wrong (all free in the end)"),
    "stood": _("… that stood, in full or in part"),
    "overturned_later": _("… that were overturned after they had stood"),
    "wronged": _("Creators of whom a case was wrong"),
    "money_creators": _("… and whose money or points had waited"),
    "second_asked": _("Decisions that waited for a second person"),
    "second_agreed": _("… with which the second person agreed"),
    "discounts": _("Findings of views that don’t count, without a hold"),
    "discount_creators": _("… creators concerned"),
    "discounts_given_back": _("… that were taken back"),
    "appeals_filed": _("Appeals filed"),
    "appeals_withdrawn": _("Appeals withdrawn"),
    "appeals_open_at_end": _("Appeals open at the end"),
    "appeals_decided": _("Appeals decided"),
    "appeals_overturned": _("… the creator was right"),
    "appeals_partly": _("… the creator was right in part"),
    "appeals_upheld": _("… the decision stood"),
    "appeals_in_time": _("… as soon as promised"),
    "appeals_late": _("… later than promised"),
    "put_right": _("Decisions on appeals that were put right later"),
    "apologies": _("Times we said sorry with points"),
}
# What belongs together, in the order in which it is told.
CHAPTERS: Final[tuple[tuple[Words, tuple[str, ...]], ...]] = (
    (_("Holds"), ("holds", "creators_held", "open_at_end")),
    (
        _("First decisions"),
        (
            *("first", "by_people", "cleared", "partly", "upheld", "freed_by_appeal"),
            *("expired", "in_time", "late"),
        ),
    ),
    (
        _("How often we were wrong"),
        (
            *("decided", "again", "fell", "overturned_later", "stood"),
            *("wronged", "money_creators", "apologies"),
        ),
    ),
    (
        _("Appeals"),
        (
            *("appeals_filed", "appeals_withdrawn", "appeals_open_at_end", "appeals_decided"),
            *("appeals_overturned", "appeals_partly", "appeals_upheld"),
            *("appeals_in_time", "appeals_late", "put_right"),
        ),
    ),
    (_("Two people"), ("second_asked", "second_agreed")),
    (
        _("Views that don’t count"),
        ("discounts", "discount_creators", "discounts_given_back"),
    ),
)


def name_of(table: str, group: str) -> Words:
    """Return what a group is called; a market goes by its code."""
    if table == "rules":
        return RULES.get(group, group)
    if table == "devices":
        return DEVICES.get(group, group)
    return group or _("Not known")
