"""API tokens: 256 random bits shown once, kept only as a hash, with a scope and an end."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.models import ApiToken, User
from creatorspark.core.services import audit

MARK = "cs_"
PREFIX_LENGTH = 11
MAX_LIFETIME = timedelta(days=366)
MAX_LIVE = 20
USE_NOTED_EVERY = timedelta(minutes=5)


class TokenError(Exception):
    """The token can't be made; the message is for a person."""


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """A new token and its secret, which can't be shown again."""

    token: ApiToken
    secret: str


def issue(user: User, *, name: str, scope: str, lifetime: timedelta, now: datetime) -> IssuedToken:
    """Make a token that acts as `user` until `now + lifetime`.

    Raises TokenError when the scope isn't theirs, it would live too long, or they have too many.
    """
    _check_request(user, name=name, scope=scope, lifetime=lifetime)
    secret = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if live(user, now=now) >= MAX_LIVE:
            raise TokenError(_("You have %(n)d tokens in use. Revoke one first.") % {"n": MAX_LIVE})
        token = ApiToken.objects.create(
            user=user,
            name=name.strip(),
            prefix=secret[:PREFIX_LENGTH],
            digest=digest_of(secret),
            scope=scope,
            created_at=now,
            expires_at=now + lifetime,
        )
        audit.record("core.token.issued", target=token, actor=user, after={"scope": scope})
    return IssuedToken(token=token, secret=secret)


def _check_request(user: User, *, name: str, scope: str, lifetime: timedelta) -> None:
    if user.role == User.Role.AUDITOR:
        raise TokenError(_("Auditors read in the browser only, so there are no tokens for them."))
    if not name.strip():
        raise TokenError(_("Name the token after the machine that will use it."))
    if scope not in ApiToken.Scope.values:
        raise TokenError(_("Choose what the token may do."))
    if scope == ApiToken.Scope.INGEST and not user.is_staff:
        raise TokenError(_("Only staff can make tokens that send metrics and events."))
    if not timedelta() < lifetime <= MAX_LIFETIME:
        raise TokenError(_("A token lives from one day to one year."))


def live(user: User, *, now: datetime) -> int:
    """Return how many of the user's tokens work at this moment."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now).count()


def digest_of(secret: str) -> str:
    """Return the hash by which a secret is found. 256 random bits need no salt or stretching."""
    return hashlib.sha256(secret.encode()).hexdigest()


def authenticate(secret: str, *, now: datetime) -> ApiToken | None:
    """Return the living token of an active user that this secret opens, or None."""
    if not secret.startswith(MARK):
        return None
    token = (
        ApiToken.objects.select_related("user")
        .filter(
            digest=digest_of(secret),
            revoked_at=None,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )
    if token is not None:
        _note_use(token, now=now)
    return token


def _note_use(token: ApiToken, *, now: datetime) -> None:
    # A write per request would be a hot row; minutes are exact enough to spot a forgotten token.
    ApiToken.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY), pk=token.pk
    ).update(last_used_at=now)


def revoke(token: ApiToken, *, actor: User, now: datetime) -> bool:
    """End a token at once; False when it was revoked before."""
    with transaction.atomic():
        ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
        if ended:
            audit.record("core.token.revoked", target=token, actor=actor)
    return bool(ended)


def revoke_all(user: User, *, actor: User, now: datetime) -> int:
    """End all of a person's tokens at once; return how many there were."""
    with transaction.atomic():
        tokens = list(ApiToken.objects.select_for_update().filter(user=user, revoked_at=None))
        for token in tokens:
            revoke(token, actor=actor, now=now)
    return len(tokens)
