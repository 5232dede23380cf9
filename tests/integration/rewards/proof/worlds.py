"""Weeks of two creators in which everything happens that lines can say, and a way to tamper."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from creatorspark.core.models import Creator, Video
from rewards.domain.earnings import Exclusion
from rewards.models import StaffAdjustment, Statement
from tests.factories import CreatorFactory, StatementFactory, VideoFactory
from tests.factories.statements import WEEK, grade_of, video_week, write_statement


@dataclass(frozen=True)
class World:
    """Ana's statements are four weeks with every kind of line; Ben has one of one video."""

    ana: Creator
    ben: Creator
    video: Video
    weeks: list[Statement]


def a_world() -> World:
    """Write it: a grade late, a verdict late, views that fell, a sum by staff, a debt."""
    ana, ben = CreatorFactory(handle="ana"), CreatorFactory(handle="ben")
    video, other = VideoFactory(creator=ana), VideoFactory(creator=ana)
    weeks = []
    stories: tuple[dict[str, Any], ...] = (
        {"views": 100_000},
        {"views": 130_000, "grade": grade_of("A"), "exclusions": [_bots(2_000)]},
        {"views": 130_000, "grade": grade_of("A"), "originality": "original"},
        {"views": 90_000, "grade": grade_of("A"), "originality": "original"},
    )
    for number, facts in enumerate(stories):
        week = WEEK + timedelta(weeks=number)
        second = video_week(
            other,
            week=week,
            views=2_000 * (number + 1),
            grade=grade_of("B", in_cohort=False),
            originality="not_judgeable",
        )
        adjustments = []
        if number == 3:
            adjustments = [_by_staff(ana, -90_000), _by_staff(ana, 25)]
        weeks.append(
            write_statement(
                ana,
                week=week,
                videos=[video_week(video, week=week, **facts), second],
                adjustments=adjustments,
            )
        )
    StatementFactory(creator=ben, letter="too_early")
    return World(ana, ben, video, weeks)


def _bots(views: int) -> Exclusion:
    return Exclusion(reason="bought_views", views=views)


def _by_staff(creator: Creator, amount: int) -> StaffAdjustment:
    return StaffAdjustment.objects.create(
        creator=creator,
        amount=amount,
        reason="The wire of 3 May came twice – sorry",
        link="/staff/7",
        key=f"{creator.pk}:{amount}",
    )


def tamper(sql: str, *values: Any) -> None:
    """Change rows behind the back of every trigger, as somebody with the database could."""
    with transaction.atomic(), connection.cursor() as cursor:
        # What was written so far is judged by its own rules first.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")
