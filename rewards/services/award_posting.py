"""Post counted awards to the ledger, a few hundred creators at a time.

Each piece is a transaction of its own that takes the awards still without one, so a worker that
dies leaves whole pieces behind, the next one goes on from there, and two at once share the work.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator, Notification
from creatorspark.core.services import audit
from creatorspark.lib.periods import week_label
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import AwardWeek, PointsAward

CREATORS_AT_ONCE = 200
AWARDS_AT_ONCE = 5_000


def post_counted_weeks(progress: JobProgress, *, now: datetime) -> int:
    """Post every award that was counted and not posted; return how many this call posted."""
    return sum(
        _post_week(week, progress, now=now)
        for week in AwardWeek.objects.filter(posted_at=None).order_by("week")
    )


def _post_week(week: AwardWeek, progress: JobProgress, *, now: datetime) -> int:
    waiting = PointsAward.objects.filter(week=week.week, transaction=None, counted_points__gt=0)
    total, done, last = waiting.count(), 0, 0
    stage = _("Posting points of %(week)s") % {"week": week_label(week.week)}
    progress.report(stage, done=0, total=total)
    while creators := _next_creators(week.week, after=last):
        done += _post_piece(week.week, creators, now=now)
        last = creators[-1]
        progress.report(stage, done=done, total=total)
    with transaction.atomic():
        if not waiting.exists() and AwardWeek.objects.filter(pk=week.pk, posted_at=None).update(
            posted_at=now
        ):
            audit.record("rewards.awards.posted", target=week, actor=None)
    return done


def _next_creators(week: date, *, after: int) -> list[int]:
    """Return the next creators with awards to post, as many as one transaction should lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT creator_id, count(*) FROM rewards_pointsaward
            WHERE week = %s AND transaction_id IS NULL AND counted_points > 0 AND creator_id > %s
            GROUP BY creator_id ORDER BY creator_id LIMIT %s
            """,
            [week, after, CREATORS_AT_ONCE],
        )
        rows = cursor.fetchall()
    chosen: list[int] = []
    awards = 0
    for creator, count in rows:
        if chosen and awards + count > AWARDS_AT_ONCE:
            break
        chosen.append(creator)
        awards += count
    return chosen


def _post_piece(week: date, creator_ids: Sequence[int], *, now: datetime) -> int:
    with transaction.atomic():
        list(
            Creator.objects.select_for_update(no_key=True)
            .filter(pk__in=creator_ids)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        # Asked after the lock: another worker may have posted them while we waited.
        awards = list(
            PointsAward.objects.filter(
                week=week, creator__in=creator_ids, transaction=None, counted_points__gt=0
            ).order_by("pk")
        )
        if not awards:
            return 0
        _post(awards, now=now)
        ledger.settle_debts(creator_ids, now=now)
        _tell(week, awards, now=now)
    return len(awards)


def _post(awards: Sequence[PointsAward], *, now: datetime) -> None:
    purses = creator_accounts([award.creator_id for award in awards])
    source = system_account(Account.Kind.ISSUANCE)
    posted = ledger.post_all(
        [
            ledger.Posting(
                kind=Transaction.Kind.AWARD,
                key=f"award:{award.video_id}",
                legs=(
                    ledger.Leg(purses[award.creator_id], award.counted_points),
                    ledger.Leg(source, -award.counted_points),
                ),
                reference=("core.video", str(award.video_id)),
            )
            for award in awards
        ],
        now=now,
        actor_id=None,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE rewards_pointsaward award SET transaction_id = done.booked
            FROM unnest(%s::bigint[], %s::bigint[]) AS done (award, booked)
            WHERE award.id = done.award
            """,
            [
                [award.pk for award in awards],
                [posted[f"award:{award.video_id}"].transaction_id for award in awards],
            ],
        )


def _tell(week: date, awards: Sequence[PointsAward], *, now: datetime) -> None:
    """Leave one message a creator and week; the sweep sends the e-mails."""
    points: defaultdict[int, int] = defaultdict(int)
    videos: defaultdict[int, int] = defaultdict(int)
    for award in awards:
        points[award.creator_id] += award.counted_points
        videos[award.creator_id] += 1
    people = Creator.objects.filter(pk__in=points, user__isnull=False)
    Notification.objects.bulk_create(
        [
            Notification(
                user_id=user_id,
                key=f"rewards.awards.{week.isoformat()}",
                title=_("You earned %(points)s points")
                % {"points": number_format(points[creator_id], force_grouping=True)},
                body=_body(week, videos[creator_id]),
                created_at=now,
            )
            for creator_id, user_id in people.values_list("pk", "user_id")
        ],
        ignore_conflicts=True,
    )


def _body(week: date, videos: int) -> str:
    return ngettext(
        "%(videos)d video reached its scoring age in week %(week)s.",
        "%(videos)d videos reached their scoring age in week %(week)s.",
        videos,
    ) % {"videos": videos, "week": week_label(week)}


def points_waiting() -> int:
    """Return the points that were counted and not posted yet."""
    waiting = PointsAward.objects.filter(transaction=None, counted_points__gt=0)
    return waiting.aggregate(total=Sum("counted_points"))["total"] or 0
