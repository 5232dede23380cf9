"""Letting go of a submission's file."""

from creatorspark.core.services.removal import remove_on_commit
from scoring.models import Submission


def forget_file(submission: Submission) -> None:
    """Let go of a submission's file; the caller saves the row."""
    remove_on_commit(submission.file.name or "")
    submission.file = ""
    submission.expires_at = None
