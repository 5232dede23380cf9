"""What the worker finds in the demo world: the bought burst and the ring, and nobody innocent."""

from datetime import timedelta

from creatorspark.core.models import CountExclusion, Creator, MetricSnapshot
from creatorspark.demo.domain.bygone import looked_at
from creatorspark.demo.domain.cast import CAST, Story
from creatorspark.demo.selectors import creator_of, creators_of
from fraud import interface as fraud
from tests.integration.demo.watching import NOW

HOUR = timedelta(hours=1)


def tiers(creator) -> list[tuple[str, str]]:
    """What the worker found in the present weeks."""
    alerts = fraud.alerts_for(creator_id=creator.pk)
    long_ago = looked_at(NOW)
    return [(one.tier, one.reason_code) for one in alerts if one.created_at > long_ago]


def test_the_bought_burst_is_a_case_about_its_video(world):
    creator = creator_of(Story.BOUGHT_BURST)
    assert tiers(creator) == [("case", "VIEWS_WITHOUT_LIKES")]
    (alert,) = fraud.alerts_for(creator_id=creator.pk)
    assert alert.video_id is not None
    (hold,) = fraud.holds_for(creator_id=creator.pk)
    assert (hold.alert_id, hold.video_id) == (alert.alert_id, alert.video_id)


def test_counters_and_events_tell_the_same_of_the_burst(world):
    creator = creator_of(Story.BOUGHT_BURST)
    (alert,) = fraud.alerts_for(creator_id=creator.pk)
    assert alert.video_id is not None
    counted = MetricSnapshot.objects.filter(video_id=alert.video_id).order_by("observed_at")
    before = counted.filter(observed_at__lte=alert.window_start + HOUR).last()
    after = counted.filter(observed_at__gte=alert.window_end - HOUR).first()
    assert before is not None
    assert after is not None
    assert 0.7 * alert.affected < after.views - before.views < 1.3 * alert.affected


def test_nobody_outside_the_cast_is_in_question_whatever_happens_to_them(world):
    elsewhere = Creator.objects.exclude(handle__in=[member.handle for member in CAST])
    for creator in elsewhere:
        assert tiers(creator) == []


def test_a_ring_that_passes_gifts_round_is_found_whole(world):
    for creator in creators_of(Story.GIFTING_RING):
        assert tiers(creator) == [("case", "GIFT_CIRCLE")]


def test_a_victim_of_programs_loses_nothing_but_their_views(world):
    victim = creator_of(Story.BOT_VICTIM)
    assert [tier for tier, _code in tiers(victim)] == ["discount"]
    assert fraud.holds_for(creator_id=victim.pk) == ()
    assert CountExclusion.objects.filter(video__creator=victim).exists()


def test_the_innocent_are_untouched(world):
    for story in (Story.VIRAL_HIT, Story.SHARED_TABLETS, Story.SMALL_BUT_GOOD, Story.REPOSTER):
        for creator in creators_of(story):
            assert tiers(creator) == []
            assert fraud.holds_for(creator_id=creator.pk) == ()
