"""The staff's first page: what waits for a person, how the work goes, what happened last.

Each app adds its own tiles; this file knows only those of the facts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.admin.facts import actor_of, with_actor
from creatorspark.core.models import AuditEntry, ImportRun, Job, ProfileClaim


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One number, the sentence that explains it, and where to act on it."""

    value: int | str
    label: str
    note: str
    url: str
    urgent: bool = False


_TILES: dict[str, tuple[int, Callable[[datetime], Tile]]] = {}


def tile(name: str, *, order: int) -> Callable[[Callable[[datetime], Tile]], Any]:
    """Register a tile; lower `order` comes first. The function takes the moment of asking."""

    def register(build: Callable[[datetime], Tile]) -> Callable[[datetime], Tile]:
        _TILES[name] = (order, build)
        return build

    return register


def tiles(*, now: datetime) -> list[Tile]:
    """Build every registered tile, in order."""
    return [build(now) for _order, build in sorted(_TILES.values(), key=lambda pair: pair[0])]


def context(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    """Fill the first page."""
    now = timezone.now()
    given |= {
        "tiles": tiles(now=now),
        "jobs": Job.objects.select_related("created_by").order_by("-created_at")[:8],
        "imports": ImportRun.objects.order_by("-created_at")[:5],
        "entries": [
            (entry, actor_of(entry))
            for entry in with_actor(AuditEntry.objects.order_by("-pk"))[:12]
        ],
    }
    return given


@tile("core.claims", order=20)
def claims_waiting(now: datetime) -> Tile:
    """Count profile claims that wait for staff."""
    waiting = ProfileClaim.objects.filter(state=ProfileClaim.State.PENDING)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    return Tile(
        value=waiting.count(),
        label=_("Claims waiting"),
        note=_("Oldest: %(days)d days") % {"days": (now - oldest).days}
        if oldest
        else _("All done"),
        url=reverse("admin:core_profileclaim_changelist") + "?state__exact=pending",
        urgent=oldest is not None and now - oldest > timedelta(days=3),
    )


@tile("core.failed_jobs", order=30)
def jobs_failed(now: datetime) -> Tile:
    """Count jobs that failed in the last week and were not tried again."""
    since = now - timedelta(days=7)
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gte=since).count()
    return Tile(
        value=failed,
        label=_("Jobs failed"),
        note=_("In the last seven days"),
        url=reverse("admin:core_job_changelist") + "?state__exact=failed",
        urgent=failed > 0,
    )


@tile("core.running_jobs", order=40)
def jobs_under_way(now: datetime) -> Tile:
    """Count jobs that run or wait for a worker."""
    running = Job.objects.filter(state=Job.State.RUNNING).count()
    queued = Job.objects.filter(state=Job.State.QUEUED).count()
    return Tile(
        value=running,
        label=_("Jobs running"),
        note=_("%(n)d more wait for a worker") % {"n": queued},
        url=reverse("admin:core_job_changelist"),
    )


@tile("core.imports", order=50)
def imports_to_confirm(now: datetime) -> Tile:
    """Count uploaded files that nobody confirmed yet."""
    waiting = ImportRun.objects.filter(state=ImportRun.State.UPLOADED).count()
    return Tile(
        value=waiting,
        label=_("Imports to confirm"),
        note=_("Uploaded and previewed"),
        url=reverse("admin:core_importrun_changelist") + "?state__exact=uploaded",
    )
