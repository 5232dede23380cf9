"""What is judged of the newest videos, put together with what was counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.domain.matching.standing import SeenVideo
from marketplace.selectors.recent import RecentVideo
from scoring.interface import (
    CategoryFacts,
    Judgement,
    ShortVerdict,
    categories_of_videos,
    judgements,
    verdicts_of,
)

ORIGINAL = {"original": True, "not_original": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A creator's newest videos, and the newest day of each kind of judgement of them."""

    videos: tuple[SeenVideo, ...] = ()
    posted: date | None = None
    counted: date | None = None
    sorted: date | None = None
    graded: date | None = None
    judged: date | None = None


def see(videos: Mapping[int, Sequence[RecentVideo]]) -> dict[int, Seen]:
    """Return what is known of the videos of each creator, in three queries for all."""
    ids = [one.video_id for rows in videos.values() for one in rows]
    categories = categories_of_videos(video_ids=ids)
    grades = judgements(video_ids=ids)
    verdicts = verdicts_of(video_ids=ids)
    return {
        creator_id: _seen(rows, categories, grades, verdicts) for creator_id, rows in videos.items()
    }


def _seen(
    rows: Sequence[RecentVideo],
    categories: Mapping[int, CategoryFacts],
    grades: Mapping[int, Judgement],
    verdicts: Mapping[int, ShortVerdict],
) -> Seen:
    ids = [row.video_id for row in rows]
    return Seen(
        videos=tuple(
            _video(
                row,
                categories.get(row.video_id),
                grades.get(row.video_id),
                verdicts.get(row.video_id),
            )
            for row in rows
        ),
        posted=_newest(row.posted_at for row in rows),
        counted=_newest(row.observed_at for row in rows),
        sorted=_newest(categories[one].computed_at for one in ids if one in categories),
        graded=_newest(grades[one].computed_at for one in ids if one in grades),
        judged=_newest(verdicts[one].decided_at for one in ids if one in verdicts),
    )


def _video(
    row: RecentVideo,
    categories: CategoryFacts | None,
    grade: Judgement | None,
    verdict: ShortVerdict | None,
) -> SeenVideo:
    shares = categories.categories if categories else ()
    return SeenVideo(
        posted_at=row.posted_at,
        views=row.views,
        uncounted=row.uncounted,
        categories={one.category: one.confidence for one in shares if one.confidence > 0},
        score=float(grade.score) if grade and grade.score else None,
        letter=grade.letter if grade and grade.score else "",
        is_original=ORIGINAL.get(verdict.verdict) if verdict else None,
    )


def _newest(moments: Iterable[datetime | None]) -> date | None:
    newest = max((one for one in moments if one is not None), default=None)
    return newest.date() if newest else None
