"""The profiles of a run, chunk by chunk: a run that was stopped goes on after its last one."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np
from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Video
from marketplace.domain.matching.policy import MatchPolicy
from marketplace.models import Audience, CreatorProfile, Listing, MatchRun
from marketplace.services.profiles.making import make_profiles
from scoring.interface import creators_judged_since

CHUNK: Final = 1_000
# A judgement bears the moment at which its work began; looking at a film takes a while.
LONGEST_JUDGING: Final = timedelta(minutes=15)


def add_profiles(
    run: MatchRun,
    *,
    base: MatchRun | None,
    policy: MatchPolicy,
    progress: JobProgress,
    now: datetime,
) -> int:
    """Keep what is known of every creator with a listing; return how many were looked at anew.

    With a `base`, creators of whom nothing new was said since it began are taken over from it.
    """
    done_to = CreatorProfile.objects.filter(run=run).aggregate(last=Max("creator_id"))["last"] or 0
    wanted = Listing.objects.filter(
        creator__erased_at__isnull=True, creator__merged_into__isnull=True
    )
    if base is not None:
        if not done_to:
            _take_over(run, base)
        done_to = 0
        wanted = wanted.filter(_changed_since(base.started_at) | ~Q(creator_id__in=_known(base)))
    ids = wanted.filter(creator_id__gt=done_to).order_by("creator_id")
    return _look(run, ids, policy=policy, progress=progress, now=now)


def changed_creators(since: datetime) -> QuerySet[Listing]:
    """Return the listings of creators of whom something new was said since a moment."""
    return Listing.objects.filter(_changed_since(since))


def _look(
    run: MatchRun,
    listings: QuerySet[Listing],
    *,
    policy: MatchPolicy,
    progress: JobProgress,
    now: datetime,
) -> int:
    stage = _("Looking at creators")
    ids = np.fromiter(listings.values_list("creator_id", flat=True).iterator(), np.int64)
    progress.report(stage, done=0, total=len(ids))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK].tolist()
        with transaction.atomic():
            CreatorProfile.objects.filter(run=run, creator_id__in=chunk).delete()
            CreatorProfile.objects.bulk_create(
                make_profiles(run, chunk, policy=policy, now=now), batch_size=500
            )
        progress.report(stage, done=start + len(chunk), total=len(ids))
    return len(ids)


def _changed_since(since: datetime) -> Q:
    heard = Audience.objects.filter(recorded_at__gte=since).values("creator_id")
    posted = Video.objects.filter(created_at__gte=since).values("creator_id")
    return (
        Q(updated_at__gte=since)
        | Q(creator__updated_at__gte=since)
        | Q(creator_id__in=heard)
        | Q(creator_id__in=posted)
        | Q(creator_id__in=creators_judged_since(since=since - LONGEST_JUDGING))
    )


def _known(base: MatchRun) -> QuerySet[CreatorProfile, int]:
    return CreatorProfile.objects.filter(run=base).values_list("creator_id", flat=True)


def _take_over(run: MatchRun, base: MatchRun) -> None:
    """Copy a run's profiles inside the database, those of who is gone left out."""
    fields = CreatorProfile._meta.concrete_fields
    names = [str(one.column) for one in fields if one.column not in ("id", "run_id")]
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    values = ", ".join(f"p.{connection.ops.quote_name(name)}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO marketplace_creatorprofile (run_id, {columns}) "
            f"SELECT %s, {values} FROM marketplace_creatorprofile p "
            "JOIN core_creator c ON c.id = p.creator_id "
            "WHERE p.run_id = %s AND c.erased_at IS NULL AND c.merged_into_id IS NULL "
            "ORDER BY p.creator_id",
            [run.pk, base.pk],
        )
