"""A look at everybody's tier: announced ahead, warned before a fall, never twice, never back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from creatorspark.core.models import AuditEntry, Notification, Policy, User
from creatorspark.core.policies import services as policies
from rewards.domain.tier_policy import DEFAULT_PARAMETERS, TierPolicy
from rewards.domain.tiers import facts_of, tier_for
from rewards.models import TierStanding, TierWarning, TierWeek
from rewards.services.tier_facts import from_inputs
from rewards.services.tiers import tiers_at
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.factories.standing import TierStandingFactory
from tests.integration.rewards.grades import MONDAY, WEEK, graded, judged, look, rated, rules

pytestmark = pytest.mark.django_db
DEFAULT = TierPolicy.from_parameters(DEFAULT_PARAMETERS)


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules()


def titles(user: User) -> list[str]:
    rows = Notification.objects.filter(user=user).order_by("pk")
    return list(rows.values_list("title", flat=True))


def test_a_rise_is_told_now_and_counts_from_next_monday():
    creator = CreatorFactory(user=UserFactory())
    graded(creator, "AABC")
    record = look()

    standing = TierStanding.objects.get()
    assert (standing.tier, standing.week) == ("silver", MONDAY + WEEK)
    assert tiers_at([creator.pk], week=MONDAY) == {}
    assert tiers_at([creator.pk], week=MONDAY + WEEK) == {creator.pk: "silver"}
    message = Notification.objects.get(user=creator.user)
    assert message.title == "Silver from May 19, 2025: well done"
    assert "5 % off everything in the shop; 2 % more for every 1,000 views" in message.body
    assert message.url == "/studio/tier/"
    assert record is not None
    assert (record.creators, record.raised, record.lowered, record.warned) == (1, 1, 0, 0)
    entry = AuditEntry.objects.get(action="rewards.tiers.assessed")
    assert entry.after is not None
    assert entry.after["raised"] == 1


def test_a_standing_can_be_recomputed_from_what_is_stored_with_it():
    creator = CreatorFactory()
    videos = graded(creator, "AAAAABBBCE?")
    judged(videos[:2], "original")
    judged(videos[2:3], "not_judgeable")
    look()
    standing = TierStanding.objects.select_related("policy").get()
    stored = TierPolicy.from_parameters(standing.policy.parameters)
    again = tier_for(facts_of(from_inputs(standing.inputs), stored), stored)
    assert again.tier == standing.tier == "gold"
    assert standing.inputs["window"]["from"] == "2025-W12"


@pytest.mark.parametrize(("overall", "tier"), [("39.99", "none"), ("50.00", "silver")])
def test_the_mean_rating_of_measured_videos_counts_and_is_stored(overall, tier):
    creator = CreatorFactory()
    videos = graded(creator, "AABC")
    rated(videos[:2], overall)
    look()
    standing = TierStanding.objects.filter(creator=creator).first()
    assert (standing.tier if standing else "none") == tier
    if standing:
        stored = [row["quality"] for row in standing.inputs["videos"]]
        assert stored == [overall, overall, None, None]
        assert [video.quality for video in from_inputs(standing.inputs)][:2] == [
            Decimal(overall)
        ] * 2


def test_the_second_run_of_a_week_adds_nothing_whatever_has_changed():
    creator = CreatorFactory(user=UserFactory())
    videos = graded(creator, "AAAA")
    first = look()
    judged(videos, "not_original")
    graded(creator, "E" * 20)
    assert look(late=timedelta(days=2)) == first
    assert TierStanding.objects.count() == 1
    assert not TierWarning.objects.exists()
    assert len(titles(creator.user)) == 1


def test_a_tier_is_lost_after_two_warnings_and_a_week_of_notice():
    creator = CreatorFactory(user=UserFactory())
    graded(creator, "AAAAAAAA")
    for week in range(13):
        look(MONDAY + week * WEEK)

    told = list(TierStanding.objects.order_by("week").values_list("week", "tier"))
    # Eight weeks in the window, then two of warning; the fall is told on the third Monday.
    assert told == [(MONDAY + WEEK, "gold"), (MONDAY + 11 * WEEK, "")]
    warned = list(TierWarning.objects.order_by("week").values_list("week", "weeks_left"))
    assert warned == [(MONDAY + 8 * WEEK, 2), (MONDAY + 9 * WEEK, 1)]
    assert titles(creator.user) == [
        "Gold from May 19, 2025: well done",
        "Your Gold tier may change",
        "Your Gold tier may change",
        "Your Gold tier ends on July 28, 2025",
    ]
    bodies = Notification.objects.filter(user=creator.user).order_by("pk")
    assert "If the next 2 weeks look the same" in bodies[1].body
    assert "You have 0 graded videos and Gold asks for 8. 8 to go." in bodies[1].body


def test_a_good_week_begins_the_count_of_warnings_again():
    creator = CreatorFactory()
    graded(creator, "AAAA")
    look()
    for week in (8, 9):
        look(MONDAY + week * WEEK)
    graded(creator, "AAAA", before=MONDAY + 10 * WEEK)
    look(MONDAY + 10 * WEEK)
    assert TierStanding.objects.count() == 1
    look(MONDAY + 18 * WEEK)
    assert TierWarning.objects.order_by("-week")[0].weeks_left == 2


def test_a_fall_goes_to_the_best_of_the_weeks_below():
    creator = CreatorFactory()
    graded(creator, "AAAA", before=MONDAY)
    graded(creator, "AAAA", before=MONDAY + WEEK)
    for week in range(20):
        look(MONDAY + week * WEEK)
    told = list(TierStanding.objects.order_by("week").values_list("week", "tier"))
    assert [tier for _, tier in told] == ["silver", "gold", "silver", ""]
    assert all(week.weekday() == 0 for week, _ in told)


def test_an_announcement_after_monday_still_has_its_whole_week():
    graded(CreatorFactory(), "AAAA")
    look(late=timedelta(days=2))
    assert TierStanding.objects.get().week == MONDAY + 2 * WEEK


def test_nothing_ever_starts_in_or_before_the_week_in_which_it_is_decided():
    creators = CreatorFactory.create_batch(3)
    for number, creator in enumerate(creators):
        for week in range(0, 12, number + 1):
            graded(creator, "AB?CA"[: number + 3], before=MONDAY + week * WEEK)
    for week in range(26):
        look(MONDAY + week * WEEK)
    standings = list(TierStanding.objects.all())
    assert len(standings) >= 4
    assert all(row.week >= row.decided_at.date() + WEEK for row in standings)


def test_a_tier_that_a_new_policy_does_not_have_becomes_what_was_earned():
    creator = CreatorFactory(user=UserFactory())
    TierStandingFactory(
        creator=creator,
        week=date(2025, 3, 3),
        tier="bronze",
        policy=Policy.objects.get(kind="tier"),
        decided_at=NOW - 12 * WEEK,
    )
    graded(creator, "AAAA")
    look()
    assert tiers_at([creator.pk], week=MONDAY) == {creator.pk: "bronze"}
    assert tiers_at([creator.pk], week=MONDAY + WEEK) == {creator.pk: "silver"}
    assert titles(creator.user) == ["Your tier becomes Silver on May 19, 2025"]


def test_nobody_is_looked_at_without_policies():
    assert look(date(1999, 5, 3)) is None  # the first policies rule from 2000 on
    assert not TierWeek.objects.exists()


def test_creators_without_an_account_are_judged_and_nobody_is_written_to():
    graded(CreatorFactory(user=None), "AAAA")
    look()
    assert TierStanding.objects.count() == 1
    assert not Notification.objects.exists()


@pytest.mark.parametrize("change", ["week", "policy_id", "finished_at"])
def test_a_finished_week_never_changes(change):
    look()
    values = {"week": MONDAY - WEEK, "policy_id": 1, "finished_at": NOW}
    with pytest.raises(DatabaseError), transaction.atomic():
        TierWeek.objects.update(**{change: values[change]})
    with pytest.raises(DatabaseError), transaction.atomic():
        TierWeek.objects.all()._raw_delete(TierWeek.objects.db)


def test_a_draft_that_makes_no_sense_is_refused_by_the_desk():
    parameters = {**DEFAULT_PARAMETERS, "grace_weeks": 0}
    with pytest.raises(policies.PolicyError, match="grace_weeks"):
        policies.create_draft("tier", version="ours-1", parameters=parameters, actor=None)


def test_the_number_of_queries_does_not_grow_with_creators(django_assert_max_num_queries):
    for creator in CreatorFactory.create_batch(12):
        graded(creator, "AAAA")
    with django_assert_max_num_queries(32):
        look()
    assert TierStanding.objects.count() == 12
