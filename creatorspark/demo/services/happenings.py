"""What people and machines did in the last weeks, and what the worker found in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from creatorspark.core.models import Creator
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.domain.facts import World
from creatorspark.demo.domain.posting import HISTORY_WEEKS, week_start
from creatorspark.demo.selectors import creators_of
from creatorspark.demo.services.messages import settle_messages
from creatorspark.demo.services.progress import Progress
from fraud import interface as fraud
from rewards import interface as rewards
from scoring import interface as scoring

FOUND_BEFORE: Final = timedelta(hours=20)
SINCE, PEOPLE = timedelta(days=27), 900
HAPPENS: Final[Mapping[Story, str]] = {
    Story.SMALL_BUT_GOOD: "plain",
    Story.VIRAL_HIT: "viral",
    Story.REPOSTER: "plain",
    Story.BOUGHT_BURST: "bought views",
    Story.BOT_VICTIM: "victim of programs",
    Story.GIFTING_RING: fraud.CIRCLE,
    Story.SHARED_TABLETS: "shared tablets",
}


def live_events(world: World, *, progress: Progress) -> None:
    """Write the events of the cast and let the worker look at them; doing it twice does it once."""
    progress.expect(3)
    found_at = world.now - FOUND_BEFORE
    fraud.make_up_events(_parts(found_at), seed=world.seed, people=PEOPLE, now=found_at)
    progress.advance()
    begins = week_start(world.now) - HISTORY_WEEKS * timedelta(weeks=1)
    fraud.ensure_first_policy(effective_from=begins, now=found_at)
    progress.advance()
    with transaction.atomic():
        fraud.look_now(now=found_at)
        rewards.settle_payouts(now=found_at)
        settle_messages(now=world.now)
    # What isn't counted any more changes a grade.
    scoring.grade_everything(now=world.now)
    progress.advance()


def _parts(now: datetime) -> list[fraud.MadeUpPart]:
    return [
        part
        for story, happens in HAPPENS.items()
        for number, creator in enumerate(creators_of(story))
        if (part := _part(creator, happens if _has_it(story, number) else "plain", now))
    ]


def _has_it(story: Story, number: int) -> bool:
    """The school's first channel has the lessons; the others of a story share it."""
    return number == 0 or story is not Story.SHARED_TABLETS


def _part(creator: Creator, happens: str, now: datetime) -> fraud.MadeUpPart | None:
    """Return a creator's videos of the time, the most viewed first: the story is about it."""
    videos = creator.videos.filter(posted_at__lt=now, latest__isnull=False).select_related("latest")
    recent = videos.filter(posted_at__gt=now - SINCE).order_by("-posted_at", "pk")
    newest = list(recent) or list(videos.order_by("-posted_at", "pk")[:1])
    if not newest:
        return None
    newest.sort(key=lambda video: -(video.latest.views if video.latest else 0))
    return fraud.MadeUpPart(
        creator_id=creator.pk,
        videos=[(video.pk, video.posted_at) for video in newest],
        story=happens,
    )
