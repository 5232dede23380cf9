"""Invitations onto teams: those that wait for a person, and those that a brand sent."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from creatorspark.core.models import User
from marketplace.models import BrandInvitation, BrandMember


def waiting_for(user: Any, *, now: datetime) -> QuerySet[BrandInvitation]:
    """Return the invitations that a person can answer now, by the address they log in with.

    Only proven addresses log in. Whose sender doesn't own the team any more counts no longer.
    """
    if user.pk is None or user.role != User.Role.BRAND:
        return BrandInvitation.objects.none()
    return _valid(now=now).filter(email=user.email.lower()).order_by("-pk")


def sent_by_brand(brand_id: int, *, now: datetime) -> QuerySet[BrandInvitation]:
    """Return the invitations of a brand that wait, newest first."""
    return _valid(now=now).filter(brand_id=brand_id).order_by("-pk")


def _valid(*, now: datetime) -> QuerySet[BrandInvitation]:
    owner = BrandMember.objects.filter(
        brand=OuterRef("brand"),
        user=OuterRef("invited_by"),
        role=BrandMember.Role.OWNER,
        left_at=None,
        user__is_active=True,
    )
    rows = BrandInvitation.objects.filter(
        Exists(owner), state=BrandInvitation.State.WAITING, expires_at__gt=now
    )
    return rows.select_related("brand", "invited_by")
