"""The public halves of every key that ever signed, as anyone may read them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings

from rewards.models import SigningKey
from rewards.services import keys

FORMAT: Final = "creatorspark-keys-1"
ALGORITHM: Final = "Ed25519"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicKey:
    """A key by which signatures are checked; `current`: new statements are signed with it."""

    fingerprint: str
    public_key: str
    first_used_at: datetime
    current: bool


def public_keys() -> list[PublicKey]:
    """Return every key that signed, the newest first."""
    in_use = keys.signer().public_key
    return [
        PublicKey(
            fingerprint=row.fingerprint,
            public_key=row.public_key,
            first_used_at=row.first_used_at,
            current=row.public_key == in_use,
        )
        for row in SigningKey.objects.order_by("-first_used_at", "-pk")
    ]


def keys_file() -> dict[str, Any]:
    """Return the published list of keys."""
    return {
        "format": FORMAT,
        "issuer": settings.SITE_URL,
        "keys": [
            {
                "fingerprint": one.fingerprint,
                "public_key": one.public_key,
                "algorithm": ALGORITHM,
                "first_used_at": one.first_used_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "current": one.current,
            }
            for one in public_keys()
        ],
    }
