"""Who is erased while a worker reads their file leaves no fingerprint behind."""

import pytest

from creatorspark.core.services.erasure import erase_creator
from scoring.media.sandbox import run_on_video
from scoring.models import Fingerprint, Measurement, MeasuringFailure, OriginalityVerdict
from scoring.services.originality import judging
from scoring.services.quality import reading
from tests.factories import NOW
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db


def test_an_erased_creators_film_is_not_kept_as_a_fingerprint(monkeypatch):
    video = filmed(film(1))

    def slow(*args, **given):
        content = run_on_video(*args, **given)
        erase_creator(video.creator, reason="Asked.", actor=None, now=NOW, though_open=True)
        return content

    monkeypatch.setattr(reading, "run_on_video", slow)
    judging.judge(video.pk, now=NOW)
    assert not Fingerprint.objects.exists()
    assert not OriginalityVerdict.objects.exists()
    assert not Measurement.objects.exists()
    assert not MeasuringFailure.objects.exists()


def test_what_another_has_too_stays_measured(monkeypatch):
    """Of two who sent the same file one may leave while it is read for them."""
    video, other = filmed(film(1)), filmed(film(1))

    def slow(*args, **given):
        content = run_on_video(*args, **given)
        erase_creator(video.creator, reason="Asked.", actor=None, now=NOW, though_open=True)
        return content

    monkeypatch.setattr(reading, "run_on_video", slow)
    judging.judge(video.pk, now=NOW)
    assert Measurement.objects.get().sha256 == other.sha256
