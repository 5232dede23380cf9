"""One video for each thing that pay can say, in statements that were really written."""

from datetime import timedelta

from django.utils import timezone

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import WEEK, monday_of
from rewards.domain.earnings import Exclusion, GradeFacts
from scoring import interface as scoring
from tests.factories import VideoFactory
from tests.factories.statements import grade_of, video_week, write_statement

FACES = {
    "original": ("A", "original"),
    "pending": ("A", "pending"),
    "not original": ("A", "not_original"),
    "not judgeable": ("B", "not_judgeable"),
    "no bonus": ("C", "original"),
    "too early": ("too_early", "pending"),
    "needs review": ("needs_review", "pending"),
    "ungraded": (None, "pending"),
    "excluded": ("A", "original"),
    "fell": ("A", "original"),
}

# Likes on 50,000 views that lead to a letter by the absolute table.
LIKES = {"A": 12_500, "B": 4_500, "C": 3_000, "needs_review": 90_000}


def pay_every_kind(creator: Creator) -> dict[str, Video]:
    """Close two weeks over one video of each kind; return them by what they show."""
    scoring.ensure_default_policies(now=timezone.now())
    last = monday_of(timezone.now()) - WEEK
    videos = {name: _video(creator, name) for name in FACES}
    for week, shrink in ((last - WEEK, 0), (last, 4_000)):
        facts = [
            video_week(
                video,
                week=week,
                views=50_000 - (shrink if name == "fell" else 0),
                grade=_grade(FACES[name][0]),
                originality=FACES[name][1],
                exclusions=[Exclusion(reason="bought_views", views=8_000)]
                if name == "excluded"
                else (),
            )
            for name, video in videos.items()
        ]
        write_statement(creator, week=week, videos=facts)
    return videos


def _video(creator: Creator, name: str) -> Video:
    video: Video = VideoFactory(
        creator=creator,
        caption=f"This one is {name}",
        views=50_000,
        snapshots=3,
        posted_at=timezone.now() - timedelta(days=24),
    )
    return video


def _grade(letter: str | None) -> GradeFacts | None:
    if letter is None:
        return None
    if letter == "too_early":
        return grade_of(letter, in_cohort=False)
    found = grade_of(in_cohort=False, likes=LIKES[letter])
    assert found.letter == letter
    return found
