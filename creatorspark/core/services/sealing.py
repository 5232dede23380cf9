"""Secrets at rest: a leaked copy of the database alone must not open a second factor."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    """Encrypt with a key derived from SECRET_KEY."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt with SECRET_KEY or one of SECRET_KEY_FALLBACKS, so that the key can be rotated.

    Raises ValueError when none of them fits.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("Sealed with a key that is not in SECRET_KEY_FALLBACKS.") from error


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"creatorspark.sealing.1")
    return base64.urlsafe_b64encode(drawn.derive(key.encode()))
