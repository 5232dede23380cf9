"""What a creator who is erased or merged leaves among opinions, here and at the service."""

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter, Leave
from creatorspark.core.services.nudges import nudge_on_commit
from scoring.models import Opinion, OpinionConsent, OpinionRequest
from scoring.services.opinions.consent import end_all
from scoring.services.opinions.queue import FORGET_TASK


def _erase(creator: Creator, leave: Leave) -> None:
    """Answers describe what a person shows, so they go; what lies at the service is removed."""
    end_all(creator, now=leave.now)
    Opinion.objects.filter(video__creator=creator).delete()
    OpinionConsent.objects.filter(creator=creator).update(given_by=None)
    rows = OpinionRequest.objects.filter(video__creator=creator)
    rows.update(requested_by=None, sha256="")
    for video_id in rows.exclude(remote_name="").values_list("video_id", flat=True):
        nudge_on_commit(FORGET_TASK, video_id)


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Who agreed for one profile didn't agree for the other: the kept one's word counts."""
    end_all(absorbed, now=leave.now)


CHAPTER = Chapter(name="scoring.opinions", erase=_erase, merge=_merge)
