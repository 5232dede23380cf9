"""What the marketplace forgets when a creator is erased, and what follows when two are merged."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Notification
from creatorspark.core.services.leaving import Chapter, Leave
from marketplace.domain.offers.states import COMMITTED, OPEN, Act, Side, State
from marketplace.models import (
    Audience,
    BrandAnswer,
    CreatorProfile,
    ImportedRow,
    Listing,
    Match,
    Offer,
    OfferMessage,
    ShortlistEntry,
)
from marketplace.models.audiences import shown_at_first
from marketplace.services.audiences import newest_of
from marketplace.services.offers import money, moves
from marketplace.services.tables.erasing import blot_out

LEFT = "left"


# Erasing ----------------------------------------------------------------------------------------
def _still_open(creator: Creator) -> list[str]:
    rows = Offer.objects.filter(creator=creator).select_related("campaign__brand")
    states = [state.value for state in OPEN]
    going_on = [
        _("An offer of %(brand)s is open.") % {"brand": row.campaign.brand.name}
        for row in rows.filter(state__in=states)
    ]
    owed = [
        _("%(brand)s owes a fee that hasn't arrived.") % {"brand": row.campaign.brand.name}
        for row in rows.filter(state=State.COMPLETED.value, paid_at=None)
    ]
    return [*going_on, *owed]


def _erase(creator: Creator, leave: Leave) -> None:
    """Forget words and figures about them, here and in the rows of files; end what is open.

    What was promised is released; a fee that is owed stays in the ledger by its number.
    """
    _end_offers(creator, leave)
    OfferMessage.objects.filter(offer__creator=creator, side="creator").update(text="", author=None)
    Offer.objects.filter(creator=creator).update(reasons={})
    _forget_messages(creator)
    for model in (Audience, BrandAnswer, CreatorProfile, Match, ShortlistEntry, Listing):
        model._default_manager.filter(creator=creator).delete()
    # The line of the file stays as a number, so that its count of rows still adds up.
    ImportedRow.objects.filter(creator=creator).update(original={}, cleaned={}, problems=[])
    transaction.on_commit(partial(blot_out, creator.pk), robust=True)


def _end_offers(creator: Creator, leave: Leave) -> None:
    states = [state.value for state in OPEN]
    for offer in Offer.objects.filter(creator=creator, state__in=states).select_related("policy"):
        committed = State(offer.state) in COMMITTED
        act = Act.STOP if offer.state in ("delivered", "disputed") else Act.CANCEL
        move = moves.Move(
            act=act,
            side=Side.STAFF,
            offer_id=offer.pk,
            actor=leave.actor,
            now=leave.now,
            reason=LEFT,
        )
        if committed:
            money.release(offer, actor=leave.actor, now=leave.now)
        moves.end(offer, move=move)


def _forget_messages(creator: Creator) -> None:
    """Take the name out of what brands and staff were told; that something was said stays."""
    for offer_id in Offer.objects.filter(creator=creator).values_list("pk", flat=True):
        Notification.objects.filter(key__startswith=f"marketplace.offer.{offer_id}.").update(
            title=_("About an offer to a creator who left"), body=""
        )


# Merging ----------------------------------------------------------------------------------------
def _in_the_way(kept: Creator, absorbed: Creator) -> list[str]:
    """One campaign has one open offer to a creator: two can't become one silently."""
    states = [state.value for state in OPEN]
    campaigns = Offer.objects.filter(creator=kept, state__in=states).values("campaign")
    both = Offer.objects.filter(creator=absorbed, state__in=states, campaign__in=campaigns)
    return [
        _("Both profiles have an open offer of “%(campaign)s”; end one of them first.")
        % {"campaign": row.campaign.name}
        for row in both.select_related("campaign")
    ]


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Let audiences and shortlists follow; what either refuses or hides, the kept one does."""
    _merge_audiences(kept, absorbed)
    _merge_listings(kept, absorbed)
    # The ledger's part moves by rewards' own chapter.
    Offer.objects.filter(creator=absorbed).update(creator=kept, updated_at=leave.now)
    on_lists = ShortlistEntry.objects.filter(creator=kept).values("shortlist")
    ShortlistEntry.objects.filter(creator=absorbed, shortlist__in=on_lists).delete()
    ShortlistEntry.objects.filter(creator=absorbed).update(creator=kept)
    answered = BrandAnswer.objects.filter(creator=kept).values("brand")
    BrandAnswer.objects.filter(creator=absorbed, brand__in=answered).delete()
    BrandAnswer.objects.filter(creator=absorbed).update(creator=kept)
    # Derived: the next run knows them as one.
    Match.objects.filter(creator=absorbed).delete()
    CreatorProfile.objects.filter(creator=absorbed).delete()


def _merge_audiences(kept: Creator, absorbed: Creator) -> None:
    Audience.objects.filter(creator__in=[kept, absorbed]).update(is_current=False)
    Audience.objects.filter(creator=absorbed).update(creator=kept)
    newest = newest_of(Audience.objects.filter(creator=kept))
    if newest is not None:
        Audience.objects.filter(pk=newest.pk).update(is_current=True)


def _merge_listings(kept: Creator, absorbed: Creator) -> None:
    gone = Listing.objects.filter(creator=absorbed).first()
    if gone is None:
        return
    stays = Listing.objects.filter(creator=kept).first()
    if stays is None:
        gone.creator = kept
        gone.save(update_fields=["creator", "updated_at"])
        return
    stays.refuses = sorted({*stays.refuses, *gone.refuses})
    stays.accepts_offers = stays.accepts_offers and gone.accepts_offers
    stays.is_listed = stays.is_listed and gone.is_listed
    stays.shows = {
        part: stays.shows.get(part, first) and gone.shows.get(part, first)
        for part, first in shown_at_first().items()
    }
    _keep_higher_fee(stays, gone)
    fields = ["refuses", "accepts_offers", "is_listed", "shows", "least_fee", "currency"]
    stays.save(update_fields=[*fields, "updated_at"])
    stays.refused_brands.add(*gone.refused_brands.all())
    gone.delete()


def _keep_higher_fee(stays: Listing, gone: Listing) -> None:
    """Keep the higher least fee; of two currencies the kept profile's counts."""
    comparable = stays.least_fee is None or stays.currency == gone.currency
    if gone.least_fee is not None and comparable and gone.least_fee > (stays.least_fee or -1):
        stays.least_fee, stays.currency = gone.least_fee, gone.currency


CHAPTER = Chapter(
    name="marketplace",
    still_open=_still_open,
    erase=_erase,
    in_the_way=_in_the_way,
    merge=_merge,
)
