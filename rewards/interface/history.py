"""Records that travel between instances: taken along, brought, looked at, removed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from creatorspark.core.models import Creator, User
from rewards.domain.history import totals_of
from rewards.domain.history_facts import CarriedRecord, CarriedVideo, RecordSums
from rewards.models import CarriedHistory
from rewards.selectors import history as selectors
from rewards.selectors.proof_files import numbers_of
from rewards.services.proof import history
from rewards.services.proof.history import HistoryRefused

__all__ = [
    "HistoryRefused",
    "bring_history",
    "carried_histories",
    "carried_history",
    "carried_videos",
    "history_file",
    "history_sums",
    "remove_history",
]


def history_sums(*, creator_id: int) -> RecordSums:
    """Return what the creator's own record adds up to."""
    videos, _policies = selectors.paid_videos(numbers_of(creator_id))
    return RecordSums.from_totals(totals_of([video.to_json() for video in videos]))


def history_file(*, creator_id: int, now: datetime) -> bytes:
    """Return the creator's signed record as a file."""
    return history.history_file(Creator.objects.get(pk=creator_id), now=now)


def bring_history(
    *, creator_id: int, file: bytes, keys_file: bytes | None, actor: User, now: datetime
) -> CarriedRecord:
    """Keep a record from another instance. Raises HistoryRefused with a sentence."""
    creator = Creator.objects.get(pk=creator_id)
    row = history.bring_history(creator, file=file, keys_file=keys_file, actor=actor, now=now)
    return _record(selectors.carried(creator_id).get(pk=row.pk))


def remove_history(*, creator_id: int, history_id: int, actor: User) -> bool:
    """Forget a record that the creator brought; False when there is none such."""
    creator = Creator.objects.get(pk=creator_id)
    return history.remove_history(creator, history_id=history_id, actor=actor)


def carried_histories(*, creator_id: int) -> list[CarriedRecord]:
    """Return the records a creator brought, newest first."""
    return [_record(row) for row in selectors.carried(creator_id)]


def carried_history(*, creator_id: int, history_id: int) -> CarriedRecord | None:
    """Return one record that a creator brought, or None."""
    row = selectors.carried(creator_id).filter(pk=history_id).first()
    return _record(row) if row else None


def carried_videos(*, creator_id: int, history_id: int) -> list[CarriedVideo]:
    """Return what a carried record says of each video, best paid first; [] when there is none."""
    row = CarriedHistory.objects.filter(pk=history_id, creator_id=creator_id).first()
    videos = row.document["history"]["videos"] if row else []
    ranked = sorted(videos, key=lambda video: -(video["base"] + video["bonus"]))
    return [_video(video) for video in ranked]


def _record(row: Any) -> CarriedRecord:
    return CarriedRecord(
        history_id=row.pk,
        issuer=row.issuer,
        url=row.url,
        issued_at=datetime.strptime(row.issued_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        basis=row.basis,
        is_verified=row.is_verified,
        verdict=row.verdict,
        sums=RecordSums.from_totals(row.totals),
        imported_at=row.imported_at,
    )


def _video(video: Mapping[str, Any]) -> CarriedVideo:
    return CarriedVideo(
        platform=video["platform"],
        external_id=video["external_id"],
        posted_on=video["posted_at"][:10],
        grade=video["grade"],
        originality=video["originality"],
        base=video["base"],
        bonus=video["bonus"],
        currency=video["currency"],
        weeks=len(video["weeks"]),
    )
