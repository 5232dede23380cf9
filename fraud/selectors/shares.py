"""How much of what a hold covers is in question, measured in counts, never in money."""

from datetime import datetime, timedelta

from django.db.models import Sum

from creatorspark.lib.periods import monday_of, week_start
from fraud.domain.outcomes import share_of
from fraud.models import Alert, HourlyCount


def withheld_share(alert: Alert, false_views: int | None) -> int:
    """Return the part of the held lines that `false_views` (None: all that is affected) stand for.

    Lines pay whole weeks, so it is a part of what the same videos got in these weeks.
    """
    false = alert.affected if false_views is None else false_views
    found = max((int(one["total"]) for one in alert.evidence["findings"]), default=0)
    gifts = all(one["family"] == "money" for one in alert.evidence["findings"])
    return share_of(false, [0 if gifts else _views_of_weeks(alert), found])


def _views_of_weeks(alert: Alert) -> int:
    rows = HourlyCount.objects.filter(
        creator_id=alert.creator_id,
        hour__gte=week_start(monday_of(alert.window_start)),
        hour__lt=_week_after(alert.window_end),
    )
    if alert.video_id is not None:
        rows = rows.filter(video_id=alert.video_id)
    return int(rows.aggregate(views=Sum("views"))["views"] or 0)


def _week_after(moment: datetime) -> datetime:
    return week_start(monday_of(moment - timedelta(microseconds=1))) + timedelta(days=7)
