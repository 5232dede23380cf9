"""The public halves of every key that ever signed, as anyone may read them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings

from creatorspark.lib.signing import fingerprint
from rewards.models import SigningKey
from rewards.services import keys

FORMAT: Final = "creatorspark-keys-1"
ALGORITHM: Final = "Ed25519"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicKey:
    """A key by which signatures are checked; `current`: it signs what is signed from now on.

    `first_used_at` is None before the first statement that it signed.
    """

    fingerprint: str
    public_key: str
    first_used_at: datetime | None
    current: bool


def public_keys() -> list[PublicKey]:
    """Return the key that signs now and every other that did, the newest first."""
    in_use = keys.signer().public_key
    rows = list(SigningKey.objects.order_by("-first_used_at", "-pk"))
    known = [
        PublicKey(
            fingerprint=row.fingerprint,
            public_key=row.public_key,
            first_used_at=row.first_used_at,
            current=row.public_key == in_use,
        )
        for row in rows
    ]
    if any(one.current for one in known):
        return known
    # The rules are signed as well, before the first week that closes.
    fresh = PublicKey(
        fingerprint=fingerprint(in_use), public_key=in_use, first_used_at=None, current=True
    )
    return [fresh, *known]


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
                "first_used_at": _moment(one.first_used_at),
                "current": one.current,
            }
            for one in public_keys()
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
