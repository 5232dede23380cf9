"""What is in question, written for people: views, likes, or money."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.lib.money import Marks, format_minor
from fraud.domain.findings import FAMILY_OF, Family, ReasonCode


def gift_money(minor: int) -> str:
    """Write the minor units of gifts as money in the reader's locale: $41.20."""
    marks = Marks(
        decimal=get_format("DECIMAL_SEPARATOR"),
        group=get_format("THOUSAND_SEPARATOR"),
    )
    return format_minor(minor, currency=settings.GIFT_CURRENCY, marks=marks)


def is_money(codes: Sequence[str]) -> bool:
    """Say whether what these codes put in question is gifts, and so money."""
    return all(FAMILY_OF[ReasonCode(code)] is Family.MONEY for code in codes)


def in_question(affected: int, *, codes: Sequence[str], reason_code: str) -> str:
    """Write how much an alert is about: “9,000 views”, “40 likes”, “gifts of $41.20”."""
    if is_money(codes):
        return _("gifts of %(sum)s") % {"sum": gift_money(affected)}
    shown = {"n": number_format(affected, force_grouping=True)}
    if reason_code == ReasonCode.LIKES_WITHOUT_VIEWS:
        return ngettext("%(n)s like", "%(n)s likes", affected) % shown
    return ngettext("%(n)s view", "%(n)s views", affected) % shown
