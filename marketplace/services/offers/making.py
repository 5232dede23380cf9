"""How an offer begins: an invitation without a fee, or an offer with one."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from marketplace.domain.offers.states import OPEN, Act, Side
from marketplace.domain.offers.terms import Terms
from marketplace.models import Brand, Campaign, Offer
from marketplace.selectors.campaigns import is_member
from marketplace.services.offers import money
from marketplace.services.offers.least import check_is_enough
from marketplace.services.offers.moves import Move, Receipt, record
from marketplace.services.offers.pace import check_pace
from marketplace.services.offers.parties import check_can_be_asked, check_member
from marketplace.services.offers.refusals import (
    AlreadyOpen,
    BadTerms,
    CampaignNotOpen,
    NoSuchOffer,
)
from marketplace.services.offers.terms import terms_at
from marketplace.services.search.naming import explained
from marketplace.services.search.runs import RunGone, run_of
from rewards import interface as rewards

LONGEST_WISH: Final = 4_000
FURTHEST: Final = timedelta(days=366)


def begin(
    *,
    campaign_id: int,
    creator_id: int,
    amount: int | None,
    wish: str,
    deadline: datetime | None = None,
    deliver_by: datetime | None = None,
    actor: User,
    now: datetime,
) -> Receipt:
    """Ask a creator: with `amount` (minor units) it is an offer, without one an invitation.

    Without a `deadline` the creator has the days of the policy. Raises OfferRefused.
    """
    _check_speaks(campaign_id, actor)
    # Before anything is locked: it reads a whole run.
    reasons = reasons_of(campaign_id, creator_id, now=now)
    with transaction.atomic():
        creator, campaign = _lock(campaign_id, creator_id)
        check_member(campaign.brand_id, user=actor)
        _check(campaign, creator, actor=actor, now=now)
        policy, terms = terms_at(at=now)
        offer = Offer(
            campaign=campaign,
            campaign_version=campaign.version,
            creator=creator,
            policy=policy,
            wish=wish.strip()[:LONGEST_WISH],
            reasons=reasons,
            is_demo=campaign.is_demo,
            created_by=actor,
            created_at=now,
            updated_at=now,
        )
        until = deadline or usual_deadline(campaign, terms=terms, now=now)
        set_days(offer, deadline=until, deliver_by=deliver_by, now=now)
        if amount is not None:
            put_on_table(offer, amount, campaign=campaign, now=now)
        offer.state = Offer.State.INVITED if amount is None else Offer.State.OFFERED
        offer.save()
        move = Move(act=Act.OFFER, side=Side.BRAND, offer_id=offer.pk, actor=actor, now=now)
        record(offer, move=move, before=None)
    return Receipt(offer_id=offer.pk, version=offer.version, state=offer.state, is_new=True)


def put_on_table(offer: Offer, amount: int, *, campaign: Campaign, now: datetime) -> None:
    """Name the fee that the brand binds itself to. Raises BadTerms, FeeTooLow and OverBudget."""
    if offer.deliver_by is None:
        raise BadTerms(_("Say until when you need it, so that both of you know. Nothing was sent."))
    money.set_fee(
        offer,
        amount,
        currency=house_currency(campaign, now=now),
        sentence=_("An offer names a fee above zero, up to ten million. Nothing was sent."),
    )
    check_is_enough(offer, brand_id=campaign.brand_id)
    money.check_budget(campaign, offer=offer)


def house_currency(campaign: Campaign, *, now: datetime) -> str:
    """Return the currency of the house. Raises BadTerms for a budget in another one."""
    currency = rewards.house_currency(now=now)
    if campaign.budget is not None and campaign.currency != currency:
        raise BadTerms(
            _(
                "Offers are in %(house)s, and this campaign's budget is in %(its)s. Change the "
                "brief."
            )
            % {"house": currency, "its": campaign.currency}
        )
    return currency


def usual_deadline(campaign: Campaign, *, terms: Terms, now: datetime) -> datetime:
    """Return until when an answer counts where nobody says it: the policy's days, but no longer
    than the campaign, which takes back what still waits when it ends.
    """
    usual = now + timedelta(days=terms.answer_days)
    over = _over(campaign)
    return usual if over is None else min(usual, over)


def _over(campaign: Campaign) -> datetime | None:
    if campaign.ends_on is None:
        return None
    return datetime.combine(campaign.ends_on + timedelta(days=1), time.min, tzinfo=UTC)


def set_days(
    offer: Offer, *, deadline: datetime, deliver_by: datetime | None, now: datetime
) -> None:
    """Set until when an answer counts and the work is due. Raises BadTerms."""
    if not now < deadline <= now + FURTHEST:
        raise BadTerms(
            _("The last day for an answer lies in the future, within a year. Nothing was sent.")
        )
    over = _over(offer.campaign)
    if over is not None and deadline > over:
        raise BadTerms(
            _(
                "The campaign's last day is %(day)s, so the last day for an answer can't be later. "
                "Nothing was sent; move one of the days."
            )
            % {"day": date_format(over - timedelta(days=1), "j F Y")}
        )
    if deliver_by is not None and not deadline <= deliver_by <= now + FURTHEST:
        raise BadTerms(
            _(
                "The work is due after the last day for an answer, within a year. Nothing was "
                "sent; move one of the days."
            )
        )
    offer.deadline, offer.deliver_by = deadline, deliver_by


def reasons_of(campaign_id: int, creator_id: int, *, now: datetime) -> dict[str, Any]:
    """Return why this creator, as the run in force knows it; {} when none does.

    It is kept with the offer, words and all: what a person reads must not change after the fact.
    """
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    run = run_of(None)
    if campaign is None or run is None:
        return {}
    try:
        cards = explained(campaign, creator_ids=[creator_id], run_version=run.version, now=now)
    except (RunGone, OSError):
        # An offer doesn't wait for the matching: without reasons it says that none are known.
        return {}
    if not cards:
        return {}
    card = cards[0]
    return {
        "run": run.version,
        "score": round(card.score, 4),
        "lines": [
            {
                "factor": line.factor,
                "label": str(line.label),
                "weight": line.weight,
                "value": line.value,
                "sentence": line.sentence,
                "yours": line.yours,
            }
            for line in card.lines
        ],
        "warnings": list(card.warnings),
        "your_warnings": list(card.your_warnings),
    }


def _check_speaks(campaign_id: int, actor: User) -> None:
    """Turn strangers away before anything costs; the answer that counts is under the lock."""
    brand_id = Campaign.objects.filter(pk=campaign_id).values_list("brand_id", flat=True).first()
    if brand_id is None or not is_member(actor, brand_id=brand_id):
        raise NoSuchOffer


def _lock(campaign_id: int, creator_id: int) -> tuple[Creator, Campaign]:
    people = Creator.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    creator = people.filter(pk=creator_id).first()
    briefs = Campaign.objects.select_for_update(no_key=True, of=("self",))
    campaign = briefs.filter(pk=campaign_id).first()
    if creator is None or campaign is None:
        raise NoSuchOffer
    # Before the membership, as a team that changes locks them; and so that requests at once are
    # counted one after the other.
    campaign.brand = Brand.objects.select_for_update(no_key=True).get(pk=campaign.brand_id)
    return creator, campaign


def _check(campaign: Campaign, creator: Creator, *, actor: User, now: datetime) -> None:
    if campaign.state != Campaign.State.OPEN:
        raise CampaignNotOpen
    check_can_be_asked(creator, campaign=campaign)
    check_pace(campaign, creator, actor=actor, now=now)
    states = [state.value for state in OPEN]
    if Offer.objects.filter(campaign=campaign, creator=creator, state__in=states).exists():
        raise AlreadyOpen
