"""Ratings follow the caption, the policy and what serves; the same things make no second row."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from creatorspark.core.models import Video
from creatorspark.core.policies.services import activate, create_draft
from scoring import interface
from scoring.domain.quality.policy import DEFAULT_PARAMETERS
from scoring.domain.screen import TEXT_VERSION
from scoring.models import FrameReading, Measurement, QualityAssessment, QualityReference
from scoring.services.originality import judging
from scoring.services.quality import cohorts, raters, rating, tending
from tests.factories import NOW, CreatorFactory
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
CAPTION = "We bake bread with my grandmother's recipe on a rainy day #bread #baking"


@pytest.fixture
def video():
    made = filmed(film(1), caption=CAPTION)
    judging.judge(made.pk, now=NOW)
    return made


def rows(video):
    return QualityAssessment.objects.filter(video=video)


def test_nothing_new_makes_no_new_row(video):
    assert not rating.rate_video(video.pk, now=LATER)
    assert tending.rate_out_of_date(now=LATER) == 0
    assert rows(video).count() == 1


def test_a_new_caption_is_rated_anew(video):
    Video.objects.filter(pk=video.pk).update(caption="#a #b #c #d #e #f #g #h #i #j #k #l")
    assert interface.quality_report(video_id=video.pk, now=LATER).is_stale
    assert tending.rate_out_of_date(now=LATER) == 1
    assert rows(video).count() == 2
    before, after = rows(video).order_by("pk")
    assert not before.is_current
    assert after.text < before.text
    assert after.visual == before.visual


def test_a_new_policy_rates_everything_anew(video):
    weights = {"visual": 0.2, "audio": 0.2, "text": 0.6}
    draft = create_draft(
        "quality",
        version="quality-2",
        parameters={**DEFAULT_PARAMETERS, "weights": weights},
        actor=None,
    )
    activate(draft, effective_from=NOW + timedelta(hours=1), actor=None, now=NOW)
    assert tending.rate_out_of_date(now=NOW) == 0
    assert tending.rate_out_of_date(now=LATER) == 1
    row = rows(video).get(is_current=True)
    assert row.policy == "quality-2"
    expected = (float(row.visual) * 0.2 + float(row.text) * 0.6) / 0.8
    assert float(row.overall) == pytest.approx(expected, abs=0.011)


def test_a_model_that_serves_takes_the_curves_place(video, monkeypatch):
    model = SimpleNamespace(version="learned-7", rate=raters.Curves().rate)
    monkeypatch.setattr(rating, "rater_in_force", lambda: model)
    assert tending.rate_out_of_date(now=LATER) == 1
    assert rows(video).get(is_current=True).model_version == "learned-7"


def test_one_bad_video_keeps_no_other_waiting(video, monkeypatch):
    other = filmed(film(2), caption=CAPTION)
    judging.judge(other.pk, now=NOW)
    Video.objects.update(caption="Something else entirely")
    rate = rating.rate_video

    def breaks(video_id, **given):
        if video_id == video.pk:
            raise ZeroDivisionError
        return rate(video_id, **given)

    monkeypatch.setattr(tending, "rate_video", breaks)
    assert tending.rate_out_of_date(now=LATER) == 1


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_ratings_and_measurements_never_change(video, change):
    table = QualityAssessment.objects
    with pytest.raises(IntegrityError), transaction.atomic():
        rows(video).update(overall=99) if change == "UPDATE" else table.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.update(seconds=1)


def test_a_place_in_the_cohort_is_told_from_the_policys_size_on(video):
    assert interface.quality_report(video_id=video.pk, now=NOW).percentile is None
    assert cohorts.freeze_if_due(now=NOW) == 0
    niche = video.creator.niche
    overall = float(rows(video).get().overall)
    spread(31, overall=overall - 10, creator=CreatorFactory(niche=niche))
    assert cohorts.freeze_if_due(now=LATER) == 2
    assert cohorts.freeze_if_due(now=LATER) == 0
    report = interface.quality_report(video_id=video.pk, now=LATER)
    assert (report.cohort, report.cohort_size) == (niche, 32)
    assert report.percentile == pytest.approx(1, abs=0.05)
    assert report.parts[0].percentile is not None


def test_a_small_niche_is_compared_with_all(video):
    spread(31, overall=50.0, creator=CreatorFactory(niche="another"))
    cohorts.freeze_references(now=LATER)
    report = interface.quality_report(video_id=video.pk, now=LATER)
    assert (report.cohort, report.cohort_size) == ("", 32)


def test_old_references_are_forgotten():
    spread(30, overall=50.0, creator=CreatorFactory(niche=""))
    for day in range(6):
        cohorts.freeze_references(now=NOW + timedelta(days=day))
    assert QualityReference.objects.count() == cohorts.KEPT


def spread(count, *, overall, creator):
    """Rated videos of a creator, all alike."""
    for number in range(count):
        video = filmed(b"x" * (number + 1), asked=False, creator=creator)
        QualityAssessment.objects.create(
            video=video,
            measurement_id=1,
            policy="quality-1",
            model_version=raters.rater_in_force().version,
            caption_sha256="c",
            overall=overall,
            visual=overall,
            text=overall,
            ratings={},
            advice=[],
        )


def test_text_on_screen_has_its_part_once_it_was_read(video):
    sha256 = Video.objects.get(pk=video.pk).sha256
    line = {
        "text": "far too small to be read on a phone",
        "start": 0.0,
        "end": 4.0,
        "letters": 0.004,
        "contrast": 9.0,
        "sure": 0.9,
        "middle": 0.5,
    }
    FrameReading.objects.create(
        kind="text",
        sha256=sha256,
        version=TEXT_VERSION,
        content={"width": 720, "height": 1280, "spacing": 1, "lines": [line], "words": "far"},
        frames=4,
    )
    assert tending.rate_out_of_date(now=LATER) == 1
    assert tending.rate_out_of_date(now=LATER) == 0
    before, after = rows(video).order_by("pk")
    assert (before.reading_version, after.reading_version) == ("", TEXT_VERSION)
    assert after.text < before.text
    assert after.visual == before.visual
    report = interface.quality_report(video_id=video.pk, now=LATER)
    assert not report.is_stale
    assert "screen_text" in [one.cause for one in report.advice]


def test_a_film_without_text_is_rated_as_before(video):
    FrameReading.objects.create(
        kind="text",
        sha256=Video.objects.get(pk=video.pk).sha256,
        version=TEXT_VERSION,
        content={"width": 720, "height": 1280, "spacing": 1, "lines": [], "words": ""},
        frames=4,
    )
    assert tending.rate_out_of_date(now=LATER) == 1
    assert tending.rate_out_of_date(now=LATER) == 0
    before, after = rows(video).order_by("pk")
    assert (after.text, after.overall) == (before.text, before.overall)
