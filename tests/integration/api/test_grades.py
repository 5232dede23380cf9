"""Grades through the API: whoever may read one can redo it."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from creatorspark.core.models import CountExclusion, Creator
from scoring.models import EngagementGrade
from scoring.services.engagement.running import grade_videos
from scoring.services.policies import ensure_default_policies
from tests.factories import UserFactory
from tests.integration.api.callers import Caller, assert_problem, browser, machine, queries_of
from tests.integration.api.test_pages import read_all
from tests.integration.scoring.world import NOW, add_videos
from tests.unit.scoring.populations import long_tailed

pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 3, 3, tzinfo=UTC)


@pytest.fixture
def videos(db):
    """Forty graded videos, of which eight belong to a creator with an account."""
    ensure_default_policies(now=NOW)
    facts = long_tailed(1, 40)
    facts = replace(facts, views=facts.views + 5_000)
    videos = add_videos(facts, posted_from=MONDAY, spread=timedelta(days=7))
    Creator.objects.filter(pk=videos[0].creator_id).update(user=UserFactory())
    grade_videos(now=NOW)
    return videos


@pytest.fixture
def owner(videos):
    return Creator.objects.select_related("user").get(pk=videos[0].creator_id)


def grade_of(video) -> int:
    return EngagementGrade.objects.get(video=video, is_current=True).pk


def test_a_grade_can_be_redone_from_the_answer(videos, owner):
    answer = browser(owner.user).get(f"/grades/{grade_of(videos[0])}/").body
    why, counts = answer["explanation"], answer["counts"]
    weighted = sum(line["count"] * line["weight"] for line in why["lines"])
    shrunk = weighted + why["shrink_views"] * why["mean_rate"]
    rate = shrunk / (counts["views"] + why["shrink_views"])
    assert rate == pytest.approx(answer["rate"])
    grid = why["grid"]
    below, upto = bisect_left(grid, answer["rate"]), bisect_right(grid, answer["rate"])
    assert (below - 1) / 100 <= float(answer["score"]) <= upto / 100
    assert why["verified"] is True
    assert len(answer["policy_sha256"]) == len(answer["reference_sha256"]) == 64


def test_the_list_is_narrowed_by_video(videos, owner):
    caller = browser(owner.user)
    (row,) = caller.get(f"/grades/?video={videos[0].pk}").body["results"]
    assert row["video"] == str(videos[0].pk)
    assert row["letter"] in "ABCDE"
    assert caller.get(f"/grades/?video={videos[1].pk}").body["results"] == []


def test_a_replaced_grade_leaves_the_list_and_keeps_its_address(videos, owner):
    old = grade_of(videos[0])
    CountExclusion.objects.create(
        video=videos[0],
        window_start=videos[0].posted_at,
        window_end=NOW,
        likes=10**9,
        reason="bought",
        source="alert:1",
    )
    grade_videos(now=NOW)
    caller = browser(owner.user)
    (row,) = caller.get(f"/grades/?video={videos[0].pk}").body["results"]
    assert row["id"] != str(old)
    assert row["counts"]["likes"] == 0
    assert caller.get(f"/grades/{old}/").body["is_current"] is False


def test_grades_are_their_owners_alone(videos, owner, rival, brand, staff, person):
    path = f"/grades/{grade_of(videos[0])}/"
    for user in (rival.user, brand, person):
        assert_problem(browser(user).get(path), 404, "not-found")
        assert browser(user).get("/grades/").body["results"] == []
    assert_problem(Caller().get(path), 401, "not-authenticated")
    assert_problem(machine(owner.user, scope="ingest").get(path), 403, "permission-denied")
    assert machine(owner.user, scope="read").get(path).status == 200
    assert browser(staff).get(path).status == 200


def test_queries_do_not_grow_with_rows(videos, owner, staff):
    caller = browser(staff)

    def queries(path: str) -> int:
        return queries_of(lambda: caller.get(path))

    assert queries("/grades/?limit=2") == queries("/grades/?limit=8")
    found = read_all(caller, f"/grades/?creator={owner.pk}&limit=3", member="video")
    assert len(found) == 8
