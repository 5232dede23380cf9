"""How a run begins: one at a time, going on where the same job was stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault
from marketplace.models import CreatorProfile, Match, MatchRun
from marketplace.services.policies import InForce
from marketplace.services.tables import building

LOCK: Final = 7_340_002
KEPT: Final = 3
_DELETED_AT_ONCE: Final = 20_000


@contextmanager
def alone() -> Iterator[None]:
    """Let one process make a run; the lock goes with its connection, also by kill -9.

    Raises JobFault while another one does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise JobFault(_("Another run is being made right now. Nothing was changed; wait for it."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def begin(*, job_id: UUID | None, policy: InForce, now: datetime) -> MatchRun:
    """Return the run to make: the one that this job had begun, else a new one.

    What others left half-made is thrown away. Call it `alone`.
    """
    left = MatchRun.objects.filter(state=MatchRun.State.BUILDING).order_by("-version")
    mine = left.filter(job_id=job_id, policy=policy.row).first() if job_id else None
    for run in left:
        if run != mine:
            throw_away(run)
    if mine is not None:
        _delete(Match, mine)
        return mine
    with transaction.atomic():
        newest = MatchRun.objects.aggregate(newest=Max("version"))["newest"] or 0
        return MatchRun.objects.create(
            version=newest + 1,
            seed=newest + 1,
            policy=policy.row,
            job_id=job_id,
            started_at=now,
        )


def throw_away(run: MatchRun) -> None:
    """Delete a run and all that it knew; from the first step on nobody can read it any more."""
    MatchRun.objects.filter(pk=run.pk).update(state=MatchRun.State.FAILED)
    building.discard(run)
    _delete(Match, run)
    _delete(CreatorProfile, run)
    run.delete()


def forget_old() -> int:
    """Delete runs beyond the newest few that pages may still name; return how many."""
    shown = (MatchRun.State.READY, MatchRun.State.RETIRED)
    rows = MatchRun.objects.filter(state__in=shown).order_by("-version")
    old = [*rows[KEPT:], *MatchRun.objects.filter(state=MatchRun.State.FAILED)]
    for run in old:
        throw_away(run)
    return len(old)


def _delete(model: type[Match] | type[CreatorProfile], run: MatchRun) -> None:
    """Delete a run's rows without reading them: nothing refers to them."""
    table = connection.ops.quote_name(model._meta.db_table)
    query = (
        f"DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} WHERE run_id = %s LIMIT %s)"
    )
    with connection.cursor() as cursor:
        while True:
            cursor.execute(query, [run.pk, _DELETED_AT_ONCE])
            if cursor.rowcount < _DELETED_AT_ONCE:
                return
