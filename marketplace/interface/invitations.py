"""Invitations onto teams, as the sender and the invited person see them."""

from dataclasses import dataclass
from datetime import datetime

from creatorspark.core.models import User
from marketplace.models import Brand, BrandInvitation
from marketplace.selectors import invitations as selector
from marketplace.selectors.campaign_facts import name_of
from marketplace.selectors.campaigns import memberships_of
from marketplace.services import invitations
from marketplace.services.teams import TeamRefused

__all__ = [
    "InvitationFacts",
    "accept_invitation",
    "decline_invitation",
    "invitations_for",
    "invitations_of_team",
    "invite_member",
    "revoke_invitation",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFacts:
    """An invitation that waits. `email` only where an owner reads."""

    invitation_id: int
    brand_id: int
    brand_name: str
    brand_is_verified: bool
    email: str
    by: str
    created_at: datetime
    expires_at: datetime


def invitations_for(*, user: User, now: datetime) -> tuple[InvitationFacts, ...]:
    """Return the invitations that a person can accept or decline now."""
    return tuple(_facts(one) for one in selector.waiting_for(user, now=now))


def invitations_of_team(*, user: User, brand_id: int, now: datetime) -> tuple[InvitationFacts, ...]:
    """Return what a brand sent and nobody answered; nothing for whoever doesn't own its team."""
    if not memberships_of(user).filter(brand_id=brand_id, role="owner").exists():
        return ()
    rows = selector.sent_by_brand(brand_id, now=now)
    return tuple(_facts(one, with_address=True) for one in rows)


def invite_member(*, brand_id: int, email: str, actor: User, now: datetime) -> datetime:
    """Ask whoever logs in with this address onto a team; return until when. Raises TeamRefused."""
    sent = invitations.invite(Brand(pk=brand_id), email=email, actor=actor, now=now)
    return sent.expires_at


def accept_invitation(*, invitation_id: int, actor: User, now: datetime) -> int:
    """Join the team and return the brand's number. Raises TeamRefused."""
    row = _one(invitation_id)
    return invitations.accept(row, actor=actor, now=now).brand_id


def decline_invitation(*, invitation_id: int, actor: User, now: datetime) -> None:
    """Say no. Raises TeamRefused."""
    invitations.decline(_one(invitation_id), actor=actor, now=now)


def revoke_invitation(*, invitation_id: int, actor: User, now: datetime) -> None:
    """Take an invitation back, as an owner. Raises TeamRefused."""
    invitations.revoke(_one(invitation_id), actor=actor, now=now)


def _one(invitation_id: int) -> BrandInvitation:
    row = BrandInvitation.objects.filter(pk=invitation_id).first()
    if row is None:
        raise TeamRefused(invitations.gone())
    return row


def _facts(row: BrandInvitation, *, with_address: bool = False) -> InvitationFacts:
    return InvitationFacts(
        invitation_id=row.pk,
        brand_id=row.brand_id,
        brand_name=row.brand.name,
        brand_is_verified=row.brand.is_verified,
        email=row.email if with_address else "",
        by=name_of(row.invited_by),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
