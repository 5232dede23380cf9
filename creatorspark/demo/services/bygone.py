"""Relives the cases of an earlier quarter, by the services that the desk and the clock use."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db.models import Max, Q

from creatorspark.core.appeals import desk, filing
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Creator, Video
from creatorspark.demo.domain.bygone import CASES, Case, looked_at
from creatorspark.demo.domain.cast import CAST
from creatorspark.demo.domain.facts import World
from creatorspark.demo.domain.posting import HISTORY_WEEKS, week_start
from creatorspark.demo.selectors import creator_of, demo_user
from creatorspark.demo.services.logins import ADMIN, SECOND_STAFF
from fraud import interface as fraud
from rewards import interface as rewards

PEOPLE: Final = 300
# Of a creator: the one in question, and some that are as always.
VIDEOS: Final = 5
OLDEST, YOUNGEST = timedelta(days=14), timedelta(days=4)
# What happened to a video of this age is over, with quiet hours behind it.
RIPE: Final = timedelta(days=5)
# What happened to one of this age was soon noticed, as where the worker looks all the time.
FRESH: Final = timedelta(days=10)
# The counters of whom this happens to show so much, with what was bought among it.
SEEN_BY: Final = 12_000
# Accounts and devices of those weeks are others than those of the present.
FIRST_ID: Final = 50_000_000
EXPIRED_AFTER: Final = timedelta(days=7, minutes=10)
FOLLOWED_AFTER: Final = timedelta(minutes=15)

WEEK: Final = timedelta(weeks=1)
OTHER_RULES: Final = "fraud-2"

Act = tuple[datetime, Callable[[], object]]


def live_bygone(world: World, *, since: datetime, until: datetime) -> None:
    """Do what of these cases happened after `since`, up to `until`, in the order of time."""
    seen_at = looked_at(world.now)
    if until < seen_at or since > seen_at + EXPIRED_AFTER:
        return
    for at, act in sorted(_acts(world, seen_at), key=lambda one: one[0]):
        if since < at <= until:
            act()


def try_other_rules(world: World) -> None:
    """Draft rules that are slower to speak of a burst, and have them tried on all of this."""
    since = looked_at(world.now) - WEEK
    fraud.try_draft(
        version=OTHER_RULES,
        bursts={"conclusive_ratio": 0.06, "like_ratio": 0.25},
        note="Fewer wrong cases? A burst is one only where hardly anybody at all liked it.",
        weeks=-((since - world.now) // WEEK),
        actor=demo_user(ADMIN),
        now=world.now,
    )


def _acts(world: World, seen_at: datetime) -> Iterator[Act]:
    subjects = list(_subjects(seen_at))
    yield seen_at, partial(_find, subjects, world=world, now=seen_at)
    for case, creator in subjects:
        if case.outcome:
            at = seen_at + case.after
            yield at, partial(_decide, case, creator, seen_at=seen_at, now=at)
            # What money and points owe to it is booked by a sweep.
            yield at + FOLLOWED_AFTER, partial(rewards.settle_payouts, now=at + FOLLOWED_AFTER)
        if case.appealed:
            filed, decided = (
                seen_at + after
                for after in (case.appealed.filed_after, case.appealed.decided_after)
            )
            yield filed, partial(_file, case, creator, seen_at=seen_at, now=filed)
            yield decided, partial(_overturn, case, creator, now=decided)
            at = decided + FOLLOWED_AFTER
            yield at, partial(rewards.settle_payouts, now=at)
    over = seen_at + EXPIRED_AFTER
    yield over, partial(fraud.tend_alerts, now=over)
    yield over, partial(fraud.capture_regressions, now=over)
    yield over + FOLLOWED_AFTER, partial(rewards.settle_payouts, now=over + FOLLOWED_AFTER)


def _subjects(seen_at: datetime) -> Iterator[tuple[Case, Creator]]:
    """Yield each case with whom it is about; a small world has fewer."""
    crowd = iter(_crowd(seen_at))
    for case in CASES:
        creator = creator_of(case.of) if case.of else next(crowd, None)
        if creator is not None:
            yield case, creator


def _crowd(seen_at: datetime) -> list[Creator]:
    """Return those outside the cast who posted in those weeks: who was seen enough comes first."""
    handles = [member.handle for member in CAST]
    posted = Q(videos__posted_at__range=(seen_at - OLDEST, seen_at - RIPE))
    creators = (
        Creator.objects.filter(is_demo=True)
        .exclude(handle__in=handles)
        .annotate(most=Max("videos__latest__views", filter=posted))
        .exclude(most=None)
    )
    rows = creators.order_by("follower_count", "pk")
    return sorted(rows, key=lambda creator: vars(creator)["most"] < SEEN_BY)


def _find(subjects: list[tuple[Case, Creator]], *, world: World, now: datetime) -> None:
    """Write what happened, put the first rules in force, and look as the worker does."""
    parts = [
        part for case, creator in subjects if (part := _part(creator, case.happens, seen_at=now))
    ]
    fraud.make_up_events(parts, seed=world.seed, people=PEOPLE, first_id=FIRST_ID, now=now)
    begins = week_start(world.now) - HISTORY_WEEKS * WEEK
    fraud.ensure_first_policy(effective_from=begins, now=now)
    fraud.look_now(now=now)


def _part(creator: Creator, happens: str, *, seen_at: datetime) -> fraud.MadeUpPart | None:
    videos = creator.videos.filter(posted_at__lt=seen_at - YOUNGEST, latest__isnull=False)
    newest = sorted(
        videos.select_related("latest").order_by("-posted_at", "pk")[:VIDEOS],
        key=lambda video: _fits(video, seen_at=seen_at),
    )
    if not newest:
        return None
    return fraud.MadeUpPart(
        creator_id=creator.pk,
        videos=[(video.pk, video.posted_at) for video in newest],
        story=happens,
    )


def _fits(video: Video, *, seen_at: datetime) -> tuple[bool, bool, bool, int]:
    """Say how well a video shows what was bought, best first: of those seen enough the least."""
    views = video.latest.views if video.latest else 0
    is_timely = seen_at - OLDEST < video.posted_at < seen_at - RIPE
    return not is_timely, views < SEEN_BY, video.posted_at < seen_at - FRESH, views


def _alert(creator: Creator, *, seen_at: datetime) -> fraud.AlertFacts | None:
    made = fraud.alerts_for(creator_id=creator.pk)
    return next((one for one in made if one.created_at == seen_at and one.tier == "case"), None)


def _decide(case: Case, creator: Creator, *, seen_at: datetime, now: datetime) -> None:
    alert = _alert(creator, seen_at=seen_at)
    if alert is None:
        return
    part = round(alert.affected * case.part) if case.part else None
    # Where two people must agree, the first word is a proposal.
    for place, login in enumerate((SECOND_STAFF, ADMIN)):
        if fraud.decide_alert(
            alert_id=alert.alert_id,
            outcome=case.outcome,
            reason=case.reason,
            note=case.note,
            false_views=part,
            actor=demo_user(login),
            now=now + place * timedelta(hours=2),
        ):
            return


def _file(case: Case, creator: Creator, *, seen_at: datetime, now: datetime) -> None:
    alert = _alert(creator, seen_at=seen_at)
    if alert is None or creator.user is None or case.appealed is None:
        return
    wish = filing.Wish(
        kind=fraud.SUBJECT_KIND,
        subject_id=str(alert.alert_id),
        ground=case.appealed.ground,
        statement=case.appealed.statement,
    )
    filing.file_appeal(wish, actor=creator.user, now=now)


def _overturn(case: Case, creator: Creator, *, now: datetime) -> None:
    """Let somebody else than who decided first find for the creator."""
    filed = creator.appeals.filter(subject_kind=fraud.SUBJECT_KIND, closed_at=None).first()
    if filed is None or case.appealed is None:
        return
    admin = demo_user(ADMIN)
    desk.take(filed.pk, person=admin, actor=admin, now=now - timedelta(hours=1))
    verdict = desk.Verdict(outcome=Outcome.OVERTURNED, reason=case.appealed.reason)
    desk.decide(filed.pk, verdict, actor=admin, now=now)
