"""The key that signs statements. Its private half lives in the environment or in one file."""

import base64
import binascii
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from creatorspark.lib.signing import SEED_BYTES, Signer, fingerprint, load_or_create_seed
from rewards.models import SigningKey


def signer() -> Signer:
    """Return the signer. Raises ImproperlyConfigured when the setting is no 32-byte seed."""
    return _signer(settings.STATEMENT_SIGNING_KEY, str(settings.STATEMENT_KEY_FILE))


@lru_cache(maxsize=2)
def _signer(setting: str, file: str) -> Signer:
    if not setting:
        return Signer.from_seed(load_or_create_seed(Path(file)))
    try:
        seed = base64.b64decode(setting, validate=True)
    except binascii.Error:
        seed = b""
    if len(seed) != SEED_BYTES:
        raise ImproperlyConfigured(_("STATEMENT_SIGNING_KEY is 32 random bytes in base64."))
    return Signer.from_seed(seed)


def signing_key(*, now: datetime) -> SigningKey:
    """Return the row of the public half, which stays for ever once statements name it."""
    public_key = signer().public_key
    key, _created = SigningKey.objects.get_or_create(
        public_key=public_key,
        defaults={"fingerprint": fingerprint(public_key), "first_used_at": now},
    )
    return key
