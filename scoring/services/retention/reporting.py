"""A video's retention as others read it: the curve and where people leave."""

from dataclasses import dataclass
from datetime import datetime

from scoring.domain.retention import Drop, curve_of
from scoring.models import RetentionCurve


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """`shares` of the viewers at each second from 0; `mean` of the video watched on average.

    `half_at` is None where more than half stay to the end; `drops` are the largest first.
    """

    video_id: int
    source: str
    given_at: datetime
    seconds: float
    shares: tuple[float, ...]
    mean: float
    half_at: int | None
    kept: float
    drops: tuple[Drop, ...]


def retention_report(*, video_id: int) -> RetentionReport | None:
    """Return a video's current curve, None where nobody gave one."""
    row = RetentionCurve.objects.filter(video=video_id, is_current=True).first()
    return None if row is None else report_of(row)


def report_of(row: RetentionCurve) -> RetentionReport:
    """Describe one stored curve."""
    curve = curve_of([(at, share) for at, share in row.points], seconds=row.seconds)
    return RetentionReport(
        video_id=row.video_id,
        source=row.source,
        given_at=row.given_at,
        seconds=row.seconds,
        shares=curve.shares,
        mean=curve.mean,
        half_at=curve.half_at,
        kept=curve.kept,
        drops=curve.drops,
    )
