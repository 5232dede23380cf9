"""Originality through the API: what is known of a video, and a search with a file."""

from types import SimpleNamespace

import pytest

from scoring.services.originality import index, judging
from tests.factories import NOW
from tests.integration.api.callers import ROOT, assert_problem, browser, machine
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db
SEARCHES = f"{ROOT}/originality/searches/"


@pytest.fixture(autouse=True)
def empty_library(db):
    index.forget_index()


@pytest.fixture
def copied(creator):
    """A creator's copy of somebody's video, judged."""
    original = filmed(film(1), days=20)
    copy = filmed(film(1), days=5, creator=creator)
    for video in (original, copy):
        judging.judge(video.pk, now=NOW)
    return SimpleNamespace(original=original, copy=copy)


def test_a_creator_reads_where_their_video_matches_what(creator, rival, copied):
    path = f"/videos/{copied.copy.pk}/originality/"
    found = browser(creator.user).get(path).body
    assert (found["state"], found["verdict"], found["source"]) == (
        "judged",
        "not_original",
        "engine",
    )
    (match,) = found["matches"]
    assert match["video"] == str(copied.original.pk)
    assert (match["standing"], match["similarity"]) == ("copied", 1.0)
    assert copied.original.creator.handle in found["reason"]
    assert found["can_appeal"]
    assert_problem(browser(rival.user).get(path), 404, "not-found")
    assert machine(creator.user).get(path).status == 200


def test_what_is_not_judged_yet_says_so(creator):
    video = filmed(film(1), creator=creator)
    found = browser(creator.user).get(f"/videos/{video.pk}/originality/").body
    assert (found["state"], found["verdict"], found["matches"]) == ("waiting", None, [])
