"""Invitations onto a brand's team: nobody is on one without having said so.

What an owner reads is the same whether or not an account uses an address.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from creatorspark.core.models import AuditEntry, User
from creatorspark.core.services import audit, notifications
from marketplace.models import Brand, BrandInvitation, BrandMember
from marketplace.selectors.campaign_facts import name_of
from marketplace.selectors.invitations import waiting_for
from marketplace.services import brands
from marketplace.services.teams import MOST_BRANDS, TeamRefused, check_owner

MOST_A_DAY: Final = 20
VALID_FOR: Final = timedelta(days=14)
# Addresses of people who may not be here aren't kept long.
FORGOTTEN_AFTER: Final = timedelta(days=30)


def invite(brand: Brand, *, email: str, actor: User, now: datetime) -> BrandInvitation:
    """Ask somebody onto a team, by the address of their account. Only its owners may.

    Asking again makes the invitation last from now on. Raises TeamRefused.
    """
    address = email.strip().lower()
    with transaction.atomic():
        brand = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
        check_owner(brand, actor)
        _check_not_there(brand, address)
        _check_pace(actor, now=now)
        invitation, _created = BrandInvitation.objects.update_or_create(
            brand=brand,
            email=address,
            state=BrandInvitation.State.WAITING,
            defaults={
                "invited_by": actor,
                "expires_at": now + VALID_FOR,
            },
            create_defaults={
                "invited_by": actor,
                "expires_at": now + VALID_FOR,
                "created_at": now,
            },
        )
        audit.record("marketplace.brand.invited", target=brand, actor=actor)
        _tell(invitation, brand, actor=actor, now=now)
    return invitation


def accept(invitation: BrandInvitation, *, actor: User, now: datetime) -> BrandMember:
    """Join the team, as the person whose address was invited. Raises TeamRefused."""
    with transaction.atomic():
        invitation, brand = _locked(invitation)
        _check_theirs(invitation, actor, now=now)
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if BrandMember.objects.filter(user=actor, left_at=None).count() >= MOST_BRANDS:
            raise TeamRefused(
                _("You speak for %(n)d brands already, so you didn't join. Leave one first.")
                % {"n": MOST_BRANDS}
            )
        member = brands.add_member(
            brand, user=actor, role=BrandMember.Role.MEMBER, actor=actor, now=now
        )
        _end(invitation, BrandInvitation.State.ACCEPTED, now=now)
        if invitation.invited_by is not None:
            notifications.notify(
                invitation.invited_by,
                key=f"brand-invitation:{invitation.pk}:accepted",
                title=_("%(name)s joined the team of %(brand)s")
                % {"name": name_of(actor), "brand": brand.name},
                body=_("They see its campaigns, lists and offers now."),
                url=reverse("brands:team", args=[brand.pk]),
                now=now,
            )
    return member


def decline(invitation: BrandInvitation, *, actor: User, now: datetime) -> None:
    """Say no, as the person whose address was invited. Raises TeamRefused."""
    with transaction.atomic():
        invitation, brand = _locked(invitation)
        _check_theirs(invitation, actor, now=now)
        _end(invitation, BrandInvitation.State.DECLINED, now=now)
        audit.record("marketplace.brand.invitation_declined", target=brand, actor=actor)


def revoke(invitation: BrandInvitation, *, actor: User, now: datetime) -> None:
    """Take an invitation back, as an owner; one that ended stays as it is. Raises TeamRefused."""
    with transaction.atomic():
        invitation, brand = _locked(invitation)
        check_owner(brand, actor)
        if invitation.state == BrandInvitation.State.WAITING:
            _end(invitation, BrandInvitation.State.REVOKED, now=now)
            audit.record("marketplace.brand.invitation_revoked", target=brand, actor=actor)


def forget_old(*, now: datetime) -> int:
    """Delete invitations that ended or ran out some time ago; return how many."""
    since = now - FORGOTTEN_AFTER
    old = BrandInvitation.objects.filter(Q(expires_at__lt=since) | Q(ended_at__lt=since))
    return old.delete()[0]


def _locked(invitation: BrandInvitation) -> tuple[BrandInvitation, Brand]:
    brand = Brand.objects.select_for_update(no_key=True).get(pk=invitation.brand_id)
    rows = BrandInvitation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("invited_by").get(pk=invitation.pk), brand


def _check_theirs(invitation: BrandInvitation, actor: User, *, now: datetime) -> None:
    if not waiting_for(actor, now=now).filter(pk=invitation.pk).exists():
        raise TeamRefused(gone())


def gone() -> str:
    """Return what is said of an invitation that isn't there, or isn't theirs."""
    return _("This invitation isn't there any more, so nothing was changed. Ask for a new one.")


def _check_not_there(brand: Brand, address: str) -> None:
    if brand.members.filter(left_at=None, user__email__iexact=address).exists():
        raise TeamRefused(_("They are on the team already; nothing was changed."))


def _check_pace(actor: User, *, now: datetime) -> None:
    """Raise TeamRefused for somebody who tries one address after another."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    today = AuditEntry.objects.filter(
        actor=actor, action="marketplace.brand.invited", at__gt=now - timedelta(days=1)
    )
    if today.count() >= MOST_A_DAY:
        raise TeamRefused(
            _("You invited %(n)d people within a day. Nothing was changed; go on tomorrow.")
            % {"n": MOST_A_DAY}
        )


def _end(invitation: BrandInvitation, state: BrandInvitation.State, *, now: datetime) -> None:
    invitation.state = state
    invitation.ended_at = now
    invitation.save(update_fields=["state", "ended_at"])


def _tell(invitation: BrandInvitation, brand: Brand, *, actor: User, now: datetime) -> None:
    user = User.objects.filter(
        email__iexact=invitation.email, role=User.Role.BRAND, is_active=True
    ).first()
    if user is None:
        return
    notifications.notify(
        user,
        key=f"brand-invitation:{invitation.pk}",
        title=_("%(name)s invites you to the team of %(brand)s")
        % {"name": name_of(actor), "brand": brand.name},
        body=_(
            "You would see its campaigns, lists and offers, and speak for it. Accept or decline "
            "by %(day)s; until then you are on no team by it."
        )
        % {"day": date_format(invitation.expires_at, "j F Y")},
        url=reverse("brands:home"),
        now=now,
    )
