"""Brands and their teams: how they begin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit, notifications
from creatorspark.core.services.nudges import nudge_on_commit
from creatorspark.lib.countries import country_codes
from marketplace.domain import companies
from marketplace.domain.cleaning.ages import Ages, read_ages
from marketplace.domain.cleaning.people import Markets, read_markets
from marketplace.domain.industries import Industry
from marketplace.domain.selling import industries_of
from marketplace.models import Brand, BrandMember, Campaign
from marketplace.services import families

DESCRIBED: Final = (
    *("website", "goals", "activities", "target_ages", "target_genders", "target_markets"),
    "industries",
)


class BrandError(Exception):
    """The brand can't do this; the message is for a person."""


def register(
    name: str,
    *,
    website: str = "",
    about: str = "",
    parent: Brand | None = None,
    is_demo: bool = False,
    actor: User | None,
    now: datetime,
) -> Brand:
    """Add a brand; its name is one line. Raises BrandError when one reads the same."""
    name = companies.readable(name)
    with transaction.atomic():
        # Two names that read the same may be given at the same moment.
        families.one_at_a_time()
        if alike := _called_alike(name):
            raise BrandError(
                _("A brand called “%(name)s” exists already; nothing was added.") % {"name": alike}
            )
        brand, created = Brand.objects.get_or_create(
            name__iexact=name,
            defaults={
                "name": name,
                "website": website,
                "about": about,
                "parent": parent,
                "parent_source": Brand.ParentSource.STAFF if parent else "",
                "is_demo": is_demo,
                "created_at": now,
            },
        )
        if not created:
            raise BrandError(
                _("A brand called “%(name)s” exists already; nothing was added.") % {"name": name}
            )
        audit.record("marketplace.brand.registered", target=brand, actor=actor)
        return brand


def _called_alike(name: str) -> str:
    """Return the name of a brand that reads the same, "" when there is none."""
    wanted = companies.skeleton(name)
    names = Brand.objects.values_list("name", flat=True).iterator()
    return next((one for one in names if companies.skeleton(one) == wanted), "")


def add_member(
    brand: Brand, *, user: User, role: str, actor: User | None, now: datetime
) -> BrandMember:
    """Let a person speak for a brand; a member stays as they are.

    Raises BrandError when the account isn't a brand account.
    """
    if user.role != User.Role.BRAND:
        raise BrandError(_("Only brand accounts can join a brand's team."))
    with transaction.atomic():
        member, created = BrandMember.objects.get_or_create(
            brand=brand, user=user, defaults={"role": role, "created_at": now}
        )
        came_back = not created and member.left_at is not None
        if came_back:
            member.left_at, member.role = None, role
            member.save(update_fields=["left_at", "role"])
        if created or came_back:
            audit.record(
                "marketplace.brand.member_added",
                target=brand,
                actor=actor,
                after={"user": user.pk, "role": role},
            )
        return member


def verify(brand: Brand, *, verified: bool, actor: User, now: datetime) -> Brand:
    """Say that staff have checked who a brand is, or that this no longer holds."""
    with transaction.atomic():
        families.one_at_a_time()
        brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        if brand.is_verified == verified:
            return brand
        brand.verified_at = now if verified else None
        brand.verified_by = actor if verified else None
        brand.save(update_fields=["verified_at", "verified_by", "updated_at"])
        audit.record(
            "marketplace.brand.verified" if verified else "marketplace.brand.unverified",
            target=brand,
            actor=actor,
        )
        families.suggest(now=now)
    return brand


