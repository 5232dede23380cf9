"""Texts that many events share, stored once: user agents and the hosts views came from."""

from collections.abc import Iterable
from hashlib import blake2b

from django.db import transaction

from fraud.models import Referrer, UserAgent

Interned = type[UserAgent] | type[Referrer]


def numbers_of(table: Interned, texts: Iterable[str]) -> dict[str, int]:
    """Return the number of each text, storing those that are new; "" is 0."""
    wanted = {_digest(text): text for text in set(texts) if text}
    known = _known(table, wanted)
    new = [
        table(digest=digest, text=text) for digest, text in wanted.items() if digest not in known
    ]
    if new:
        with transaction.atomic():
            table._default_manager.bulk_create(new, ignore_conflicts=True)  # type: ignore[arg-type]
        known = _known(table, wanted)
    return {"": 0} | {text: known[digest] for digest, text in wanted.items()}


def _known(table: Interned, digests: Iterable[str]) -> dict[str, int]:
    rows = table._default_manager.filter(digest__in=list(digests))
    return dict(rows.values_list("digest", "pk"))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
