"""The engine's verdict is what pay takes: half a bonus for a copy, all of it once overturned."""

from datetime import timedelta

import pytest

from creatorspark.lib.periods import week_end
from scoring import interface as scoring
from scoring.services.originality import judging
from scoring.services.originality.requests import request_judgement
from tests.factories import CreatorFactory
from tests.integration.rewards.weeks import (
    AFTER,
    MONDAY,
    WEEK,
    close,
    lines_of,
    observed,
    staff,
    video_of,
)
from tests.integration.scoring.originality.films import film, filmed, put_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    """A paid video whose file is the same as an earlier one's."""
    original = filmed(film(1), days=400)
    judging.judge(original.pk, now=AFTER)
    copy = video_of(CreatorFactory(country="", niche="food"), views=222_222)
    put_file(copy, film(1))
    request_judgement(video_id=copy.pk, now=AFTER, nudge=False)
    scoring.ensure_default_policies(now=AFTER)
    scoring.grade_everything(now=AFTER)
    return copy


def test_a_copy_gets_half_the_bonus_and_an_overturned_one_the_rest_in_the_open_week(copy):
    judging.judge(copy.pk, now=AFTER)
    close()
    creator = copy.creator
    assert lines_of(creator) == [
        ("base", "views:2025-W19", 100_00),
        ("bonus", "base:2025-W19", 10_00),
    ]
    scoring.record_verdict(
        video_id=copy.pk,
        verdict="original",
        reason="They sent us the raw take.",
        actor=staff(),
        now=AFTER + timedelta(days=1),
    )
    following = MONDAY + WEEK
    observed(copy, 222_222, at=week_end(following) - timedelta(hours=20))
    close(following)
    # What was stated stays; the rest is a line of the week that was still open.
    assert lines_of(creator)[1] == ("bonus", "base:2025-W19", 10_00)
    (line,) = lines_of(creator, week=following)
    assert line[2] == 10_00


def test_until_it_is_judged_the_lower_bonus_is_sure_and_the_rest_waits(copy):
    close()
    assert lines_of(copy.creator)[1] == ("bonus", "base:2025-W19", 10_00)
    assert scoring.originality(video_ids=[copy.pk]) == {}
    assert scoring.originality_report(video_id=copy.pk).state == "waiting"


def test_an_earlier_original_that_comes_late_changes_no_week_that_was_closed():
    creator = CreatorFactory(country="", niche="food")
    copy = video_of(creator, views=222_222)
    put_file(copy, film(1))
    request_judgement(video_id=copy.pk, now=AFTER, nudge=False)
    scoring.ensure_default_policies(now=AFTER)
    scoring.grade_everything(now=AFTER)
    judging.judge(copy.pk, now=AFTER)
    close()
    assert lines_of(creator)[1] == ("bonus", "base:2025-W19", 20_00)
    late = AFTER + timedelta(days=1)
    original = filmed(film(1), days=400)
    judging.judge(original.pk, now=late)
    judging.judge(copy.pk, now=late)
    assert scoring.originality(video_ids=[copy.pk]) == {copy.pk: "not_original"}
    following = MONDAY + WEEK
    observed(copy, 333_333, at=week_end(following) - timedelta(hours=20))
    close(following)
    assert lines_of(creator)[1] == ("bonus", "base:2025-W19", 20_00)
    kinds = {kind: amount for kind, _cause, amount in lines_of(creator, week=following)}
    assert kinds["bonus"] == 5_00
