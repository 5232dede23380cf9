"""Brands and their teams: how they begin."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.core.services import audit
from marketplace.models import Brand, BrandMember


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
    """Add a brand. Raises BrandError when one of that name exists."""
    with transaction.atomic():
        brand, created = Brand.objects.get_or_create(
            name__iexact=name.strip(),
            defaults={
                "name": name.strip(),
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
