"""Views that go on past a known alert, in the database: each alert and hold names new hours."""

from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.db.models import Sum

from creatorspark.core.models import CountExclusion
from fraud.domain import cheats
from fraud.domain.activity import Kind
from fraud.models import Alert, Hold, HourlyCount
from fraud.services.alerts import resolve
from fraud.services.detection import detect
from fraud.services.events.rollups import roll_up
from tests.factories import UserFactory
from tests.integration.fraud.test_detection import NOW, Stored

pytestmark = pytest.mark.django_db
SPAN = timedelta(days=40)
DAY = timedelta(days=1)


def detect_daily(begin, *, days: int) -> None:
    for day in range(days + 1):
        detect(now=begin + day * DAY, span=SPAN)


def test_bought_views_that_go_on_are_held_to_the_end():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000, hours=72))
    events = stored.world.activity().events
    video = int(stored.world.cast.videos_of(5)[0])
    bought = (events.video == video) & (events.kind == Kind.VIEW)
    posted = stored.world.cast.posted[video - 1]
    begin = NOW.fromtimestamp(posted, tz=NOW.tzinfo) + timedelta(days=2, hours=8)
    detect_daily(begin, days=5)
    cases = list(Alert.objects.filter(tier="case").order_by("pk"))
    assert len(cases) > 1
    assert bought.sum() > 9_000
    assert sum(one.affected for one in cases) > 0.85 * 9_000
    for earlier, later in pairwise(cases):
        assert later.window_start >= earlier.window_end
        assert later.evidence["continues"] == earlier.reference
        hold = Hold.objects.get(alert=later)
        assert (hold.period_start, hold.period_end) == (later.window_start, later.window_end)
        assert earlier.reference in hold.reason


def test_all_views_of_programs_leave_the_counts_once_while_they_go_on():
    stored = Stored(partial(cheats.scripts, creator=5, views=700))
    video = int(stored.world.cast.videos_of(5)[0])
    posted = stored.world.cast.posted[video - 1]
    begin = NOW.fromtimestamp(posted, tz=NOW.tzinfo) + timedelta(days=1, hours=8)
    detect_daily(begin, days=4)
    detect(now=NOW + 7 * DAY, span=SPAN)
    assert Alert.objects.filter(tier="discount").count() > 1
    assert CountExclusion.objects.aggregate(views=Sum("views"))["views"] == 700


def test_what_a_person_cleared_is_not_accused_again():
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=SPAN)
    resolve(alert, outcome="cleared", reason="An advert.", actor=UserFactory(), now=NOW)
    assert detect(now=NOW + 2 * DAY, span=SPAN) == []


def test_a_share_is_of_what_the_creator_got_in_the_period():
    stored = Stored(partial(cheats.bought_views, creator=5, views=9_000))
    while roll_up(hours=2_000):
        pass
    (alert,) = detect(now=NOW, span=SPAN)
    theirs = HourlyCount.objects.filter(creator_id=stored.creator(5).pk, hour__lt=NOW)
    views = theirs.aggregate(views=Sum("views"))["views"]
    assert alert.share == pytest.approx(alert.affected / views)
