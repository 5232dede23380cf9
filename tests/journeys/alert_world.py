"""A small world with a bought burst and a viral hit next to it, with statements of two weeks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import WEEK, monday_of, week_start
from fraud import interface as fraud
from rewards import interface as rewards
from scoring import interface as scoring
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.factories.statements import grade_of, pay_rules, video_week, write_statement

PEOPLE = 500
PLAIN_CREATORS = 4
POSTED_EARLIER = (timedelta(days=9), timedelta(days=6))


@dataclass(frozen=True)
class AlertWorld:
    """Who is in it. The burst and the hit fell into `week`, the last one that is paid."""

    nina: Creator
    burst: Video
    milo: Creator
    hit: Video
    week: date


def build(*, now: datetime) -> AlertWorld:
    """Write people, events, and statements of two weeks; nobody has looked for anything yet."""
    scoring.ensure_default_policies(now=now)
    pay_rules()
    # Its statement's review is over, so that the worker makes it payable, or holds it.
    week = monday_of(now - timedelta(hours=4)) - 2 * WEEK
    posted = week_start(week) + timedelta(days=1, hours=10)
    nina = CreatorFactory(handle="nina.cooks", user=UserFactory(email="nina@test.example"))
    milo = CreatorFactory(handle="milo.bakes", user=UserFactory(email="milo@test.example"))
    plain = CreatorFactory.create_batch(PLAIN_CREATORS)
    stories = {nina: "bought views", milo: "viral"} | dict.fromkeys(plain, "plain")
    parts = [_part(creator, story, posted) for creator, story in stories.items()]
    fraud.make_up_events(parts, seed=7, people=PEOPLE, now=now)
    for creator in (nina, milo):
        _pay_two_weeks(creator, week=week)
        rewards.adjust_points(
            creator_id=creator.pk, points=300, key=f"start:{creator.pk}", reason="A start",
            actor=None, now=now,
        )  # fmt: skip
    return AlertWorld(nina=nina, burst=_first(nina), milo=milo, hit=_first(milo), week=week)


def _part(creator: Creator, story: str, posted: datetime) -> fraud.MadeUpPart:
    days = [posted, *(posted - earlier for earlier in POSTED_EARLIER)]
    captions = ["Night market", "Soup of the day", "Ten knives"]
    videos = [
        VideoFactory(creator=creator, caption=f"{words} #food", posted_at=at)
        for words, at in zip(captions, days, strict=True)
    ]
    return fraud.MadeUpPart(
        creator_id=creator.pk, videos=[(one.pk, one.posted_at) for one in videos], story=story
    )


def _first(creator: Creator) -> Video:
    return creator.videos.get(caption__startswith="Night market")


def _pay_two_weeks(creator: Creator, *, week: date) -> None:
    """Pay the older videos in both weeks, and the one that the story is about in the last."""
    newest, *older = creator.videos.order_by("-posted_at")
    for closed, views, videos in (
        (week - WEEK, 20_000, older),
        (week, 60_000, [newest, *older]),
    ):
        facts = [
            video_week(
                video,
                week=closed,
                views=views,
                grade=grade_of("A", in_cohort=False),
                originality="original",
            )
            for video in videos
        ]
        write_statement(creator, week=closed, videos=facts)
