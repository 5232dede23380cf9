"""What waits for somebody: a hold to look into, a claim to decide, a word of welcome."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from creatorspark.core.models import Creator, Video
from creatorspark.core.services import claims
from creatorspark.core.services.notifications import notify
from creatorspark.demo.domain.cast import CAST, Story
from creatorspark.demo.domain.twists import BURST_REASON_CODE
from creatorspark.demo.selectors import creator_of, demo_user
from creatorspark.demo.services.appeals import appeal_verdicts
from creatorspark.demo.services.logins import ADMIN, BRAND, CREATOR, NEWCOMER
from creatorspark.demo.services.messages import settle_messages
from creatorspark.demo.services.progress import Progress
from fraud import interface as fraud
from rewards import interface as rewards

HELD_FOR, CLAIMED_FOR = timedelta(hours=20), timedelta(hours=9)


def tell_stories(*, now: datetime, progress: Progress) -> None:
    """Place the hold, open the claim, appeal verdicts and greet whoever logs in; each once."""
    told: tuple[Callable[..., None], ...] = (
        _hold_bought_burst,
        _claim_profile,
        appeal_verdicts,
        _welcome,
    )
    progress.expect(len(told))
    for tell in told:
        with transaction.atomic():
            tell(now=now)
            settle_messages(now=now)
        progress.advance()


def _hold_bought_burst(*, now: datetime) -> None:
    creator = creator_of(Story.BOUGHT_BURST)
    if fraud.holds_for(creator_id=creator.pk):
        return
    video = _burst_video(creator)
    fraud.place_hold(
        creator_id=creator.pk,
        video_id=video.pk,
        reason_code=BURST_REASON_CODE,
        reason=(
            "Most views of this video may have come within five hours of one night, and almost "
            "nobody commented. Its points and pay are kept while a person looks; tell us what "
            "happened."
        ),
        actor=demo_user(ADMIN),
        now=now - HELD_FOR,
    )
    rewards.settle_payouts(now=now - HELD_FOR)


def _burst_video(creator: Creator) -> Video:
    videos = creator.videos.filter(latest__isnull=False).order_by("-latest__views")
    return next(iter(videos))


def _claim_profile(*, now: datetime) -> None:
    newcomer = demo_user(NEWCOMER)
    if newcomer.claims.exists():
        return
    handles = [member.handle for member in CAST]
    free = Creator.objects.filter(is_demo=True, user=None).exclude(handle__in=handles)
    claims.start(
        newcomer,
        creator=free.order_by("pk")[0],
        message="This is my channel. I lost the old phone, so I can't change its bio this week.",
        now=now - CLAIMED_FOR,
    )


def _welcome(*, now: datetime) -> None:
    for login, body in (
        (CREATOR, "Look at what your videos earned, and what would raise it."),
        (BRAND, "Your team is set up. Start with the creators who cook."),
        (ADMIN, "A claim, a hold, two appeals and a few redemptions wait for a decision."),
    ):
        notify(
            demo_user(login),
            key="demo.welcome",
            title="Welcome to the demo world",
            body=body,
            url="/home/",
            now=now - timedelta(hours=1),
        )
