"""Which file may take the place of the one that a video has.

Nothing ties an upload to the published video. So once its file was judged, or came from staff, a
creator can't change the verdict by sending another: only the video's own link or staff can.
"""

from creatorspark.core.models import User, Video
from scoring.media.links.checking import Link
from scoring.media.problems import MediaProblem, Problem
from scoring.models import OriginalityVerdict, Submission


def check_may_replace(
    video: Video, *, source: str, actor: User | None, link: Link | None, sha256: str
) -> None:
    """Raise MediaProblem where what is sent may not replace the video's file.

    `link` is None for a file; `sha256` is empty while it isn't known. Call it while the creator is
    locked, with the video as it is now.
    """
    if not video.file or video.sha256 == sha256:
        return
    if speaks_for_staff(video, source=source, actor=actor) or _is_checked_by_platform(link, video):
        return
    # A file that the engine could make nothing of was never judged: a better one may follow.
    judged = OriginalityVerdict.objects.filter(video=video, is_current=True).exclude(
        source=OriginalityVerdict.Source.ENGINE,
        verdict=OriginalityVerdict.Verdict.NOT_JUDGEABLE,
    )
    if judged.exists():
        raise MediaProblem(Problem.ALREADY_JUDGED)
    if _came_from_staff(video):
        raise MediaProblem(Problem.FROM_STAFF)


def speaks_for_staff(video: Video, *, source: str, actor: User | None) -> bool:
    """Say whether staff send it; for a video of their own they count as its creator."""
    if actor is None:
        return source == Submission.Source.BULK
    return actor.is_staff and actor.pk != video.creator.user_id


def _is_checked_by_platform(link: Link | None, video: Video) -> bool:
    """A link to the platform must lead to the video's id there; other hosts can't be asked."""
    return link is not None and bool(link.platform and video.external_id)


def _came_from_staff(video: Video) -> bool:
    return Submission.objects.filter(
        video=video,
        state=Submission.State.RECEIVED,
        source=Submission.Source.BULK,
        sha256=video.sha256,
    ).exists()
