"""What the queues of requests share: nudging workers about rows that wait for them."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from creatorspark.core.services.nudges import nudge_on_commit
from scoring.models import JudgementRequest, OpinionRequest

Request = TypeVar("Request", JudgementRequest, OpinionRequest)


def nudge_waiting(
    rows: QuerySet[Request], *, task: str, now: datetime, again_after: timedelta, most: int
) -> int:
    """Nudge the workers about the oldest requests, each once in a while; return how many."""
    quiet = Q(nudged_at__isnull=True) | Q(nudged_at__lt=now - again_after)
    with transaction.atomic():
        waiting = rows.filter(quiet).select_for_update(skip_locked=True)
        found = list(waiting.order_by("requested_at").values_list("pk", "video_id")[:most])
        rows.model._default_manager.filter(pk__in=[pk for pk, _video in found]).update(
            nudged_at=now
        )
        for _pk, video_id in found:
            nudge_on_commit(task, video_id)
    return len(found)
