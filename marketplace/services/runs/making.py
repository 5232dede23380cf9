"""One run from beginning to end: profiles in chunks, lists, and one transaction that shows it."""

import time
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.services import audit
from marketplace.models import MatchRun
from marketplace.selectors.turned_down import turned_down
from marketplace.services.policies import InForce, ensure_default, in_force
from marketplace.services.runs import beginning, profiling
from marketplace.services.runs.listing import askings, make_lists
from marketplace.services.runs.measuring import quality_of
from marketplace.services.runs.teaching import taught, told
from marketplace.services.runs.writing import write_lists
from marketplace.services.tables import building
from marketplace.services.tables.opening import opened


def make_run(
    *, full: bool, progress: JobProgress, job_id: UUID | None = None, now: datetime
) -> MatchRun:
    """Make a run and show it in place of the last; pages keep the old one until it is whole.

    `full` looks at every creator anew; otherwise only at those of whom something new was said.
    Whoever stops it, at any moment, leaves the last run as it was. Raises JobFault while another
    run is being made.
    """
    began = time.monotonic()
    with beginning.alone():
        ensure_default(now=now)
        policy = in_force(at=now)
        base = None if full else _base(policy)
        run = beginning.begin(job_id=job_id, policy=policy, now=now)
        anew = profiling.add_profiles(
            run, base=base, policy=policy.says, progress=progress, now=now
        )
        progress.report(_("Comparing"))
        building.discard(run)  # A run that goes on may have left columns of fewer creators.
        table = opened(run, at_once=True).table
        learned = taught(table, policy=policy.says.weights, now=now)
        asking = askings(weights=learned.weights or policy.says.weights, now=now)
        lists = make_lists(table, asking, policy=policy.says, turned_down=turned_down(now=now))
        written = write_lists(run, table, lists, progress=progress, now=now)
        run.quality = quality_of(
            table,
            lists,
            written,
            brands=sum(one.campaign_id is None for one in asking),
            anew=anew,
            seconds=time.monotonic() - began,
        ) | {"learned": told(learned)}
        run.sha256 = written.digest.hexdigest()
        _publish(run)
        beginning.forget_old()
    return run


def _base(policy: InForce) -> MatchRun | None:
    """Return the run whose profiles can be taken over: the one shown, made by the same policy."""
    return MatchRun.objects.filter(state=MatchRun.State.READY, policy=policy.row).first()


def _publish(run: MatchRun) -> None:
    with transaction.atomic():
        shown = MatchRun.objects.select_for_update().filter(state=MatchRun.State.READY)
        for old in shown:
            old.state = MatchRun.State.RETIRED
            old.save(update_fields=["state"])
        run.state, run.finished_at = MatchRun.State.READY, timezone.now()
        run.save(update_fields=["state", "finished_at", "quality", "sha256"])
        audit.record(
            "marketplace.run.published",
            target=run,
            actor=None,
            after={"version": run.version, "sha256": run.sha256},
        )
