"""How much of what a hold covers is in question, measured in counts, never in money."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery, Sum

from creatorspark.core.models import CountExclusion, MetricSnapshot, Video
from creatorspark.lib.periods import monday_of, week_start
from fraud.domain.findings import Family, ReasonCode
from fraud.domain.outcomes import parts_of, share_of
from fraud.models import Alert, Hold, HourlyCount

_Found = Mapping[str, Any]

_GIFTS: Final = Family.MONEY.value
_LIKES: Final = ReasonCode.LIKES_WITHOUT_VIEWS.value

LONGEST_UNREAD: Final = timedelta(days=28)
"""A counter that wasn't read for so long, as of a video that is gone, won't be."""


@dataclass(frozen=True, kw_only=True)
class Shares:
    """What stays withheld, in ten-thousandths: of all that is held, and of each hold by its id."""

    whole: int
    of_holds: Mapping[int, int]


NOTHING: Final = Shares(whole=0, of_holds={})


def withheld_shares(alert: Alert, false_views: int | None) -> Shares:
    """Return the parts of the held lines that `false_views` (None: all affected) stand for.

    Lines pay whole weeks by the platform's counters, so it is a part of what these gained in the
    weeks that a hold covers; events, which may be a sample of what happened, count where they say
    more. Nothing held, as where only gifts are in question: 0 of nothing.
    """
    holds = list(alert.holds.filter(released_at=None).order_by("pk"))
    if not holds:
        return NOTHING
    found = [one for one in alert.evidence["findings"] if one["family"] != _GIFTS]
    mine = {hold.pk: _about(hold, found, alone=len(holds) == 1) for hold in holds}
    parts = parts_of(
        alert.affected if false_views is None else false_views,
        [_most(mine[hold.pk], "affected") for hold in holds],
    )
    totals = [_total(alert, hold) for hold in holds]
    return Shares(
        whole=share_of(sum(parts), [sum(totals), _most(found, "total")]),
        of_holds={
            hold.pk: share_of(part, [total, _most(mine[hold.pk], "total")])
            for hold, part, total in zip(holds, parts, totals, strict=True)
        },
    )


def covered_until(hold: Hold, *, alert: Alert) -> datetime:
    """Return when the last week ends whose lines a hold covers, as far as counters were read."""
    ends = _told_late(hold, alert=alert)
    return max([_week_end_of(_last(hold, alert=alert)), *ends])


def is_weighed(hold: Hold, *, alert: Alert, now: datetime) -> bool:
    """Say whether every line is known that a hold covers, so that its share is of all of them.

    A counter that nobody read since the hours in question is waited for, but not for ever.
    """
    if covered_until(hold, alert=alert) > now:
        return False
    last = _last(hold, alert=alert)
    read = MetricSnapshot.objects.filter(video=OuterRef("pk"), observed_at__gt=last)
    return now >= last + LONGEST_UNREAD or not _videos(hold).exclude(Exists(read)).exists()


def _last(hold: Hold, *, alert: Alert) -> datetime:
    return (hold.period_end or alert.window_end) - timedelta(microseconds=1)


def _week_end_of(moment: datetime) -> datetime:
    return week_start(monday_of(moment)) + timedelta(days=7)


def _told_late(hold: Hold, *, alert: Alert) -> dict[datetime, list[int]]:
    """Return the videos of a hold whose counters told of all of it in a later week, by its end.

    A counter that is read on the Friday and then on the next Tuesday tells of the Saturday with
    the next week's line.
    """
    last = _last(hold, alert=alert)
    rows = MetricSnapshot.objects.filter(video__in=_videos(hold), observed_at__gt=last)
    first = rows.order_by().values_list("video").annotate(first=Min("observed_at"))
    found: defaultdict[datetime, list[int]] = defaultdict(list)
    for video_id, read_at in first:
        if _week_end_of(read_at) > _week_end_of(last):
            found[_week_end_of(read_at)].append(video_id)
    return found


def _videos(hold: Hold) -> QuerySet[Video]:
    videos = Video.objects.filter(creator_id=hold.creator_id)
    return videos if hold.video_id is None else videos.filter(pk=hold.video_id)


def _about(hold: Hold, findings: list[_Found], *, alone: bool) -> list[_Found]:
    """Return what was found about what a hold names; a lone hold stands for everything."""
    return [one for one in findings if alone or one["video"] == hold.video_id]


def _most(findings: list[_Found], name: str) -> int:
    return max((int(one[name]) for one in findings), default=0)


def _total(alert: Alert, hold: Hold) -> int:
    """Return the views (likes, where these are in question) of the lines that a hold covers."""
    since = week_start(monday_of(hold.period_start or alert.window_start))
    until = _week_end_of(_last(hold, alert=alert))
    field = "likes" if alert.reason_code == _LIKES else "views"
    late = _told_late(hold, alert=alert)
    named = {"creator_id": alert.creator_id}
    if hold.video_id is not None:
        named = {"video_id": hold.video_id}
    in_time = _videos(hold).exclude(pk__in=[one for ids in late.values() for one in ids])
    events = _happened(field, since=since, until=until, **named)
    gained = _gained(field, in_time, since=since, until=until)
    for end, video_ids in late.items():
        events += _happened(field, since=until, until=end, video_id__in=video_ids)
        videos = Video.objects.filter(pk__in=video_ids)
        gained += _gained(field, videos, since=since, until=end)
    return max(events, gained)


def _happened(field: str, *, since: datetime, until: datetime, **named: Any) -> int:
    rows = HourlyCount.objects.filter(hour__gte=since, hour__lt=until, **named)
    return int(rows.aggregate(total=Sum(field))["total"] or 0)


def _gained(field: str, videos: QuerySet[Video], *, since: datetime, until: datetime) -> int:
    """Return by how much the counters rose, without what didn't count when it was paid.

    What nobody had counted before the weeks began is paid in them, so it is a part of them.
    """
    rows = videos.values_list(
        _counted(field, before=until),
        _counted(field, before=since),
        _left_out(field, before=until),
        _left_out(field, before=since),
    )
    return sum(
        max(0, (last or 0) - (first or 0) - (out or 0) + (out_before or 0))
        for last, first, out, out_before in rows
    )


def _counted(field: str, *, before: datetime) -> Subquery:
    seen = MetricSnapshot.objects.filter(
        video=OuterRef("pk"), observed_at__lt=before, **{f"{field}__isnull": False}
    )
    return Subquery(seen.order_by("-observed_at").values(field)[:1])


def _left_out(field: str, *, before: datetime) -> Subquery:
    known = CountExclusion.objects.filter(
        video=OuterRef("pk"), window_start__lt=before, created_at__lt=before
    )
    sums = known.order_by().values("video").annotate(total=Sum(field))
    return Subquery(sums.values("total"))
