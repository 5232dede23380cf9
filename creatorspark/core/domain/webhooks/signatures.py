"""Signatures as Standard Webhooks defines them: https://www.standardwebhooks.com."""

import base64
import hmac
from collections.abc import Sequence
from typing import Final

SECRET_MARK: Final = "whsec_"
SECRET_BYTES: Final = 32


def spelled(key: bytes) -> str:
    """Spell a key as receivers keep it."""
    return SECRET_MARK + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """Return the key that a secret spells. Raises ValueError where it spells none."""
    if not secret.startswith(SECRET_MARK):
        raise ValueError("A webhook secret begins with whsec_.")
    return base64.b64decode(secret.removeprefix(SECRET_MARK), validate=True)


def signature(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Sign what is sent: the id, the second it is sent (UTC) and the body, byte by byte."""
    signed = b"%s.%d.%s" % (message_id.encode(), timestamp, body)
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, "sha256")).decode()


def headers(
    secrets: Sequence[str], *, message_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the three headers of a message, signed with each of the secrets."""
    signatures = [
        signature(one, message_id=message_id, timestamp=timestamp, body=body) for one in secrets
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
