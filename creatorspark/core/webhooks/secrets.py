"""Secrets that sign messages: shown once, kept sealed, changed with an overlap."""

import os
from datetime import datetime

from creatorspark.core.domain.webhooks.signatures import SECRET_BYTES, spelled
from creatorspark.core.models import WebhookEndpoint
from creatorspark.core.services.sealing import seal, unseal


def fresh() -> str:
    """Make a secret of 256 random bits."""
    return spelled(os.urandom(SECRET_BYTES))


def install(endpoint: WebhookEndpoint, secret: str) -> None:
    """Make it the secret of an endpoint that is about to be saved."""
    endpoint.sealed_secret = seal(secret)


def retire(endpoint: WebhookEndpoint, *, until: datetime | None) -> None:
    """Keep the present secret beside the next one until then; None: forget it at once."""
    endpoint.sealed_earlier_secret = endpoint.sealed_secret if until else ""
    endpoint.earlier_secret_until = until


def signing(endpoint: WebhookEndpoint, *, now: datetime) -> list[str]:
    """Return the secrets that sign now, the present one first.

    Raises ValueError where SECRET_KEY was changed and the one before it is not kept.
    """
    sealed = [endpoint.sealed_secret]
    if endpoint.earlier_secret_until is not None and now < endpoint.earlier_secret_until:
        sealed.append(endpoint.sealed_earlier_secret)
    return [unseal(one) for one in sealed]
