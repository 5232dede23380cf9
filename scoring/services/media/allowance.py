"""How much one creator may send in a day."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Sum

from creatorspark.core.models import Creator
from scoring.models import Submission
from scoring.services.media.refusals import too_many_today

DAY = timedelta(days=1)


def check_allowance(creator: Creator, *, size: int, now: datetime) -> None:
    """Raise SubmissionRefused where another file of `size` bytes is more than a day's.

    Call it while the creator is locked, so that two at once are counted one after the other.
    """
    own = Submission.objects.filter(creator=creator).exclude(source=Submission.Source.BULK)
    sent = own.filter(submitted_at__gt=now - DAY)
    today = sent.aggregate(files=Count("pk"), bytes=Sum("bytes"))
    # A try costs a worker as much as a new file does.
    tried = own.filter(retried_at__gt=now - DAY).aggregate(tries=Sum("retries"))["tries"] or 0
    limits = settings.MEDIA
    too_large = (today["bytes"] or 0) + size > limits.daily_bytes
    if today["files"] + tried >= limits.daily_files or too_large:
        raise too_many_today(limits.daily_files)
