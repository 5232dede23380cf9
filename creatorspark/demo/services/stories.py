"""What waits for somebody: a claim to decide, appeals, a word of welcome."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from creatorspark.core.models import Creator
from creatorspark.core.services import claims
from creatorspark.core.services.notifications import notify
from creatorspark.demo.domain.cast import CAST
from creatorspark.demo.selectors import demo_user
from creatorspark.demo.services.appeals import appeal_verdicts
from creatorspark.demo.services.logins import ADMIN, BRAND, CREATOR, NEWCOMER
from creatorspark.demo.services.messages import settle_messages
from creatorspark.demo.services.progress import Progress

CLAIMED_FOR = timedelta(hours=9)


def tell_stories(*, now: datetime, progress: Progress) -> None:
    """Open the claim, appeal verdicts and greet whoever logs in; each once."""
    told: tuple[Callable[..., None], ...] = (
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
        (ADMIN, "A claim, some alerts, two appeals and a few redemptions wait for a decision."),
    ):
        notify(
            demo_user(login),
            key="demo.welcome",
            title="Welcome to the demo world",
            body=body,
            url="/home/",
            now=now - timedelta(hours=1),
        )
