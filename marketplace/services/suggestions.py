"""What a creator says to a suggested brand, and what follows from the reason."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from marketplace.models import Brand, BrandAnswer, BrandMember, Listing
from marketplace.selectors.kits import is_available
from marketplace.services import listings


class AnswerRefused(Exception):
    """The answer can't be given; the message is for a person."""


def be_interested(creator: Creator, *, brand: Brand, actor: User, now: datetime) -> BrandAnswer:
    """Say that a creator would like to work with a brand; its team is told once.

    Raises AnswerRefused for a creator whom brands can't see, or who refused the brand.
    """
    with transaction.atomic():
        listing = Listing.objects.select_for_update(no_key=True).filter(creator=creator).first()
        if listing is None or not is_available(listing) or not listing.accepts_offers:
            raise AnswerRefused(
                _(
                    "Brands can't see you or send you offers at present, so nothing was sent. "
                    "Open yourself to brands in your preferences first."
                )
            )
        if Brand.objects.filter(pk=brand.pk, suspended_at__isnull=False).exists():
            raise AnswerRefused(
                _("This brand can't ask creators at the moment, so nothing was sent.")
            )
        if listing.refused_brands.filter(pk=brand.pk).exists():
            raise AnswerRefused(
                _("You said that you never work for them. Take that back in your preferences.")
            )
        kept = _keep(creator, brand, BrandAnswer.Answer.INTERESTED, "", actor=actor, now=now)
        _tell_the_team(creator, brand, now=now)
    return kept


def decline(
    creator: Creator, *, brand: Brand, reason: str, actor: User, now: datetime
) -> BrandAnswer:
    """Say that a brand isn't for a creator. “Never” reasons become rules of its listing.

    Raises AnswerRefused for a reason that doesn't exist.
    """
    if reason not in BrandAnswer.Reason.values:
        raise AnswerRefused(_("Choose one of the reasons, or none. Nothing was changed."))
    with transaction.atomic():
        listing = listings.begin(creator, now=now)
        listing = Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
        kept = _keep(creator, brand, BrandAnswer.Answer.DECLINED, reason, actor=actor, now=now)
        if reason == BrandAnswer.Reason.BRAND:
            listings.refuse_brand(listing, brand=brand, actor=actor, now=now)
        elif reason == BrandAnswer.Reason.INDUSTRY and brand.industries:
            main = str(brand.industries[0]["industry"])
            listings.refuse_industry(listing, industry=main, actor=actor, now=now)
    return kept


def take_back(creator: Creator, *, brand: Brand, actor: User, now: datetime) -> None:
    """Forget an answer. A brand that it refused isn't refused any more; an industry stays so."""
    with transaction.atomic():
        listing = Listing.objects.select_for_update(no_key=True).filter(creator=creator).first()
        gone = BrandAnswer.objects.filter(creator=creator, brand=brand).first()
        if gone is None:
            return
        audit.record(
            "marketplace.answer.taken_back",
            target=gone,
            actor=actor,
            before={"brand": brand.pk, "answer": gone.answer, "reason": gone.reason},
        )
        if gone.reason == BrandAnswer.Reason.BRAND and listing is not None:
            listings.allow_brand(listing, brand=brand, actor=actor, now=now)
        gone.delete()


def _keep(
    creator: Creator, brand: Brand, answer: str, reason: str, *, actor: User, now: datetime
) -> BrandAnswer:
    kept, _created = BrandAnswer.objects.update_or_create(
        creator=creator,
        brand=brand,
        defaults={"answer": answer, "reason": reason, "answered_at": now},
    )
    audit.record(
        "marketplace.answer.given",
        target=kept,
        actor=actor,
        after={"brand": brand.pk, "answer": answer, "reason": reason},
    )
    return kept


def _tell_the_team(creator: Creator, brand: Brand, *, now: datetime) -> None:
    name = creator.display_name or creator.handle
    members = BrandMember.objects.filter(brand=brand, left_at=None).select_related("user")
    for member in members:
        notify(
            member.user,
            key=f"interest-{creator.pk}-{brand.pk}",
            title=_("%(name)s would like to work with %(brand)s")
            % {"name": name, "brand": brand.name},
            body=_("They read why you match and said yes. Look at their media kit."),
            url=reverse("kits:creator", args=[creator.pk]),
            now=now,
        )
