"""How much one creator may send in a day, by file or by link."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from creatorspark.core.models import Creator
from scoring.media.problems import MediaProblem, Problem
from scoring.models import Submission
from scoring.services.media.refusals import too_many_today

DAY = timedelta(days=1)
# A link that ended so brought hardly a byte.
NOTHING_CAME = Q(problem__in=[Problem.NETWORK_DOWN, Problem.DAILY_LIMIT]) | (
    Q(problem__startswith="link_") & ~Q(problem=Problem.LINK_SLOW)
)


def check_allowance(creator: Creator, *, size: int, now: datetime) -> None:
    """Raise SubmissionRefused where another file of `size` bytes is more than a day's.

    Call it while the creator is locked, so that two at once are counted one after the other.
    """
    own = Submission.objects.filter(creator=creator).exclude(source=Submission.Source.BULK)
    files = own.filter(submitted_at__gt=now - DAY).count()
    # A try costs a worker as much as a new file does.
    tried = own.filter(retried_at__gt=now - DAY).aggregate(tries=Sum("retries"))["tries"] or 0
    limits = settings.MEDIA
    too_large = _bytes_of(own, now=now) + size > limits.daily_bytes
    if files + tried >= limits.daily_files or too_large:
        raise too_many_today(limits.daily_files)


def check_download(submission: Submission, *, now: datetime) -> None:
    """Raise MediaProblem where following a creator's link may be more than a day's bytes.

    The claim on it books the most that it can be, so call it once it is claimed.
    """
    by = submission.submitted_by
    by_staff = by is not None and by.is_staff
    if submission.creator_id is None or by_staff or submission.source == Submission.Source.BULK:
        return
    own = Submission.objects.filter(creator=submission.creator_id).exclude(pk=submission.pk)
    booked = _bytes_of(own.exclude(source=Submission.Source.BULK), now=now)
    if booked and booked + settings.MEDIA.file_bytes > settings.MEDIA.daily_bytes:
        raise MediaProblem(Problem.DAILY_LIMIT)


def _bytes_of(own: QuerySet[Submission], *, now: datetime) -> int:
    """Return the bytes of a day; a link's count as the most there can be until they are known."""
    recent = own.filter(Q(submitted_at__gt=now - DAY) | Q(retried_at__gt=now - DAY))
    begun = Q(bytes__isnull=True, attempts__gt=0)
    came = Q(state=Submission.State.FETCHING) | ~NOTHING_CAME
    today = recent.aggregate(known=Sum("bytes"), unknown=Count("pk", filter=begun & came))
    unknown: int = today["unknown"]
    return (today["known"] or 0) + unknown * settings.MEDIA.file_bytes
