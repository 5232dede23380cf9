"""A new version of fingerprints: every stored file is read anew, in the background.

Versions are never mixed. Until all are read, the verdicts that stand keep counting and new videos
wait, because a library with holes would call copies original.
"""

import time
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db.models import Exists, OuterRef, QuerySet

from creatorspark.core.models import Video
from scoring.domain.originality import VERSION
from scoring.media.problems import MediaProblem, Problem
from scoring.media.storage import FileMissing, StorageAway
from scoring.models import Fingerprint
from scoring.services.locks import Report, session_lock, silent
from scoring.services.originality.fingerprints import fingerprint_video
from scoring.services.originality.policies import policy_in_force

SECONDS_A_TURN = 120.0
MAY_PASS = frozenset({Problem.TOO_SLOW, Problem.TOO_MUCH_MEMORY})

log = structlog.get_logger(__name__)


def is_catching_up(*, now: datetime) -> bool:
    """Tell whether the library lacks fingerprints that the policy in force compares by."""
    if policy_in_force(at=now).rules.algorithm_version != VERSION:
        return True
    return _behind().exists()


def refresh_fingerprints(
    *,
    now: datetime,
    seconds: float = SECONDS_A_TURN,
    report: Report = silent,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Read files anew whose fingerprint is an older version's; stop after some time.

    Returns how many were read. Does nothing while another process is at it.
    """
    with session_lock("scoring.originality.refresh") as held:
        return _refresh(now, clock() + seconds, report, clock) if held else 0


def _refresh(now: datetime, until: float, report: Report, clock: Callable[[], float]) -> int:
    done, last, total = 0, 0, _behind().count()
    while clock() < until:
        video = _behind().filter(pk__gt=last).order_by("pk").first()
        if video is None:
            break
        last = video.pk
        report("", done=done, total=total)
        _refresh_one(video, now=now)
        done += 1
    return done


def _refresh_one(video: Video, *, now: datetime) -> None:
    """Read one file anew; one that can't be read, now or ever, doesn't hold up the others."""
    try:
        fingerprint_video(video, now=now)
    except MediaProblem as wrong:
        if wrong.problem in MAY_PASS:
            log.warning("fingerprint_not_refreshed", video=video.pk, problem=wrong.problem.value)
        else:
            # What could be read once and can't any more stays out of the library.
            _leave_behind(video)
    except StorageAway:
        # For a while, perhaps: a library isn't forgotten over that.
        log.warning("fingerprint_not_refreshed", video=video.pk, problem="storage_away")
    except FileMissing:
        _leave_behind(video)
    except Exception:
        # One film that breaks its reader would keep every other verdict waiting for ever.
        log.exception("fingerprint_left_behind", video=video.pk)
        _leave_behind(video)


def _behind() -> QuerySet[Video]:
    """Videos with a file and an older fingerprint, and none of this version for it."""
    older = Fingerprint.objects.filter(video=OuterRef("pk"), version__lt=VERSION)
    newer = Fingerprint.objects.filter(video=OuterRef("pk"), version=VERSION)
    return Video.objects.filter(Exists(older), ~Exists(newer)).exclude(file="")


def _leave_behind(video: Video) -> None:
    """Forget the older fingerprints of a file that can't be read any more."""
    Fingerprint.objects.filter(video=video, version__lt=VERSION).delete()
