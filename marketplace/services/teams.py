"""Who speaks for a brand: joining, leaving, and who may say so."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from marketplace.models import Brand, BrandMember
from marketplace.services import brands

MOST_BRANDS: Final = 20


class TeamRefused(Exception):
    """The team stays as it is; the message is for a person."""


def begin(name: str, *, website: str, about: str, actor: User, now: datetime) -> Brand:
    """Add a brand that nobody has checked yet, owned by the person who began it.

    Raises TeamRefused for somebody who speaks for too many, BrandError when the name is taken.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if BrandMember.objects.filter(user=actor, left_at=None).count() >= MOST_BRANDS:
            raise TeamRefused(
                _("You speak for %(n)d brands already; nothing was added.") % {"n": MOST_BRANDS}
            )
        brand = brands.register(name, website=website, about=about, actor=actor, now=now)
        brands.add_member(brand, user=actor, role=BrandMember.Role.OWNER, actor=actor, now=now)
        return brand


def of_team(member_id: int, *, brand_id: int) -> BrandMember:
    """Return somebody of a team. Raises TeamRefused when they aren't on it."""
    member = BrandMember.objects.filter(pk=member_id, brand_id=brand_id, left_at=None).first()
    if member is None:
        raise TeamRefused(_("They left the team meanwhile, so nothing was changed."))
    return member


def leave(member: BrandMember, *, actor: User, now: datetime) -> None:
    """End a membership: one's own, or another's by an owner. What they did keeps their name.

    Raises TeamRefused when nobody would be left to own the team.
    """
    with transaction.atomic():
        Brand.objects.select_for_update(no_key=True).get(pk=member.brand_id)
        member = BrandMember.objects.select_related("brand").get(pk=member.pk)
        if member.left_at is not None:
            return
        if member.user_id != actor.pk:
            check_owner(member.brand, actor)
        _check_someone_owns(member)
        member.left_at = now
        member.save(update_fields=["left_at"])
        audit.record(
            "marketplace.brand.member_left",
            target=member.brand,
            actor=actor,
            before={"user": member.user_id, "role": member.role},
        )


def hand_role(member: BrandMember, *, owner: bool, actor: User, now: datetime) -> None:
    """Make a member an owner, or an owner a member. Only owners may."""
    role = BrandMember.Role.OWNER if owner else BrandMember.Role.MEMBER
    with transaction.atomic():
        Brand.objects.select_for_update(no_key=True).get(pk=member.brand_id)
        member = BrandMember.objects.select_related("brand").get(pk=member.pk)
        check_owner(member.brand, actor)
        if member.left_at is not None or member.role == role:
            return
        if not owner:
            _check_someone_owns(member)
        before, member.role = member.role, role
        member.save(update_fields=["role"])
        audit.record(
            "marketplace.brand.member_role",
            target=member.brand,
            actor=actor,
            before={"user": member.user_id, "role": before},
            after={"role": role.value},
        )


def check_owner(brand: Brand, actor: User) -> None:
    """Raise TeamRefused for whoever doesn't own the team."""
    if not brand.members.filter(user=actor, left_at=None, role=BrandMember.Role.OWNER).exists():
        raise TeamRefused(_("Only owners can change the team. Nothing was changed."))


def _check_someone_owns(member: BrandMember) -> None:
    others = BrandMember.objects.filter(
        brand=member.brand_id, left_at=None, role=BrandMember.Role.OWNER
    ).exclude(pk=member.pk)
    if member.role == BrandMember.Role.OWNER and not others.exists():
        raise TeamRefused(
            _("A team needs an owner. Make somebody else one first; nothing was changed.")
        )
