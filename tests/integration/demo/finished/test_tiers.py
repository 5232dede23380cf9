"""Tiers of the demo world: the good ones have risen, others were warned and some have fallen."""

import pytest

from creatorspark.demo.domain.cast import Story
from creatorspark.demo.domain.posting import HISTORY_WEEKS
from creatorspark.demo.selectors import creator_of
from creatorspark.lib.periods import WEEK, monday_of
from rewards import interface as rewards
from rewards.models import TierStanding, TierWarning, TierWeek
from tests.integration.demo.watching import NOW

pytestmark = pytest.mark.django_db


def test_every_monday_somebody_looked_and_nothing_started_without_notice(world):
    assert TierWeek.objects.exclude(finished_at=None).count() == HISTORY_WEEKS
    standings = list(TierStanding.objects.all())
    assert standings
    assert all(row.week >= monday_of(row.decided_at) + WEEK for row in standings)


def test_the_small_and_good_creator_has_climbed_and_pays_less(world):
    lina = creator_of(Story.SMALL_BUT_GOOD)
    state = rewards.tier_of(creator_id=lina.pk, now=NOW)
    assert state.tier in ("gold", "platinum")
    assert state.brings is not None
    item = rewards.shop_items(creator_id=lina.pk, now=NOW)[0]
    assert item.percent_off == state.brings.shop_discount_percent
    assert item.cost < item.listed


def test_the_reposter_has_none_and_somebody_has_fallen_after_warnings(world):
    reposter = creator_of(Story.REPOSTER)
    assert rewards.tier_of(creator_id=reposter.pk, now=NOW).tier == ""
    fallen = TierStanding.objects.filter(inputs__move="fall")
    assert fallen.exists()
    for row in fallen:
        before = TierWarning.objects.filter(creator=row.creator, week__lt=monday_of(row.decided_at))
        assert before.filter(week__gte=monday_of(row.decided_at) - 2 * WEEK).count() == 2
