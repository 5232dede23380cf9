"""What people and machines did in the last weeks, and what the worker found in it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from creatorspark.core.models import Creator, Video
from creatorspark.demo.domain.cast import CAST, Story
from creatorspark.demo.domain.facts import World
from creatorspark.demo.domain.posting import HISTORY_WEEKS, week_start
from creatorspark.demo.domain.twists import has_twist, moment_of
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
# What happens to creators outside the cast, all of it innocent; a story needs a video that was
# seen more often than that.
ELSEWHERE: Final[Mapping[str, int]] = {
    "one address": 100,
    "premiere": 1_000,
    "raid": 1_600,
    "charity appeal": 1_000,
    "news page": 10_000,
    "campaign": 8_000,
    "children on repeat": 5_000,
}
# Old enough for a story to be over, young enough for all of it to be among the events.
OLDEST, YOUNGEST = timedelta(days=21), timedelta(days=6)


def live_events(world: World, *, progress: Progress) -> None:
    """Write the events of the cast and let the worker look at them; doing it twice does it once."""
    progress.expect(3)
    found_at = world.now - FOUND_BEFORE
    fraud.make_up_events(_parts(world, found_at), seed=world.seed, people=PEOPLE, now=found_at)
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


def _parts(world: World, now: datetime) -> list[fraud.MadeUpPart]:
    cast = [
        part
        for story, happens in HAPPENS.items()
        for number, creator in enumerate(creators_of(story))
        if (part := _part(creator, happens if _has_it(story, number) else "plain", world, now))
    ]
    return [*cast, *_elsewhere(now)]


def _elsewhere(now: datetime) -> Iterator[fraud.MadeUpPart]:
    """Yield the innocent stories, each about another creator outside the cast."""
    seen: set[int] = set()
    handles = [member.handle for member in CAST]
    videos = Video.objects.filter(
        creator__is_demo=True, posted_at__range=(now - OLDEST, now - YOUNGEST)
    ).exclude(creator__handle__in=handles)
    for story, views in ELSEWHERE.items():
        free = videos.filter(latest__views__gte=views).exclude(creator__in=seen)
        video = free.order_by("latest__views", "pk").first()
        if video is not None:
            seen.add(video.creator_id)
            yield fraud.MadeUpPart(
                creator_id=video.creator_id, videos=[(video.pk, video.posted_at)], story=story
            )


def _has_it(story: Story, number: int) -> bool:
    """The school's first channel has the lessons; the others of a story share it."""
    return number == 0 or story is not Story.SHARED_TABLETS


def _part(creator: Creator, happens: str, world: World, now: datetime) -> fraud.MadeUpPart | None:
    """Return a creator's videos of the time, the one that the story is about first.

    It is the one whose counters tell the same, else the most viewed.
    """
    videos = creator.videos.filter(posted_at__lt=now, latest__isnull=False).select_related("latest")
    recent = videos.filter(posted_at__gt=now - SINCE).order_by("-posted_at", "pk")
    newest = list(recent) or list(videos.order_by("-posted_at", "pk")[:1])
    if not newest:
        return None
    newest.sort(key=lambda video: -(video.latest.views if video.latest else 0))
    story = _story_of(creator)
    if has_twist(story):
        about = moment_of(story, now=world.now)
        newest.sort(key=lambda video: abs(video.posted_at - about))
    return fraud.MadeUpPart(
        creator_id=creator.pk,
        videos=[(video.pk, video.posted_at) for video in newest],
        story=happens,
    )


def _story_of(creator: Creator) -> str:
    return next((member.story for member in CAST if member.handle == creator.handle), "")