def suspend(brand: Brand, *, reason: str, actor: User, now: datetime) -> Brand:
    """Keep a brand from asking creators: its briefs close, and what waits for an answer is taken
    back as soon as the clock comes by. Accepted work goes on.

    Until then nobody can accept: an answer looks at the brand first.
    """
    with transaction.atomic():
        # Briefs before their brand, as offers lock them.
        briefs = Campaign.objects.select_for_update(no_key=True).filter(brand_id=brand.pk)
        opened = [one for one in briefs.order_by("pk") if one.state == Campaign.State.OPEN]
        brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        if brand.is_suspended:
            return brand
        brand.suspended_at = now
        brand.save(update_fields=["suspended_at", "updated_at"])
        closed = [one.pk for one in opened]
        Campaign.objects.filter(pk__in=closed).update(state=Campaign.State.CLOSED, updated_at=now)
        audit.record(
            "marketplace.brand.suspended",
            target=brand,
            actor=actor,
            after={"reason": reason, "closed": closed},
        )
        for brief in opened:
            audit.record(
                "marketplace.campaign.closed",
                target=brief,
                actor=actor,
                before={"state": brief.state},
                after={"state": Campaign.State.CLOSED.value, "reason": reason},
            )
        for seat in brand.members.filter(left_at=None).select_related("user").order_by("pk"):
            notifications.notify(
                seat.user,
                key=f"marketplace.brand.{brand.pk}.suspended.{now.isoformat()}",
                title=_("%(brand)s can't ask creators at the moment") % {"brand": brand.name},
                body=_("Your briefs are closed; accepted work goes on. Our reason: %(reason)s")
                % {"reason": reason},
                url=reverse("brands:home"),
                now=now,
            )
        nudge_on_commit("marketplace.tend_offers")
    return brand


def resume(brand: Brand, *, reason: str, actor: User, now: datetime) -> Brand:
    """Let a suspended brand ask creators again; it opens its briefs itself."""
    with transaction.atomic():
        brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        if not brand.is_suspended:
            return brand
        brand.suspended_at = None
        brand.save(update_fields=["suspended_at", "updated_at"])
        audit.record(
            "marketplace.brand.resumed", target=brand, actor=actor, after={"reason": reason}
        )
    return brand


def describe(
    brand: Brand,
    *,
    website: str,
    goals: str,
    activities: str,
    ages: str,
    genders: Sequence[str],
    markets: str,
    actor: User,
    now: datetime,
) -> Brand:
    """Change what a brand says of itself and whom it wants; empty targets exclude nobody.

    `ages` and `markets` are as people write them. Raises BrandError for what can't be read.
    """
    try:
        read = read_ages(ages) if ages.strip() else Ages()
        where = read_markets(markets, countries=country_codes()) if markets.strip() else Markets()
    except ValueError as fault:
        raise BrandError(
            _(
                "We couldn't read “%(text)s”. Nothing was changed; write ages like 13-35 and "
                "markets like US, Germany."
            )
            % {"text": f"{ages} {markets}".strip()}
        ) from fault
    with transaction.atomic():
        families.one_at_a_time()
        brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        before = {name: getattr(brand, name) for name in DESCRIBED}
        brand.website, brand.goals, brand.activities = website, goals, activities
        brand.target_ages = str(read)
        brand.target_genders = sorted(set(genders)) if len(set(genders)) == 1 else []
        brand.target_markets = list(where.codes)
        if brand.industries_source == Brand.Source.READ:
            brand.industries = read_industries(goals, activities)
        brand.save()
        after = {name: getattr(brand, name) for name in DESCRIBED}
        audit.record(
            "marketplace.brand.described", target=brand, actor=actor, before=before, after=after
        )
        families.suggest(now=now)
    return brand


def set_industries(brand: Brand, *, industries: Sequence[str], actor: User, now: datetime) -> Brand:
    """Say what a brand sells, each as much as the others; none: read it from its words again."""
    known = [Industry(one) for one in dict.fromkeys(industries)]
    with transaction.atomic():
        families.one_at_a_time()
        brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        before = {"industries": brand.industries, "source": brand.industries_source}
        if known:
            brand.industries_source = Brand.Source.STAFF
            share = round(1 / len(known), 4)
            brand.industries = [
                {"industry": one.value, "share": share, "because": []} for one in known
            ]
        else:
            brand.industries_source = Brand.Source.READ
            brand.industries = read_industries(brand.goals, brand.activities)
        brand.save(update_fields=["industries", "industries_source", "updated_at"])
        audit.record(
            "marketplace.brand.industries_set",
            target=brand,
            actor=actor,
            before=before,
            after={"industries": brand.industries, "source": brand.industries_source},
        )
        families.suggest(now=now)
    return brand


def read_industries(goals: str, activities: str) -> list[dict[str, Any]]:
    """Return what words say a brand sells, as it is stored."""
    return [
        {"industry": one.industry.value, "share": one.share, "because": list(one.because)}
        for one in industries_of(goals, activities=activities)
    ]
