"""Trying a file again, and what staff see."""

import pytest
from django.test import Client
from django.urls import reverse

from creatorspark.core.models import AuditEntry
from scoring import interface
from scoring.domain.quality.measured import VERSION
from scoring.models import MeasuringFailure, QualityAssessment
from scoring.services.originality import judging
from scoring.services.quality import cohorts, reading
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed
from tests.integration.scoring.quality.test_rating import spread

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def given_up():
    """A video whose measuring was given up, though its file is fine."""
    video = filmed(film(1), creator=CreatorFactory(user=UserFactory()))
    MeasuringFailure.objects.create(sha256=video.sha256, version=VERSION, problem="too_slow")
    judging.judge(video.pk, now=NOW)
    return video


def test_a_creator_may_try_again_where_that_can_help(given_up):
    assert interface.quality_report(video_id=given_up.pk, now=NOW).can_retry
    interface.measure_again(video_id=given_up.pk, actor=given_up.creator.user, now=NOW)
    judging.judge(given_up.pk, now=NOW)
    assert interface.quality_report(video_id=given_up.pk, now=NOW).state == "rated"
    assert AuditEntry.objects.filter(action="scoring.quality.asked").count() == 1


def test_asking_again_costs_one_try_however_the_file_ends_its_worker(given_up):
    MeasuringFailure.objects.update(attempts=reading.MOST_ATTEMPTS)
    interface.measure_again(video_id=given_up.pk, actor=given_up.creator.user, now=NOW)
    assert reading.is_to_measure(given_up.sha256, now=NOW)
    reading._begin(given_up.sha256, now=NOW)  # and the worker dies
    later = NOW + 100 * reading.RETRY_AFTER
    assert not reading.is_to_measure(given_up.sha256, now=later)


def test_trying_again_is_refused_where_it_would_change_nothing(given_up):
    MeasuringFailure.objects.update(problem="unreadable")
    with pytest.raises(interface.MeasuringRefused, match="wouldn’t change"):
        interface.measure_again(video_id=given_up.pk, actor=given_up.creator.user, now=NOW)
    with pytest.raises(interface.MeasuringRefused, match="Send it first"):
        interface.measure_again(video_id=0, actor=given_up.creator.user, now=NOW)


def test_staff_read_everything_and_try_again(staff, given_up):
    rated = filmed(film(2), caption="Bread on a rainy day #bread #baking")
    judging.judge(rated.pk, now=NOW)
    spread(30, overall=50.0, creator=CreatorFactory())
    cohorts.freeze_references(now=NOW)
    client = Client()
    client.force_login(staff)
    row = QualityAssessment.objects.get(video=rated)
    failure = MeasuringFailure.objects.get()
    pages = {
        "qualityassessment": row.pk,
        "measurement": row.measurement_id,
        "measuringfailure": failure.pk,
        "qualityreference": None,
    }
    for name, number in pages.items():
        assert client.get(reverse(f"admin:scoring_{name}_changelist")).status_code == 200
        if number:
            page = client.get(reverse(f"admin:scoring_{name}_change", args=[number]))
            assert page.status_code == 200
            assert b"Save" not in page.content


def test_strangers_see_no_ratings_in_the_admin(given_up):
    client = Client()
    client.force_login(given_up.creator.user)
    found = client.get(reverse("admin:scoring_qualityassessment_changelist"))
    assert found.status_code in {302, 403, 404}
