"""Writing what the engine found: verdict, matches, audit and message in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.core.services import audit
from creatorspark.core.services.notifications import notify
from creatorspark.core.services.nudges import nudge_on_commit
from scoring.models import OriginalityMatch, OriginalityVerdict
from scoring.services.originality import queue
from scoring.services.originality.contested import is_bound
from scoring.services.originality.outcomes import OTHER_FILE, Judged, Outcome
from scoring.services.originality.wording import kept_reason

KEEP_EVIDENCE = "scoring.keep_evidence"
DIGITS = 4


def write_outcome(video_id: int, outcome: Outcome, *, held: queue.Claim, now: datetime) -> None:
    """Write the verdict if it says anything new, and let go of the request.

    What a person decided stays (the queue shows staff if it was on another file), and so does what
    one upheld on appeal. Raises ClaimLost, and then nothing is written.
    """
    with transaction.atomic():
        video = _locked(video_id)
        current = current_verdict(video_id)
        by_person = current is not None and current.source == OriginalityVerdict.Source.STAFF
        if not by_person and is_bound(current, outcome):
            _note_bound(video, outcome)
        elif not by_person and not _says_the_same(current, outcome):
            row = _write(video, current, outcome, now=now)
            tell(video, current, row, now=now)
            nudge_on_commit(KEEP_EVIDENCE, row.pk)
        other_file = by_person and _is_another_file(current, outcome)
        queue.finish(held, now=now, problem=OTHER_FILE if other_file else outcome.problem)


def current_verdict(video_id: int) -> OriginalityVerdict | None:
    """Return the verdict that stands, or None while there is none."""
    return OriginalityVerdict.objects.filter(video=video_id, is_current=True).first()


def _locked(video_id: int) -> Video:
    """Lock the creator's row, as every change of money does; profiles may merge meanwhile."""
    video = Video.objects.get(pk=video_id)
    while True:
        Creator.objects.select_for_update(no_key=True).get(pk=video.creator_id)
        again = Video.objects.select_related("creator__user").get(pk=video_id)
        if again.creator_id == video.creator_id:
            return again
        video = again


def _note_bound(video: Video, outcome: Outcome) -> None:
    """Write down what the engine would have said, for a person who looks again."""
    audit.record(
        "scoring.originality.bound",
        target=video,
        actor=None,
        after={
            "would_be": outcome.verdict,
            "similarity": outcome.similarity,
            "policy": outcome.policy.version,
            "sha256": outcome.sha256,
        },
    )


def _is_another_file(current: OriginalityVerdict | None, outcome: Outcome) -> bool:
    """Tell whether a person decided on another file; decisions of old don't say on which."""
    seen = current.evidence.get("sha256") if current else None
    return bool(seen) and seen != outcome.sha256


def _says_the_same(current: OriginalityVerdict | None, outcome: Outcome) -> bool:
    if current is None or current.verdict != outcome.verdict:
        return False
    said, says = current.evidence, outcome.evidence()
    names = ("version", "policy", "sha256", "problem")
    if any(said.get(name) != says.get(name) for name in names):
        return False
    rows = current.matches.order_by("rank").values_list("other_id", "standing", "similarity")
    before = [(other, standing, round(value, DIGITS)) for other, standing, value in rows]
    after = [
        (one.found.video_id, one.standing.value, round(one.found.similarity, DIGITS))
        for one in outcome.judged
    ]
    return before == after


def _write(
    video: Video, current: OriginalityVerdict | None, outcome: Outcome, *, now: datetime
) -> OriginalityVerdict:
    OriginalityVerdict.objects.filter(video=video, is_current=True).update(is_current=False)
    row = OriginalityVerdict.objects.create(
        video=video,
        verdict=outcome.verdict,
        similarity=outcome.similarity,
        reason=kept_reason(outcome),
        source=OriginalityVerdict.Source.ENGINE,
        evidence=outcome.evidence(),
        decided_at=now,
    )
    matches = [match_row(rank, one) for rank, one in enumerate(outcome.judged, 1)]
    for match in matches:
        match.verdict = row
    OriginalityMatch.objects.bulk_create(matches)
    audit.record(
        "scoring.originality.judged",
        target=video,
        actor=None,
        before={"verdict": current.verdict if current else None},
        after={
            "verdict": row.verdict,
            "similarity": row.similarity,
            "policy": outcome.policy.version,
            "row": row.pk,
        },
    )
    return row


def match_row(rank: int, one: Judged) -> OriginalityMatch:
    """Return a match as it is kept; it has no verdict yet and isn't saved."""
    found = one.found
    return OriginalityMatch(
        rank=rank,
        other_id=found.video_id,
        similarity=found.similarity,
        covered=found.covered,
        speed=found.speed,
        mirrored=found.mirrored,
        edits=list(found.edits),
        stretches=[[round(second, 2) for second in stretch] for stretch in found.stretches],
        pairs=[[round(second, 2) for second in pair] for pair in found.pairs],
        standing=one.standing.value,
    )


def tell(
    video: Video, before: OriginalityVerdict | None, row: OriginalityVerdict, *, now: datetime
) -> None:
    """Tell the creator when a video stops counting as original, and when it does again."""
    verdicts = OriginalityVerdict.Verdict
    user = video.creator.user
    said = before.verdict if before else None
    if user is None or said == row.verdict:
        return
    if row.verdict == verdicts.NOT_ORIGINAL:
        title = _("One of your videos looks like an earlier one")
        body = _(
            "“%(video)s”: %(reason)s While this stands, its bonus is smaller; what was paid above "
            "that comes off a coming statement, as a line of its own. If the video is yours, if "
            "you have a licence, or if it is a duet, tell us: a person looks at it."
        )
    elif said == verdicts.NOT_ORIGINAL and row.verdict == verdicts.ORIGINAL:
        title = _("Your video counts as original again")
        body = _("“%(video)s”: %(reason)s Its whole bonus counts from now on.")
    else:
        return
    notify(
        user,
        key=f"scoring.originality.{row.pk}",
        title=title,
        body=body % {"video": video, "reason": row.reason},
        url=f"/studio/videos/{video.pk}/",
        now=now,
    )
