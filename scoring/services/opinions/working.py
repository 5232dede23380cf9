"""Asking here and at once, for the command."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from scoring.models import OpinionRequest
from scoring.services.opinions.asking import ask_about

Report = Callable[..., None]


def work_waiting(
    *, now: datetime, report: Report, video_ids: Collection[int] | None = None
) -> Counter[str]:
    """Ask about every video that waits and is due, or about those named; return states by count.

    Several may run at once.
    """
    due = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
    rows = OpinionRequest.objects.filter(due, state=OpinionRequest.State.WAITING)
    if video_ids is not None:
        rows = rows.filter(video__in=video_ids)
    found = list(rows.order_by("requested_at", "pk").values_list("video_id", flat=True))
    report(_("Asking"), done=0, total=len(found))
    for number, video_id in enumerate(found, 1):
        ask_about(video_id)
        report(_("Asking"), done=number, total=len(found))
    after = OpinionRequest.objects.filter(video__in=found).values_list("state", "problem")
    return Counter(f"{state}:{problem}" for state, problem in after)
