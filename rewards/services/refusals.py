"""What the shop says when it can't: typed, and each with a sentence that says what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rewards.domain.redemption import Refusal


@dataclass(frozen=True, kw_only=True)
class ItemTerms:
    """An item's terms as the refusal saw them. `cost` in points."""

    name: str = ""
    cost: int = 0
    limit: int | None = None
    active_from: datetime | None = None
    active_until: datetime | None = None


class RedemptionRefused(Exception):
    """A redemption can't be made or changed; nothing was taken and nothing was written.

    `str(error)` is for the person; `code` is for a machine.
    """

    code: ClassVar[str] = "refused"


class _Refused(RedemptionRefused):
    def __init__(self, terms: ItemTerms, *, balance: int = 0, frozen: int = 0) -> None:
        self.terms = terms
        self.balance = balance
        self.frozen = frozen
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Say what happened, what was kept, and what to do next."""
        raise AssertionError("each refusal has its own sentence")


class NotFound(_Refused):
    """There is no such item, or no such creator."""

    code = Refusal.NO_ITEM

    def sentence(self) -> str:
        return _("This reward isn't in the shop any more. No points were taken; choose another.")


class CreatorNotFound(_Refused):
    """There is no such creator."""

    code = Refusal.NO_CREATOR

    def sentence(self) -> str:
        return _("This creator profile doesn't exist. No points were taken.")


class Inactive(_Refused):
    """Staff took the item out of the shop."""

    code = Refusal.INACTIVE

    def sentence(self) -> str:
        return _("“%(name)s” isn't offered at the moment. Your points are untouched.") % {
            "name": self.terms.name
        }


class NotYet(_Refused):
    """The item's dates begin later."""

    code = Refusal.NOT_YET

    def sentence(self) -> str:
        return _("“%(name)s” starts on %(date)s. Your points are untouched until then.") % {
            "name": self.terms.name,
            "date": _day(self.terms.active_from),
        }


class Over(_Refused):
    """The item's dates are over."""

    code = Refusal.OVER

    def sentence(self) -> str:
        return _("“%(name)s” ended on %(date)s. Your points are untouched; choose another.") % {
            "name": self.terms.name,
            "date": _day(self.terms.active_until),
        }


class OutOfStock(_Refused):
    """None is left."""

    code = Refusal.OUT_OF_STOCK

    def sentence(self) -> str:
        return _("“%(name)s” is sold out. Your points are untouched; choose another.") % {
            "name": self.terms.name
        }


class LimitReached(_Refused):
    """The creator has taken as many as one creator may."""

    code = Refusal.LIMIT_REACHED

    def sentence(self) -> str:
        limit = self.terms.limit or 0
        return ngettext(
            "You have taken “%(name)s” once, which is the most a creator can. "
            "Your points are untouched.",
            "You have taken “%(name)s” %(limit)d times, which is the most a creator can. "
            "Your points are untouched.",
            limit,
        ) % {"name": self.terms.name, "limit": limit}


class OnHold(_Refused):
    """All of the creator's points are on hold."""

    code = Refusal.ON_HOLD

    def sentence(self) -> str:
        return _(
            "Your points are on hold while a person looks into your account, so they can't be "
            "spent now. They are kept, and you will hear from us."
        )


class NotEnoughPoints(_Refused):
    """The points that may be spent don't reach the cost."""

    code = Refusal.NOT_ENOUGH_POINTS

    @property
    def missing(self) -> int:
        """Points still to go."""
        return self.terms.cost - (self.balance - self.frozen)

    def sentence(self) -> str:
        values = {
            "balance": self.balance,
            "cost": self.terms.cost,
            "missing": self.missing,
            "frozen": self.frozen,
        }
        if self.frozen:
            return (
                _(
                    "You have %(balance)d points, %(frozen)d of them on hold, and this costs "
                    "%(cost)d; %(missing)d more to go."
                )
                % values
            )
        return (
            _("You have %(balance)d points and this costs %(cost)d; %(missing)d more to go.")
            % values
        )


class PriceChanged(_Refused):
    """The item costs something else than what the creator agreed to."""

    code = Refusal.PRICE_CHANGED

    def sentence(self) -> str:
        return _(
            "“%(name)s” now costs %(cost)d points. No points were taken; look again and confirm."
        ) % {"name": self.terms.name, "cost": self.terms.cost}


class KeyReused(_Refused):
    """The idempotency key belongs to a redemption of another item."""

    code = Refusal.KEY_REUSED

    def sentence(self) -> str:
        return _(
            "This request was used for another reward before. No points were taken; "
            "open the shop again and retry."
        )


class StepNotAllowed(RedemptionRefused):
    """The redemption is in a state that this step can't start from."""

    code = "step_not_allowed"

    def __init__(self, *, state: str) -> None:
        self.state = state
        super().__init__(
            _("This redemption is “%(state)s”, so this can't be done. Nothing was changed.")
            % {"state": state}
        )


class CreatorOnHold(RedemptionRefused):
    """An open hold on the creator forbids giving anything out."""

    code = Refusal.ON_HOLD

    def __init__(self) -> None:
        super().__init__(
            _(
                "This creator is on hold. Nothing was changed: release the hold first, or put "
                "the redemption on hold."
            )
        )


class ReasonMissing(RedemptionRefused):
    """The creator must be told why, and no reason was given."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Write a reason: the creator will read it. Nothing was changed."))


class NoSuchRedemption(RedemptionRefused):
    """There is no such redemption, or it is somebody else's."""

    code = "no_redemption"

    def __init__(self) -> None:
        super().__init__(_("This redemption doesn't exist. Nothing was changed."))


_BY_CODE: Mapping[str, type[_Refused]] = {
    kind.code: kind
    for kind in (
        NotFound,
        CreatorNotFound,
        Inactive,
        NotYet,
        Over,
        OutOfStock,
        LimitReached,
        OnHold,
        NotEnoughPoints,
        PriceChanged,
        KeyReused,
    )
}


def refusal(code: str, *, terms: ItemTerms, balance: int, frozen: int) -> RedemptionRefused:
    """Return the typed refusal for a code of the database's rules. Raises KeyError if unknown."""
    return _BY_CODE[code](terms, balance=balance, frozen=frozen)


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""
