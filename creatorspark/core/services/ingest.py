"""Metric rows that a machine delivers: for videos we know, through the importers' one door."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.importers.fields import StagedRow
from creatorspark.core.importers.parsing import EARLIEST
from creatorspark.core.importers.services import record_observations
from creatorspark.core.models import ImportProblem, MetricSnapshot, User, Video

CLOCK_SLACK = timedelta(hours=1)


class RowState(StrEnum):
    """What became of a row."""

    RECORDED = "recorded"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a platform counted; None: not reported."""

    views: int
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    gifts: int | None = None


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """One observation of a delivery: `place` is its number there, `video` the platform's id."""

    place: int
    video: str
    observed_at: datetime
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class RowFault:
    """Why a row was left out."""

    field: str
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class RowResult:
    """What became of the row at `place`."""

    place: int
    state: RowState
    faults: tuple[RowFault, ...] = field(default=())


def ingest(
    rows: Sequence[Delivered], *, platform: str, actor: User, now: datetime
) -> list[RowResult]:
    """Record what can be recorded and say what became of each row.

    Staff deliver for all videos, others for their own alone; a foreign video is as unknown as one
    that doesn't exist. A row that says what we know is `unchanged`, one that contradicts it is
    rejected: an observation is never rewritten.
    """
    with transaction.atomic():
        known = _known_videos(rows, platform=platform, actor=actor)
        faults = {row.place: _faults(row, known=known, now=now) for row in rows}
        good = [row for row in rows if not faults[row.place]]
        source = f"api:{actor.pk}"
        if good:
            run = record_observations(
                [_staged(row) for row in good],
                label=_("API delivery"),
                source=source,
                platform=platform,
                actor=actor,
                now=now,
            )
            for problem in run.problems.filter(severity=ImportProblem.Severity.REJECTED):
                fault = RowFault(field=problem.field, code="differs", detail=problem.reason)
                faults[problem.line].append(fault)
        recorded = _recorded(known.values(), source=source, now=now)
    return [_result(row, faults[row.place], recorded) for row in rows]


def _known_videos(rows: Sequence[Delivered], *, platform: str, actor: User) -> dict[str, int]:
    videos = Video.objects.filter(platform=platform, external_id__in={row.video for row in rows})
    if not actor.is_staff:
        videos = videos.filter(creator__user=actor)
    return dict(videos.values_list("external_id", "pk"))


def _faults(row: Delivered, *, known: dict[str, int], now: datetime) -> list[RowFault]:
    found = []
    if row.video not in known:
        detail = _("We don’t know this video, or it isn’t yours to deliver for.")
        found.append(RowFault(field="video", code="unknown_video", detail=detail))
    if not EARLIEST <= row.observed_at <= now + CLOCK_SLACK:
        detail = _("The counts are dated in the future, or before there were such videos.")
        found.append(RowFault(field="observed_at", code="impossible_time", detail=detail))
    return found


def _staged(row: Delivered) -> StagedRow:
    return StagedRow(
        line=row.place,
        video_key=row.video,
        observed_at=row.observed_at.isoformat(),
        **asdict(row.counts),
    )


def _recorded(video_ids: Iterable[int], *, source: str, now: datetime) -> set[tuple[str, datetime]]:
    """Return the platform's id and the moment of each snapshot that this delivery added."""
    added = MetricSnapshot.objects.filter(
        video_id__in=list(video_ids), source=source, recorded_at=now
    )
    return set(added.values_list("video__external_id", "observed_at"))


def _result(
    row: Delivered, faults: list[RowFault], recorded: set[tuple[str, datetime]]
) -> RowResult:
    if faults:
        return RowResult(place=row.place, state=RowState.REJECTED, faults=tuple(faults))
    key = (row.video, row.observed_at)
    if key not in recorded:
        return RowResult(place=row.place, state=RowState.UNCHANGED)
    recorded.discard(key)  # the same row again in one delivery added nothing
    return RowResult(place=row.place, state=RowState.RECORDED)
