"""What a creator who is erased or merged leaves among submissions."""

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter, Leave
from scoring.models import Submission
from scoring.services.media.steps import UNDER_WAY, let_go


def erase(creator: Creator, leave: Leave) -> None:
    """Forget files, links and names; a worker in the middle of one finds that it lost it."""
    rows = Submission.objects.select_for_update(of=("self",)).filter(creator=creator)
    for submission in rows.select_related("job"):
        unfinished = submission.state in (*UNDER_WAY, Submission.State.FAILED)
        state = Submission.State.WITHDRAWN if unfinished else submission.state
        let_go(submission, actor=leave.actor, now=leave.now)
        submission.state = state
        submission.url = submission.file_name = submission.sha256 = ""
        submission.caption = submission.sound = submission.partner = ""
        submission.submitted_by = None
        submission.save()


def merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Let what was sent follow the videos."""
    Submission.objects.filter(creator=absorbed).update(creator=kept)


CHAPTER = Chapter(name="scoring.media", erase=erase, merge=merge)
