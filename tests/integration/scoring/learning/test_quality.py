"""A model of quality serves only where it beat the curves, and the curves' feedback stays."""

import json
from datetime import timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError

from creatorspark.core.models import AuditEntry
from scoring.domain.quality.captions import measure_caption, rate_caption
from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.corpus import Clip
from scoring.domain.quality.learning.variants import ORDER
from scoring.domain.quality.policy import DEFAULT_PARAMETERS, QualityPolicy
from scoring.media.encoding import write_clip
from scoring.models import HumanRating, LearnedModel, Measurement
from scoring.services.quality.raters import Curves, rater_in_force
from scoring.services.training.cards import as_text
from scoring.services.training.clips import clips_in, own_clips
from scoring.services.training.quality import (
    gather,
    opinions_of_people,
    read_corpus,
    train_quality,
    write_corpus,
)
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.unit.scoring.learning.corpora import GOOD, measured, mislabelled, pieces

pytestmark = pytest.mark.django_db
RULES = QualityPolicy.from_parameters(DEFAULT_PARAMETERS)


def trained(found, *, days: int = 0) -> LearnedModel:
    return train_quality(
        found, source="folder", left_out={}, actor=None, now=NOW + timedelta(days=days)
    )


@pytest.fixture(scope="module")
def misled():
    return pieces(misled=1.0)


def grainy():
    """A clip on which the curves are misled."""
    values = {**GOOD, "noise": 2.2, "edge_blur": 0.35, "brightness": 160.0, "motion": 2.2}
    return measured(values)


def test_a_better_model_serves_and_its_feedback_is_the_curves(misled):
    row = trained(misled)
    assert row.serves
    rater = rater_in_force()
    assert rater.version == row.version
    by_curves = Curves().rate(grainy(), text=None, rules=RULES)
    by_model = rater.rate(grainy(), text=None, rules=RULES)
    assert by_model.ratings.version == row.version
    assert by_model.ratings.overall != by_curves.ratings.overall
    assert by_model.advice == by_curves.advice
    was, now = (one.ratings.parts[Part.VISUAL] for one in (by_curves, by_model))
    assert now.judged == was.judged


def test_a_model_that_is_no_better_does_not_serve():
    row = trained(pieces())
    assert not row.serves
    assert isinstance(rater_in_force(), Curves)


def test_a_model_that_learned_nonsense_does_not_serve(misled):
    row = trained(mislabelled(misled))
    assert not row.serves
    assert isinstance(rater_in_force(), Curves)


def test_a_worse_model_leaves_the_better_one_serving(misled):
    better = trained(misled)
    worse = trained(pieces(), days=1)
    better.refresh_from_db()
    assert better.serves
    assert not worse.serves
    assert rater_in_force().version == better.version


def test_a_newer_better_model_takes_its_place(misled):
    first = trained(misled)
    second = trained([*misled, *pieces(20, misled=1.0)[16:]], days=1)
    first.refresh_from_db()
    assert second.serves
    assert not first.serves
    entry = AuditEntry.objects.filter(action="scoring.model.trained").latest("pk")
    assert entry.before == {"serves": first.version}


def test_a_model_of_other_measures_is_left_alone(misled):
    row = trained(misled)
    LearnedModel.objects.filter(pk=row.pk).update(serves=False)
    LearnedModel.objects.create(
        kind="quality",
        version="of-another-time",
        parameters=row.parameters | {"measures": "quality-measures-0"},
        sha256="0" * 64,
        metrics=row.metrics,
        card=row.card,
        serves=True,
        made_at=NOW,
    )
    assert isinstance(rater_in_force(), Curves)


def test_captions_alone_are_rated_as_ever(misled):
    trained(misled)
    text = rate_caption(measure_caption("How I mend my bike in five minutes #bike #diy"))
    rated = rater_in_force().rate(None, text=text, rules=RULES)
    assert rated.ratings.overall == Curves().rate(None, text=text, rules=RULES).ratings.overall


def test_the_command_trains_twice_to_the_same_bytes(misled, tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    write_corpus(corpus, misled)
    assert read_corpus(corpus) == misled
    said = []
    for _ in range(2):
        out = StringIO()
        call_command("train_quality", corpus=corpus, json=True, stdout=out)
        said.append(out.getvalue())
    assert said[0] == said[1]
    assert json.loads(said[0])["serves"]
    assert LearnedModel.objects.count() == 1


def test_the_card_says_what_it_is_made_from_and_what_it_cannot(misled):
    text = as_text(trained(misled))
    for words in ("16 clips", "8 to learn from", "no better", "Limits", "Grain", "Not learned"):
        assert (words in text) is (words != "no better")


def test_too_few_clips_are_refused(tmp_path):
    write_corpus(tmp_path / "few.jsonl", pieces(4))
    with pytest.raises(CommandError, match="it takes 6"):
        call_command("train_quality", corpus=tmp_path / "few.jsonl")
    (tmp_path / "odd.jsonl").write_text('{"clip": 1}\n')
    with pytest.raises(CommandError):
        call_command("train_quality", corpus=tmp_path / "odd.jsonl")


def test_clips_of_a_folder_are_read_in_the_sandbox_and_made_worse(tmp_path):
    random = np.random.default_rng(1)
    frames = [random.integers(0, 255, (64, 96, 3), dtype=np.uint8) for _ in range(12)]
    (tmp_path / "hers").mkdir()
    write_clip(tmp_path / "hers" / "one.mp4", frames, rate=12)
    (tmp_path / "notes.txt").write_text("not a video at all, but long enough to be looked at")
    clips = clips_in(tmp_path)
    assert [(clip.path.name, clip.group) for clip in clips] == [
        ("one.mp4", "hers"),
        ("notes.txt", ""),
    ]
    found, left_out = gather(clips)
    assert [(one.part, one.group) for one in found] == [(Part.VISUAL, "hers")]
    assert sum(left_out.values()) == 1
    assert {way for one in found[0].variants for way in one.depths} == set(ORDER[Part.VISUAL])
    assert found[0].variants[0].depths == {}


def test_own_clips_are_grouped_by_creator_without_copies(media_files):
    creator = CreatorFactory()
    for number in range(5):
        media_files(creator, f"{number}" * 64)
    media_files(CreatorFactory(), "0" * 64)
    with own_clips() as clips:
        assert all(isinstance(clip, Clip) and clip.path.exists() for clip in clips)
        assert {clip.group for clip in clips} == {f"creator {creator.pk}"}
        assert len(clips) == 3


@pytest.fixture
def media_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def store(creator, sha256):
        video = VideoFactory(creator=creator, sha256=sha256)
        video.file.save("clip.mp4", ContentFile(b"a video"))
        return video

    return store


def test_opinions_are_of_the_measured_file_that_was_looked_at():
    clip = measured(dict(GOOD))
    Measurement.objects.create(
        sha256="a" * 64, version=clip.version, content=clip.as_json(), seconds=2, has_sound=False
    )
    rater, video = UserFactory(staff=True), VideoFactory()
    fields = {"rater": rater, "caption_sha256": "0" * 64, "overall": 4, "rated_at": NOW}
    HumanRating.objects.create(video=video, sha256="a" * 64, visual=4, **fields)
    HumanRating.objects.create(video=VideoFactory(), sha256="b" * 64, visual=2, **fields)
    found = opinions_of_people()
    assert [(one.points, one.clip, one.group) for one in found] == [
        (4, "a" * 64, f"creator {video.creator_id}")
    ]
