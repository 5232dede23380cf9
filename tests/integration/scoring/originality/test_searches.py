"""Searches with a file that isn't posted: no verdict, no library, and no crash loses one."""

import itertools
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.models import (
    Fingerprint,
    Measurement,
    OriginalitySearch,
    OriginalityVerdict,
    QualityAssessment,
    Submission,
)
from scoring.services.locks import silent
from scoring.services.media import receiving
from scoring.services.media.sending import Order, submit_file
from scoring.services.originality import judging, searches
from scoring.services.originality.queue import STALE_AFTER
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db


def send(content, *, creator=None):
    """A creator's draft, or a search of staff for nobody, received by a worker."""
    order = Order(
        purpose="draft" if creator else "search",
        source="api",
        actor=creator.user if creator else UserFactory(staff=True),
        creator_id=creator.pk if creator else None,
        now=NOW,
    )
    sent = submit_file(SimpleUploadedFile("clip.mp4", content), name="clip.mp4", order=order)
    return receiving.receive(sent.pk, report=silent, clock=lambda: NOW)


@pytest.fixture
def video():
    made = filmed(film(1), days=5, creator=CreatorFactory(user=UserFactory()))
    judging.judge(made.pk, now=NOW)
    return made


def test_a_clip_is_searched_once_it_is_received(video):
    sent = send(film(1, edit="mirrored"))
    assert searches.search_report(sent).state == "waiting"
    assert searches.run_search(sent.pk, now=NOW)
    assert not searches.run_search(sent.pk, now=NOW)
    found = searches.search_report(sent)
    assert (found.state, found.original) == ("done", False)
    (match,) = found.matches
    assert (match.video_id, match.standing, match.mirrored) == (video.pk, "copied", True)
    assert video.creator.handle in match.sentence
    assert OriginalityVerdict.objects.count() == 1
    assert Fingerprint.objects.count() == 1


def test_ones_own_clip_is_no_copy(video):
    sent = send(film(1), creator=video.creator)
    searches.run_search(sent.pk, now=NOW)
    found = searches.search_report(sent)
    assert found.original
    assert found.matches[0].standing == "own_earlier"


def test_a_clip_that_says_nothing_is_neither_original_nor_a_copy(video):
    sent = send(film(1, edit="black"))
    searches.run_search(sent.pk, now=NOW)
    found = searches.search_report(sent)
    assert (found.state, found.original, found.problem) == ("done", None, "says_nothing")


def test_a_file_that_is_gone_ends_with_a_sentence(video):
    sent = send(film(1))
    Submission.objects.filter(pk=sent.pk).update(file="gone", sha256="none")
    searches.run_search(sent.pk, now=NOW)
    found = searches.search_report(sent)
    assert (found.state, found.problem) == ("failed", "file_missing")
    assert found.problem_sentence


def test_a_worker_that_dies_is_found_and_its_search_done(video, monkeypatch):
    sent = send(film(1))
    with monkeypatch.context() as killing:
        killing.setattr(searches, "search", _die)
        with pytest.raises(KeyboardInterrupt):
            searches.run_search(sent.pk, now=NOW)
    later = NOW + 2 * STALE_AFTER
    assert not searches.run_search(sent.pk, now=NOW)
    assert searches.sweep_searches(now=later) == 1
    assert searches.run_search(sent.pk, now=later)
    assert OriginalitySearch.objects.get().state == "done"


def _die(*args):
    raise KeyboardInterrupt


def test_an_unexpected_fault_is_tried_again(video, monkeypatch):
    sent = send(film(1))
    with monkeypatch.context() as broken:
        broken.setattr(searches, "search", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            searches.run_search(sent.pk, now=NOW)
    assert searches.run_search(sent.pk, now=NOW)
    assert searches.search_report(sent).state == "done"


def test_each_stage_has_its_own_time(video):
    sent = send(film(2), creator=video.creator)
    moments = (NOW + timedelta(seconds=step) for step in itertools.count())
    searches.run_search(sent.pk, now=NOW, clock=lambda: next(moments))
    row = OriginalitySearch.objects.get()
    measured = Measurement.objects.get(sha256=sent.sha256).made_at
    rated = QualityAssessment.objects.get(submission=sent).computed_at
    assert row.claimed_at is not None
    assert row.finished_at is not None
    assert row.claimed_at < measured < rated < row.finished_at
