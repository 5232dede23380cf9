"""Removing stored files, after the commit that lets go of them.

A crash between the two, or a storage that is away, leaves a stray file; it hinders nothing else.
"""

from django.core.files.storage import default_storage
from django.db import transaction


def remove_on_commit(name: str) -> None:
    """Remove a stored file once the transaction commits; a fault is logged, never raised."""
    if not name:
        return

    # Django names the function where it logs, so it is one, and not a partial.
    def remove() -> None:
        default_storage.delete(name)

    transaction.on_commit(remove, robust=True)
