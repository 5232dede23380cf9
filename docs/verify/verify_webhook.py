"""Check a webhook of Creator Spark with nothing but Python: verify(secret, headers, body)."""

import base64
import hashlib
import hmac
import time


def verify(secret, headers, body, *, tolerance=300, now=None):
    """Return True when `body` (bytes, as received) was signed with `secret` in the last minutes."""
    message, sent = headers["webhook-id"], headers["webhook-timestamp"]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message}.{sent}.".encode() + body
    ours = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    fresh = abs((now or time.time()) - int(sent)) <= tolerance
    theirs = headers["webhook-signature"].split()
    return fresh and any(hmac.compare_digest(ours.encode(), one.encode()) for one in theirs)
