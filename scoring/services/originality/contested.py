"""What appeals mean for verdicts: who may decide meanwhile, and what an upheld one binds."""

from django.db.models import QuerySet

from creatorspark.core.domain.appeals.states import BEING_DONE, State
from creatorspark.core.models import Appeal
from scoring.domain.verdicts.standing import Standing
from scoring.models import OriginalityVerdict
from scoring.services.originality.outcomes import Outcome

KIND = "originality"
# What people decided: an allowance of staff's, or that two profiles are one person's.
BY_PEOPLE = frozenset({Standing.LICENSED, Standing.ALLOWED, Standing.OWN_EARLIER})


def has_open_appeal(video_id: int) -> bool:
    """Tell whether a person at the appeals desk has yet to decide about this video."""
    return _appeals(video_id).filter(state__in=sorted(BEING_DONE)).exists()


def is_bound(current: OriginalityVerdict | None, outcome: Outcome) -> bool:
    """Tell whether a person upheld what the engine would now take back by itself.

    Otherwise another file or caption would undo a decision. Where people have since allowed every
    video that this one was found to copy, the engine may follow them.
    """
    accused = OriginalityVerdict.Verdict.NOT_ORIGINAL
    if current is None or current.verdict != accused or outcome.verdict == accused:
        return False
    copied = current.matches.filter(standing=Standing.COPIED.value)
    excused = {one.found.video_id for one in outcome.judged if one.standing in BY_PEOPLE}
    accusers = set(copied.values_list("other_id", flat=True))
    if accusers and accusers <= excused:
        return False
    return _was_upheld(current.video_id)


def _was_upheld(video_id: int) -> bool:
    """Only what was upheld since the video last counted as original still binds."""
    originals = OriginalityVerdict.objects.filter(
        video=video_id, verdict=OriginalityVerdict.Verdict.ORIGINAL
    )
    last = originals.order_by("-pk").values_list("pk", flat=True).first() or 0
    upheld = _appeals(video_id).filter(
        state=State.UPHELD, rule=OriginalityVerdict.Verdict.NOT_ORIGINAL
    )
    return any(int(judged) > last for judged in upheld.values_list("judgement", flat=True))


def _appeals(video_id: int) -> QuerySet[Appeal]:
    return Appeal.objects.filter(subject_kind=KIND, subject_id=str(video_id))
