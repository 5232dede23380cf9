"""Retention through the API: one's own videos only, strictly read, safe to repeat."""

import pytest

from scoring.models import RetentionCurve
from tests.factories import VideoFactory
from tests.integration.api.callers import assert_problem, browser

pytestmark = pytest.mark.django_db
POINTS = [
    {"second": at, "share": share} for at, share in ((0, 1.0), (10, 0.9), (12, 0.4), (30, 0.2))
]


@pytest.fixture
def path(creator):
    return f"/videos/{VideoFactory(creator=creator).pk}/retention/"


def test_a_curve_is_given_and_read(creator, path):
    caller = browser(creator.user)
    assert_problem(caller.get(path), 404, "not-found")
    given = caller.send("PUT", path, {"points": POINTS}, key="once")
    assert given.status == 200
    assert given.body["half_at"] == 12
    assert [(drop["start"], drop["end"]) for drop in given.body["drops"]] == [(10, 12)]
    again = caller.send("PUT", path, {"points": POINTS}, key="once")
    assert again.body == given.body
    assert caller.get(path).body == given.body
    assert RetentionCurve.objects.get().source == "api"


def test_a_stranger_finds_nothing(rival, path):
    caller = browser(rival.user)
    assert_problem(caller.get(path), 404, "not-found")
    assert_problem(caller.send("PUT", path, {"points": POINTS}), 404, "not-found")


@pytest.mark.parametrize(
    "points",
    [[], POINTS[:2], [{"second": 0, "share": 30}] * 3, [{"second": -1, "share": 1}] * 3, "all"],
)
def test_what_is_no_curve_is_refused(creator, path, points):
    assert_problem(browser(creator.user).send("PUT", path, {"points": points}), 400, "invalid")


def test_another_videos_curve_is_refused(creator, path):
    points = [{"second": at, "share": 1.0} for at in (0, 60, 120)]
    reply = browser(creator.user).send("PUT", path, {"points": points})
    assert_problem(reply, 409, "refused")
    assert "another video" in reply.body["detail"]
