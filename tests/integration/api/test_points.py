"""Points through the API: the sum can be redone by its owner, and by nobody else."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from creatorspark.core.models import Creator
from scoring.services.points import score_videos
from scoring.services.policies import ensure_default_policies, policy_in_force
from tests.factories import UserFactory, VideoFactory
from tests.integration.api.callers import Caller, assert_problem, browser, machine, queries_of
from tests.integration.api.test_pages import read_all
from tests.integration.scoring.world import NOW, add_videos
from tests.unit.scoring.populations import long_tailed

pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 3, 3, tzinfo=UTC)


@pytest.fixture
def videos(db):
    """Forty scored videos, of which eight belong to a creator with an account."""
    ensure_default_policies(now=NOW)
    videos = add_videos(long_tailed(1, 40), posted_from=MONDAY, spread=timedelta(days=7))
    Creator.objects.filter(pk=videos[0].creator_id).update(user=UserFactory())
    score_videos(policy_in_force(at=NOW), now=NOW)
    return videos


@pytest.fixture
def owner(videos):
    return Creator.objects.select_related("user").get(pk=videos[0].creator_id)


def test_the_sum_can_be_redone_from_the_answer(videos, owner):
    answer = browser(owner.user).get(f"/videos/{videos[0].pk}/points/").body
    assert answer["video"] == str(videos[0].pk)
    total = sum(line["weight"] * line["z"] for line in answer["lines"])
    assert math.isclose(total, answer["total"], abs_tol=1e-9)
    place = 0.5 * math.erfc(-(total - answer["centre"]) / answer["spread"] / math.sqrt(2))
    assert round(answer["points_max"] * place) == answer["points"]
    assert answer["verified"] is True
    assert len(answer["policy_sha256"]) == len(answer["reference_sha256"]) == 64


def test_another_version_can_be_asked_for_by_name(videos, owner):
    path = f"/videos/{videos[0].pk}/points/"
    caller = browser(owner.user)
    assert caller.get(f"{path}?policy=fair-1").body["policy_version"] == "fair-1"
    document = assert_problem(caller.get(f"{path}?policy=none-7"), 400, "invalid")
    assert document["errors"][0]["field"] == "policy"
    for version in ("%00", "x" * 500):
        assert_problem(caller.get(f"{path}?policy={version}"), 400, "invalid")
    reply = caller.get(f"{path}?policy=classic-1")
    assert assert_problem(reply, 409, "refused")["reason"] == "not_scored"


def test_hints_say_what_would_raise_them(videos, owner):
    answer = browser(owner.user).get(f"/videos/{videos[0].pk}/points/hints/").body
    assert {hint["field"] for hint in answer["hints"]} <= {
        "likes",
        "shares",
        "comments",
        "bookmarks",
    }
    gains = [hint["points_gained"] for hint in answer["hints"]]
    assert gains == sorted(gains, reverse=True)


def test_a_creators_videos_are_listed_with_their_points(videos, owner):
    young = VideoFactory(creator=owner, posted_at=NOW)
    path = f"/creators/{owner.pk}/points/"
    rows = browser(owner.user).get(path).body["results"]
    assert rows[0]["video"] == str(young.pk)
    assert rows[0]["points"] is None
    assert all(0 <= row["points"] <= 300 for row in rows[1:])
    assert len(rows) == 9


def test_the_list_is_paged(videos, owner):
    caller = browser(owner.user)
    page = caller.get(f"/creators/{owner.pk}/points/?limit=3").body
    assert len(page["results"]) == 3
    assert page["next"]


def test_points_are_their_owners_alone(videos, owner, rival, brand, staff, person):
    paths = (
        f"/videos/{videos[0].pk}/points/",
        f"/videos/{videos[0].pk}/points/hints/",
        f"/creators/{owner.pk}/points/",
    )
    for path in paths:
        for user in (rival.user, brand, person):
            assert_problem(browser(user).get(path), 404, "not-found")
        assert_problem(Caller().get(path), 401, "not-authenticated")
        assert_problem(machine(owner.user, scope="ingest").get(path), 403, "permission-denied")
        assert machine(owner.user, scope="read").get(path).status == 200
        assert browser(staff).get(path).status == 200


def test_missing_videos_and_creators_are_not_found(staff):
    caller = browser(staff)
    for path in ("/videos/9/points/", "/videos/9/points/hints/", "/creators/9/points/"):
        assert_problem(caller.get(path), 404, "not-found")
    assert_problem(caller.get(f"/videos/{'9' * 19}/points/"), 404, "not-found")


def test_without_a_policy_the_answer_says_so(creator):
    video = VideoFactory(creator=creator)
    caller = browser(creator.user)
    for path in (f"/videos/{video.pk}/points/", f"/creators/{creator.pk}/points/"):
        assert assert_problem(caller.get(path), 409, "refused")["reason"] == "no_policy"


def test_queries_do_not_grow_with_rows(videos, owner, staff):
    caller = browser(staff)

    def queries(path: str) -> int:
        return queries_of(lambda: caller.get(path))

    path = f"/creators/{owner.pk}/points/"
    assert queries(f"{path}?limit=2") == queries(f"{path}?limit=8")
    assert len(read_all_videos(caller, path)) == 8


def read_all_videos(caller: Caller, path: str) -> list[str]:
    return read_all(caller, f"{path}?limit=3", member="video")
