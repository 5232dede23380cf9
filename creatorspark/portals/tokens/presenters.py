"""A person's tokens as the page shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from creatorspark.core.models import ApiToken, User
from creatorspark.core.services import tokens

EXPIRED_SHOWN = 10
ENDS_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """One token of the list, without its secret, which nobody has."""

    id: int
    name: str
    prefix: str
    power: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    has_expired: bool
    ends_soon: bool


def lines_of(user: User, *, now: datetime) -> list[TokenLine]:
    """Return the tokens not revoked: those that work, newest first, then the latest expired."""
    # Every working token ends later than every expired one, so the cut takes old expired ones only.
    shown = ApiToken.objects.filter(user=user, revoked_at=None).order_by("-expires_at", "-pk")
    found = [_line(token, now=now) for token in shown[: tokens.MAX_LIVE + EXPIRED_SHOWN]]
    working = [line for line in found if not line.has_expired]
    expired = [line for line in found if line.has_expired]
    return sorted(working, key=_age) + expired[:EXPIRED_SHOWN]


def _age(line: TokenLine) -> tuple[float, int]:
    return (-line.created_at.timestamp(), -line.id)


def _line(token: ApiToken, *, now: datetime) -> TokenLine:
    has_expired = token.expires_at <= now
    return TokenLine(
        id=token.pk,
        name=token.name,
        prefix=token.prefix,
        power=token.get_scope_display(),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        has_expired=has_expired,
        ends_soon=not has_expired and token.expires_at - now <= ENDS_SOON,
    )
