"""Files read by optional models: once each, whatever goes wrong; without models it is said."""

import json
from importlib.util import find_spec

import av
import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from creatorspark.core.models import Video
from scoring.domain.screen import SAFETY_VERSION, TEXT_VERSION, jobs
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import run_on_video
from scoring.models import FrameReading
from scoring.services.screen import reading
from scoring.services.screen.report import screen_text
from tests.factories import NOW, UserFactory, VideoFactory

SHA = "ab" * 32
LINE = {
    "text": "Leg day",
    "sure": 0.98,
    "box": [0.1, 0.3, 0.5, 0.04],
    "letters": 0.03,
    "contrast": 9.0,
}
READ = {
    jobs.TEXT: {
        "spacing": 1.0,
        "width": 360,
        "height": 640,
        "moments": [{"at": 0.5, "lines": [LINE]}, {"at": 1.5, "lines": [LINE]}],
    },
    jobs.SAFETY: {
        "spacing": 1.0,
        "moments": [
            {"at": 0.5, "labels": []},
            {"at": 1.5, "labels": [{"label": "buttocks_exposed", "score": 0.61}]},
        ],
    },
}


@pytest.fixture
def models(monkeypatch):
    """Both models, as if they were installed; answers `READ`, counts the jobs."""
    done = []

    def answer(job, path, **_other):
        done.append(job)
        return json.dumps(READ[job]).encode()

    readers = {
        kind: reading.Reader(lambda: True, one.job, one.shaped)
        for kind, one in reading.READERS.items()
    }
    monkeypatch.setattr(reading, "READERS", readers)
    monkeypatch.setattr(reading, "run_on_video", answer)
    return done


@pytest.fixture
def nudged(monkeypatch):
    sent = []
    monkeypatch.setattr(reading, "nudge_on_commit", lambda task, digest: sent.append(digest))
    return sent


@pytest.fixture
def video(db):
    made = VideoFactory(sha256=SHA)
    made.file.save("clip.mp4", ContentFile(b"film"))
    return made


def without(monkeypatch):
    readers = {
        kind: reading.Reader(lambda: False, one.job, one.shaped)
        for kind, one in reading.READERS.items()
    }
    monkeypatch.setattr(reading, "READERS", readers)


def test_a_file_is_read_once_by_each_model(video, models, nudged):
    assert reading.sweep(now=NOW) == 1
    assert nudged == [SHA]
    assert reading.read_file(SHA, now=NOW) == 2
    assert reading.read_file(SHA, now=NOW) == 0
    assert models == [jobs.TEXT, jobs.SAFETY]
    text, safety = FrameReading.objects.order_by("pk")
    assert (text.version, text.content["words"], text.frames) == (TEXT_VERSION, "Leg day", 2)
    assert (safety.version, safety.content["labels"]) == (SAFETY_VERSION, ["buttocks_exposed"])
    assert reading.sweep(now=NOW) == 0


def test_without_the_models_nothing_is_read_and_it_is_said(video, monkeypatch, nudged):
    without(monkeypatch)
    assert reading.sweep(now=NOW) == 0
    assert reading.read_file(SHA, now=NOW) == 0
    found = screen_text(sha256=SHA)
    assert (found.state, found.sentence) == ("off", "Text on screen isn’t read here.")


def test_what_stands_on_screen_is_told_with_what_hinders_it(video, models):
    assert screen_text(sha256="").state == "no_file"
    assert screen_text(sha256=SHA).state == "waiting"
    reading.read_file(SHA, now=NOW)
    found = screen_text(sha256=SHA)
    assert (found.state, found.readability) == ("read", 100.0)
    assert (found.lines[0].text, found.lines[0].end, found.lines[0].advice) == ("Leg day", 2.0, "")


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (MediaProblem(Problem.UNREADABLE), Problem.UNREADABLE.value),
        (RuntimeError("the model"), reading.UNEXPECTED),
    ],
)
def test_what_cannot_be_read_is_not_tried_for_ever(video, models, monkeypatch, fault, problem):
    def fail(job, path, **_other):
        raise fault

    monkeypatch.setattr(reading, "run_on_video", fail)
    assert reading.read_file(SHA, now=NOW) == 2
    assert set(FrameReading.objects.values_list("problem", flat=True)) == {problem}
    assert screen_text(sha256=SHA).state == "failed"
    assert reading.sweep(now=NOW) == 0


def test_readings_never_change(video, models):
    reading.read_file(SHA, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameReading.objects.update(frames=9)


def test_labels_are_for_the_staffs_eyes(video, models, client):
    reading.read_file(SHA, now=NOW)
    client.force_login(UserFactory(staff=True))
    address = reverse("admin:scoring_framereading_changelist")
    listed = client.get(address, {"found": "labels"}).context["cl"].result_list
    assert [row.kind for row in listed] == ["safety"]
    for row in FrameReading.objects.all():
        page = client.get(reverse("admin:scoring_framereading_change", args=[row.pk]))
        assert page.status_code == 200
    client.force_login(UserFactory())
    assert client.get(address).status_code == 302


def film(path, text: str) -> None:
    """Two seconds of one picture with a line of text."""
    picture = Image.new("RGB", (360, 640), (30, 30, 50))
    font = ImageFont.load_default(34)
    ImageDraw.Draw(picture).text((24, 200), text, fill=(255, 255, 255), font=font)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 360, 640, "yuv420p"
        for _number in range(20):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.mark.skipif(not find_spec("rapidocr"), reason="make models adds it")
def test_the_model_reads_a_film_within_the_sandbox(tmp_path):
    film(tmp_path / "film.mp4", "Leg day workout")
    read = json.loads(run_on_video(jobs.TEXT, tmp_path / "film.mp4"))
    shaped = reading.READERS["text"].shaped(read)
    assert shaped["words"] == "Leg day workout"
    assert shaped["lines"][0]["end"] == pytest.approx(2.0, abs=0.3)
    assert shaped["lines"][0]["contrast"] > 7


@pytest.mark.skipif(not find_spec("nudenet"), reason="make models adds it")
def test_the_model_finds_nothing_to_look_at_in_a_plain_film(tmp_path):
    film(tmp_path / "film.mp4", "Leg day workout")
    read = json.loads(run_on_video(jobs.SAFETY, tmp_path / "film.mp4"))
    assert reading.READERS["safety"].shaped(read)["labels"] == []


def test_a_file_taken_back_meanwhile_leaves_nothing(video, models, monkeypatch):
    def taken_back(job, path, **_other):
        Video.objects.filter(pk=video.pk).update(file="")
        return json.dumps(READ[job]).encode()

    monkeypatch.setattr(reading, "run_on_video", taken_back)
    assert reading.read_file(SHA, now=NOW) == 0
    assert not FrameReading.objects.exists()
