"""Removing stored files, after the commit that lets go of them.

A crash between the commit and the removal leaves a stray file, which the sweep removes.
"""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from scoring.models import Submission


def remove_on_commit(name: str) -> None:
    """Remove a stored file once the transaction commits."""
    if name:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


def forget_file(submission: Submission) -> None:
    """Let go of a submission's file; the caller saves the row."""
    remove_on_commit(submission.file.name or "")
    submission.file = ""
    submission.expires_at = None
