"""How videos' files get to us: sent or linked to, checked, kept, and removed when their time is up.

A `Submission` goes waiting → fetching → received, or failed or withdrawn. Each step is a
compare-and-swap on its row, so two workers, a second run and a kill at any moment do no harm.
"""

from scoring.services.media.describing import (
    SubmissionFacts,
    drafts_of,
    submission_of_creator,
    submission_of_video,
)
from scoring.services.media.drafting import DraftWords
from scoring.services.media.refusals import SubmissionRefused
from scoring.services.media.requests import (
    retry_submission,
    rewrite_draft,
    send_file,
    send_link,
    send_pictures,
    withdraw_submission,
)

__all__ = [
    "DraftWords",
    "SubmissionFacts",
    "SubmissionRefused",
    "drafts_of",
    "retry_submission",
    "rewrite_draft",
    "send_file",
    "send_link",
    "send_pictures",
    "submission_of_creator",
    "submission_of_video",
    "withdraw_submission",
]
