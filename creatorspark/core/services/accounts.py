"""Accounts: how they begin, what they may be, and how they are closed to their owner."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit, tokens
from creatorspark.core.services.notifications import notify
from creatorspark.lib.names import readable

# Nobody signs up as staff or auditor: owners make them.
OPEN_ROLES = (User.Role.CREATOR, User.Role.BRAND)


class AccountError(Exception):
    """The account can't do this; the message is for a person."""


def register(user: User, *, role: str, display_name: str) -> User:
    """Save a person who signed up (password already set) in a role open to everyone.

    Raises AccountError for any other role.
    """
    if role not in OPEN_ROLES:
        raise AccountError(_("Choose whether you sign up as a creator or for a brand."))
    with transaction.atomic():
        user.email = user.email.strip().lower()
        user.role = role
        user.display_name = readable(display_name)
        user.save()
        audit.record("core.account.registered", target=user, actor=user, after={"role": role})
        return user


def rename(user: User, *, display_name: str) -> User:
    """Change the name that others see."""
    with transaction.atomic():
        before = User.objects.select_for_update().get(pk=user.pk).display_name
        user.display_name = readable(display_name)
        user.save(update_fields=["display_name"])
        audit.record(
            "core.account.renamed",
            target=user,
            actor=user,
            before={"display_name": before},
            after={"display_name": user.display_name},
        )
        return user


def set_active(user: User, *, active: bool, reason: str, actor: User) -> bool:
    """Close an account to its owner or open it again; False when it was so already.

    Raises AccountError when staff would lock themselves out.
    """
    if user.pk == actor.pk:
        raise AccountError(_("You can't close your own account; ask another member of staff."))
    with transaction.atomic():
        changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
        if changed:
            action = "core.account.opened" if active else "core.account.closed"
            audit.record(action, target=user, actor=actor, after={"reason": reason.strip()})
    return bool(changed)


def set_staff(user: User, *, staff: bool, actor: User, now: datetime) -> bool:
    """Make a person a member of staff, or a creator again; False when it was so already.

    Their API tokens end with the change: none made without a second factor speaks for staff, and
    none that delivers figures stays with somebody who is paid by them.
    """
    if not actor.is_superuser:
        raise AccountError(_("Only an owner of this installation can change who is staff."))
    if user.pk == actor.pk:
        raise AccountError(_("You can't change your own role; ask another owner."))
    role = User.Role.STAFF if staff else User.Role.CREATOR
    with transaction.atomic():
        changed = User.objects.filter(pk=user.pk, is_staff=not staff).update(
            is_staff=staff, is_superuser=False, role=role
        )
        if changed:
            tokens.revoke_all(user, actor=actor, now=now)
            action = "core.account.made_staff" if staff else "core.account.left_staff"
            audit.record(action, target=user, actor=actor)
    return bool(changed)


def set_auditor(user: User, *, auditor: bool, actor: User, now: datetime) -> bool:
    """Let a person read rules and fairness and nothing else, or end that; False when it was so.

    Their API tokens end with the change. Raises AccountError for staff, brands and people with a
    creator profile: an independent reader has an account for that alone.
    """
    if not actor.is_superuser:
        raise AccountError(_("Only an owner of this installation can change who is an auditor."))
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if (person.role == User.Role.AUDITOR) is auditor:
            return False
        if auditor:
            _check_can_audit(person)
        person.role = User.Role.AUDITOR if auditor else User.Role.CREATOR
        person.save(update_fields=["role"])
        tokens.revoke_all(person, actor=actor, now=now)
        action = "core.account.made_auditor" if auditor else "core.account.left_auditors"
        audit.record(action, target=person, actor=actor)
        return True


def _check_can_audit(person: User) -> None:
    held = Creator.objects.filter(user=person).exists()
    if person.role != User.Role.CREATOR or held:
        raise AccountError(
            _(
                "This account does other work here. An auditor needs an account of their own, "
                "without a creator profile, a brand or a place among staff."
            )
        )


def reset_second_factor(user: User, *, reason: str, actor: User, now: datetime) -> bool:
    """Take a lost second factor off an account and tell its owner; False when there was none."""
    if not actor.is_superuser:
        raise AccountError(_("Only an owner of this installation can take off a second factor."))
    with transaction.atomic():
        removed, _kinds = Authenticator.objects.filter(user=user).delete()
        if removed:
            entry = audit.record(
                "core.account.second_factor_reset",
                target=user,
                actor=actor,
                after={"reason": reason.strip()},
            )
            notify(
                user,
                key=f"core.second_factor_reset.{entry.pk}",
                title=_("Your second factor was taken off"),
                body=_("If you did not ask for this, change your password and write to us."),
                url="/accounts/2fa/",
                now=now,
            )
    return bool(removed)
