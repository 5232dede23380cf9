"""Awards of closed weeks: once a video, resumable, in the open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Job, Notification, Policy, Video
from rewards import interface as rewards
from rewards.ledger.models import Account, Entry, Transaction
from rewards.ledger.reconciliation import discrepancies
from rewards.models import AwardWeek, PointsAward
from rewards.services import award_posting, awards, corrections, refusals
from rewards.tasks import post_awards as post_awards_task
from scoring.models import PointsScore
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.rewards.points import balance, give
from tests.integration.rewards.scores import WEEK, policy_in_force, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    return policy_in_force()


def post(now: datetime = NOW) -> awards.AwardRun:
    return awards.post_awards(JobProgress(None), now=now)


def award_of(video: Video) -> rewards.AwardFacts:
    found = rewards.award_of_video(video_id=video.pk)
    assert found is not None
    return found


def counted(*videos: Video) -> list[int]:
    found = rewards.awards_for(video_ids=[video.pk for video in videos])
    return [found[video.pk].counted_points for video in videos]


def test_the_best_count_in_full_and_the_others_at_a_quarter(policy: Policy):
    creator = CreatorFactory(user=UserFactory())
    videos = [scored(policy, creator, points) for points in (100, 200, 150, 80)]
    assert post() == awards.AwardRun(weeks_counted=1, awards_posted=4)
    assert counted(*videos) == [25, 200, 150, 20]
    assert balance(creator) == 395
    week = AwardWeek.objects.get()
    assert (week.videos, week.video_points, week.counted_points) == (4, 530, 395)
    assert week.posted_at == NOW
    assert list(discrepancies()) == []


def test_each_award_says_why(policy: Policy):
    creator = CreatorFactory()
    videos = [scored(policy, creator, points) for points in (200, 150, 80)]
    post()
    best, _, third = (award_of(video) for video in videos)
    assert best.why == "All 200 points count: it was number 1 of its creator's week."
    assert third.why == (
        "20 of 80 points count: the best 2 videos of a week count in full, and this was number "
        "3, which counts 25 %."
    )


def test_a_pool_scales_everyone_alike():
    policy = policy_in_force(weekly_pool=100)
    one, two = CreatorFactory(), CreatorFactory()
    videos = [scored(policy, one, 100), scored(policy, two, 300)]
    post()
    assert counted(*videos) == [25, 75]
    assert "more than its pool" in award_of(videos[0]).why


def test_twice_is_once(policy: Policy):
    creator = CreatorFactory()
    scored(policy, creator, 100)
    post()
    assert post() == awards.AwardRun(weeks_counted=0, awards_posted=0)
    assert balance(creator) == 100


def test_a_week_that_is_not_over_waits(policy: Policy):
    creator = CreatorFactory()
    video = scored(policy, creator, 100, due=WEEK + timedelta(days=7))
    assert post().weeks_counted == 0
    assert rewards.award_of_video(video_id=video.pk) is None
    assert post(NOW + timedelta(days=5)).awards_posted == 1


def test_a_later_score_or_policy_never_pays_again(policy: Policy):
    creator = CreatorFactory()
    video = scored(policy, creator, 100)
    post()
    PointsScore.objects.filter(video=video).update(points=300)
    post()
    assert counted(video) == [100]
    assert balance(creator) == 100


def test_a_video_that_comes_late_counts_with_the_next_week_that_was_not_counted(policy: Policy):
    creator = CreatorFactory()
    scored(policy, creator, 100)
    post()
    late = scored(policy, creator, 90)
    assert post().weeks_counted == 0
    assert post(NOW + timedelta(days=7)).awards_posted == 1
    award = award_of(late)
    assert award.week.isoformat() == "2025-05-12"
    assert [row.week.isoformat() for row in rewards.points_weeks(creator_id=creator.pk)] == [
        "2025-05-12",
        "2025-05-05",
    ]


def test_no_policy_no_awards():
    assert post() == awards.AwardRun(weeks_counted=0, awards_posted=0)


def test_a_video_of_zero_points_is_awarded_and_posts_nothing(policy: Policy):
    creator = CreatorFactory()
    video = scored(policy, creator, 0)
    post()
    assert award_of(video).is_posted
    assert not Transaction.objects.exists()
    assert AwardWeek.objects.get().posted_at == NOW


def test_a_worker_that_died_between_pieces_is_picked_up(policy: Policy, monkeypatch):
    creators = CreatorFactory.create_batch(5)
    for creator in creators:
        scored(policy, creator, 100)
    monkeypatch.setattr(award_posting, "CREATORS_AT_ONCE", 2)

    class Dies(JobProgress):
        def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
            if done == 2:
                raise SystemExit

    with pytest.raises(SystemExit):
        awards.post_awards(Dies(None), now=NOW)
    assert sum(balance(creator) for creator in creators) == 200
    assert post() == awards.AwardRun(weeks_counted=0, awards_posted=3)
    assert [balance(creator) for creator in creators] == [100] * 5


def test_an_award_never_changes(policy: Policy):
    video = scored(policy, CreatorFactory(), 100)
    post()
    for change in ({"counted_points": 1}, {"transaction": None}, {"rank": 9}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            PointsAward.objects.filter(video=video).update(**change)


def test_the_creator_is_told_once_a_week(policy: Policy):
    creator = CreatorFactory(user=UserFactory())
    for points in (100, 50):
        scored(policy, creator, points)
    post()
    message = Notification.objects.get()
    assert message.title == "You earned 150 points"
    assert message.body == "2 videos reached their scoring age in week 2025-W19."


def test_points_this_week_are_those_posted_this_week(policy: Policy):
    creator = CreatorFactory()
    scored(policy, creator, 100)
    post()
    assert rewards.points_this_week(creator_id=creator.pk, now=NOW) == 100
    assert rewards.points_this_week(creator_id=creator.pk, now=NOW + timedelta(days=7)) == 0


def test_an_award_taken_back_becomes_a_debt_where_it_was_spent(policy: Policy):
    creator, staff = CreatorFactory(user=UserFactory()), UserFactory(staff=True)
    video = scored(policy, creator, 100)
    post()
    corrections.adjust(creator.pk, points=-70, key="k", reason="test", actor=staff, now=NOW)
    award = award_of(video)
    corrections.reverse_award(award.award_id, reason="Bought views.", actor=staff, now=NOW)
    corrections.reverse_award(award.award_id, reason="Bought views.", actor=staff, now=NOW)
    there = rewards.balance(creator_id=creator.pk)
    assert (there.points, there.owed) == (0, 70)
    assert award_of(video).is_reversed
    assert rewards.points_this_week(creator_id=creator.pk, now=NOW) == 0
    give(creator, 90)
    there = rewards.balance(creator_id=creator.pk)
    assert (there.points, there.owed) == (20, 0)


def test_a_debt_is_paid_by_the_next_awards(policy: Policy):
    creator = CreatorFactory()
    first = scored(policy, creator, 100)
    post()
    corrections.adjust(creator.pk, points=-100, key="k", reason="test", actor=None, now=NOW)
    award = award_of(first)
    corrections.reverse_award(award.award_id, reason="test", actor=None, now=NOW)
    scored(policy, creator, 130, due=WEEK + timedelta(days=7))
    post(NOW + timedelta(days=7))
    there = rewards.balance(creator_id=creator.pk)
    assert (there.points, there.owed) == (30, 0)


def test_a_correction_needs_a_reason(policy: Policy):
    video = scored(policy, CreatorFactory(), 100)
    post()
    award = award_of(video)
    with pytest.raises(refusals.ReasonMissing):
        corrections.reverse_award(award.award_id, reason=" ", actor=None, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_pay_each_video_once(monkeypatch):
    policy = policy_in_force()
    creators = CreatorFactory.create_batch(12)
    for creator in creators:
        scored(policy, creator, 100)
        scored(policy, creator, 60, due=WEEK - timedelta(days=7))
    monkeypatch.setattr(award_posting, "CREATORS_AT_ONCE", 3)
    start = Barrier(3)

    def work() -> awards.AwardRun:
        connection.ensure_connection()
        start.wait()
        try:
            return post()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        runs = [done.result() for done in [pool.submit(work) for _ in range(3)]]
    assert sum(run.weeks_counted for run in runs) == 2
    assert sum(run.awards_posted for run in runs) == 24
    assert [balance(creator) for creator in creators] == [160] * 12
    assert list(discrepancies()) == []
    assert not AwardWeek.objects.filter(posted_at=None).exists()


def test_the_command_and_the_task_do_it(policy: Policy, capsys):
    scored(policy, CreatorFactory(), 100)
    post_awards_task()
    assert Job.objects.get().kind == awards.JOB_KIND
    call_command("post_awards")
    assert "Counted 1 week(s) and posted 1 award(s)." in capsys.readouterr().out
    call_command("reconcile_ledger")
    assert "ok  every transaction is balanced" in capsys.readouterr().out
    assert Entry.objects.filter(account__kind=Account.Kind.ISSUANCE).get().amount == -100


def test_a_message_groups_its_digits_as_the_pages_do(policy: Policy):
    creator = CreatorFactory(user=UserFactory())
    for _ in range(14):  # two in full, twelve at a quarter
        scored(policy, creator, 300)
    post()
    assert Notification.objects.get().title == "You earned 1,500 points"
