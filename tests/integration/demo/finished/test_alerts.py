"""What the worker finds in the demo world: the bought burst and the ring, and nobody innocent."""

from creatorspark.core.models import CountExclusion
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.selectors import creator_of, creators_of
from fraud import interface as fraud


def tiers(creator) -> list[tuple[str, str]]:
    alerts = fraud.alerts_for(creator_id=creator.pk)
    return [(alert.tier, alert.reason_code) for alert in alerts]


def test_the_bought_burst_is_a_case_about_its_video(world):
    creator = creator_of(Story.BOUGHT_BURST)
    assert tiers(creator) == [("case", "VIEWS_WITHOUT_LIKES")]
    (alert,) = fraud.alerts_for(creator_id=creator.pk)
    assert alert.video_id is not None
    (hold,) = fraud.holds_for(creator_id=creator.pk)
    assert (hold.alert_id, hold.video_id) == (alert.alert_id, alert.video_id)


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
