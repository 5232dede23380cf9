"""Quality through the API: every number of one's own videos and clips, and nobody else's."""

import pytest

from creatorspark.core.models import AuditEntry
from scoring.domain.quality.measured import VERSION
from scoring.models import MeasuringFailure
from scoring.services.locks import silent
from scoring.services.media import receiving
from scoring.services.originality import judging, searches
from tests.factories import NOW, UserFactory
from tests.integration.api.callers import assert_problem, browser
from tests.integration.api.test_originality import empty_library, send
from tests.integration.scoring.originality.films import film, filmed

__all__ = ["empty_library"]
pytestmark = pytest.mark.django_db
UNKNOWN = "00000000-0000-4000-8000-000000000000"
CAPTION = "We bake bread with my grandmother's recipe on a rainy day #bread #baking"


def path_of(video):
    return f"/videos/{video.pk}/quality/"


def test_a_creator_reads_ratings_advice_and_every_number(creator):
    video = filmed(film(1), creator=creator, caption=CAPTION)
    judging.judge(video.pk, now=NOW)
    found = browser(creator.user).get(path_of(video)).body
    assert (found["state"], found["missing"]) == ("rated", ["audio"])
    assert 0 < found["overall"] < 100
    visual, text = found["parts"]
    assert (visual["part"], text["part"]) == ("visual", "text")
    assert visual["low"] <= visual["value"] <= visual["high"]
    assert sum(one["weight"] for one in visual["criteria"]) == pytest.approx(1, abs=0.01)
    assert found["advice"][0]["fix"]
    assert {"edge_blur", "motion", "characters"} <= {one["name"] for one in found["measures"]}
    assert len(found["series"]["brightness"]) == round(found["seconds"])


def test_a_file_is_read_again_once_for_each_key(creator, rival):
    video = filmed(film(1), creator=creator)
    MeasuringFailure.objects.create(sha256=video.sha256, version=VERSION, problem="too_slow")
    path = f"{path_of(video)}again/"
    assert_problem(browser(rival.user).post(path, key="other"), 404, "not-found")
    first = browser(creator.user).post(path, key="once")
    assert (first.status, first.body["state"]) == (200, "waiting")
    assert browser(creator.user).post(path, key="once").body == first.body
    assert AuditEntry.objects.filter(action="scoring.quality.asked").count() == 1
    assert_problem(browser(creator.user).post(path, key="twice"), 409, "refused")


def test_strangers_brands_and_guests_learn_nothing(creator, rival):
    video = filmed(film(1), creator=creator)
    for user in (rival.user, UserFactory(role="brand")):
        assert_problem(browser(user).get(path_of(video)), 404, "not-found")
    assert browser(UserFactory(staff=True)).get(path_of(video)).body["state"] == "waiting"


def test_a_video_without_a_file_says_so(creator):
    video = filmed(film(1), creator=creator, caption=CAPTION)
    video.file, video.sha256 = "", ""
    video.save()
    found = browser(creator.user).get(path_of(video)).body
    assert (found["state"], found["missing"]) == ("no_file", ["visual", "audio"])


def test_a_clip_before_posting_is_its_senders_alone(creator, rival):
    number = send(creator.user, film(1)).json()["id"]
    path = f"/submissions/{number}/quality/"
    assert browser(creator.user).get(path).body["state"] == "waiting"
    receiving.receive(number, report=silent, clock=lambda: NOW)
    assert searches.run_search(number, now=NOW)
    found = browser(creator.user).get(path).body
    assert (found["state"], found["missing"]) == ("rated", ["audio", "text"])
    assert_problem(browser(rival.user).get(path), 404, "not-found")
    assert_problem(browser(creator.user).get(f"/submissions/{UNKNOWN}/quality/"), 404, "not-found")
