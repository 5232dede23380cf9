"""What offers say when something can't be done: typed, each with a sentence for the person."""

from typing import ClassVar

from django.utils.translation import gettext as _

from creatorspark.lib.money import format_minor


class OfferRefused(Exception):
    """An act on an offer isn't possible; nothing was written.

    `str(error)` is for the person; `code` is for a machine.
    """

    code: ClassVar[str] = "refused"


class NoSuchOffer(OfferRefused):
    """There is no such offer, campaign or creator, or it isn't theirs."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__(_("This isn't here, or it isn't yours any more. Nothing was changed."))


class OfferChanged(OfferRefused):
    """The offer moved on since it was read."""

    code = "changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This offer changed while you were reading it. Nothing was done; here is how it "
                "stands now."
            )
        )


class NotNow(OfferRefused):
    """The state doesn't allow it."""

    code = "not_now"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("That isn't possible any more: the offer is “%(state)s”. Nothing was changed.")
            % {"state": state}
        )


class TooLate(OfferRefused):
    """The time to answer is over."""

    code = "too_late"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The time to answer is over, so nothing was agreed. Write to the other side if you "
                "are still interested; a new offer can be made."
            )
        )


class TooEarly(OfferRefused):
    """A brand that accepted is bound until the day of delivery is over."""

    code = "too_early"

    def __init__(self) -> None:
        super().__init__(
            _(
                "You accepted this work, so it can be cancelled only once the day of delivery is "
                "over. If something is wrong, open a dispute and a person looks at it."
            )
        )


class Unavailable(OfferRefused):
    """The creator can't take offers now. Why isn't for the brand to know."""

    code = "unavailable"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This creator isn't available for offers at the moment. Nothing was sent and "
                "nothing was promised."
            )
        )


class BrandSuspended(OfferRefused):
    """Staff keep the brand from asking creators."""

    code = "suspended"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Our staff stopped this brand from asking creators. Nothing was sent and nothing "
                "was promised; write to us if you think that is wrong."
            )
        )


class NobodySpeaks(OfferRefused):
    """Everybody of the brand's team is gone, so it can't be bound."""

    code = "nobody_speaks"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nobody speaks for this brand any more, so nothing can be agreed with it. Nothing "
                "was promised; you can decline the offer or let its time run out."
            )
        )


class TooMany(OfferRefused):
    """A brand asks only so many creators a day."""

    code = "too_many"

    def __init__(self, *, most: int) -> None:
        super().__init__(
            _(
                "You asked %(n)d creators within a day, which is as many as you can for now. "
                "Nothing was sent; go on tomorrow."
            )
            % {"n": most}
        )


class SaidNo(OfferRefused):
    """The creator declined this brand a short while ago."""

    code = "said_no"

    def __init__(self, *, until: str) -> None:
        super().__init__(
            _(
                "This creator declined an offer of yours a short while ago. Nothing was sent; you "
                "can ask again from %(day)s."
            )
            % {"day": until}
        )


class UnderReview(OfferRefused):
    """Everything of the creator is under a hold; the creator reads this."""

    code = "under_review"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your profile is under review, so nothing can be agreed just now. The offer stays "
                "as it is until its deadline; you find the review under Messages."
            )
        )


class CampaignNotOpen(OfferRefused):
    """Offers belong to open campaigns."""

    code = "campaign_not_open"

    def __init__(self) -> None:
        super().__init__(
            _("This campaign isn't open, so nothing was sent. Open it first, then try again.")
        )


class AlreadyOpen(OfferRefused):
    """One offer at a time for a campaign and a creator."""

    code = "already_open"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This creator has an open offer of this campaign already. Nothing was sent; go on "
                "with that one."
            )
        )


class OverBudget(OfferRefused):
    """The campaign's budget doesn't reach."""

    code = "over_budget"

    def __init__(self, *, cost: int, left: int, currency: str) -> None:
        super().__init__(
            _(
                "This costs %(cost)s with our commission, and %(left)s of the campaign's budget "
                "are left. Nothing was promised; offer less or raise the budget."
            )
            % {
                "cost": format_minor(cost, currency=currency),
                "left": format_minor(max(0, left), currency=currency),
            }
        )


class FeeTooLow(OfferRefused):
    """The creator works for more, which isn't for the brand to know; `goes_on`: try another."""

    code = "fee_too_low"

    def __init__(self, *, goes_on: bool) -> None:
        super().__init__(
            _(
                "This creator doesn't work for such a fee. Nothing was sent; offer more, or invite "
                "without a fee, so that they name theirs."
            )
            if goes_on
            else _(
                "Your fees for this creator were too low several times today. Nothing was sent; "
                "invite without a fee, so that they name theirs, or try again tomorrow."
            )
        )


class CampaignOver(OfferRefused):
    """The brand closed the campaign, so what waited for an answer is taken back."""

    code = "campaign_over"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This campaign was closed, so its offers without an answer are taken back. Nothing "
                "was promised."
            )
        )


class BadTerms(OfferRefused):
    """What was written in can't be used; the message says which and why."""

    code = "invalid"
