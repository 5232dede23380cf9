"""The likely grade is learned from the platform's own videos, and nothing is said without proof."""

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from creatorspark.core.models import AuditEntry, Job, Video
from scoring import interface
from scoring.domain.points.fields import VideoFacts
from scoring.models import EngagementGrade, LearnedModel, Submission
from scoring.services.training import keeping
from scoring.services.training.potential import POTENTIAL, request_nightly, train_potential
from tests.factories import UserFactory
from tests.integration.scoring.world import NOW, add_videos

pytestmark = pytest.mark.django_db
SIZE = 240


@pytest.fixture
def graded():
    """Graded videos of 40 creators, whose captions say nothing yet."""
    likes = np.random.default_rng(1).permutation(np.linspace(100, 3000, SIZE))
    none = np.zeros(SIZE)
    facts = VideoFacts(
        views=np.full(SIZE, 10_000.0),
        likes=likes,
        shares=none,
        comments=none,
        bookmarks=none,
        sentiment=np.full(SIZE, 0.5),
    )
    videos = add_videos(facts, posted_from=NOW - timedelta(days=60), creators=40)
    interface.ensure_default_policies(now=NOW)
    interface.grade_everything(now=NOW)
    assert EngagementGrade.objects.filter(is_current=True, letter__gt=0).count() == SIZE
    return videos


@pytest.fixture
def telling(graded):
    """The same, but captions of good videos are about food and those of others are not."""
    good = EngagementGrade.objects.filter(letter__in=(1, 2)).values("video_id")
    Video.objects.filter(pk__in=good).update(caption="The best pasta recipe I cook #food #recipe")
    Video.objects.exclude(pk__in=good).update(caption="Leg day at the gym #workout #fitness")
    return graded


def test_content_that_tells_the_grade_is_told(telling):
    row = train_potential(actor=None, now=NOW)
    assert row.serves
    good = Video.objects.filter(caption__contains="pasta").first()
    other = Video.objects.filter(caption__contains="gym").first()
    best, least = (interface.potential(video_id=one.pk) for one in (good, other))
    assert not best.silent
    assert [one.letter for one in best.chances] == list("ABCDE")
    assert sum(one.chance for one in best.chances) == pytest.approx(1, abs=0.001)
    assert best.chances[0].chance > least.chances[0].chance
    assert best.likely[0] == "A"
    assert least.likely[-1] == "E"
    assert "240" in best.error
    assert best.model_version == row.version


def test_content_that_tells_nothing_leaves_it_silent(graded):
    row = train_potential(actor=None, now=NOW)
    assert not row.serves
    said = interface.potential(video_id=graded[0].pk)
    assert said.silent
    assert "nothing is guessed" in said.why
    assert not said.chances


def test_a_model_that_lost_its_use_stops(telling):
    before = train_potential(actor=None, now=NOW)
    Video.objects.update(caption="video")
    train_potential(actor=None, now=NOW + timedelta(days=1))
    before.refresh_from_db()
    assert not before.serves
    assert interface.potential(video_id=telling[0].pk).silent


def test_two_trainings_are_one_row(telling):
    one = train_potential(actor=None, now=NOW)
    two = train_potential(actor=None, now=NOW + timedelta(days=1))
    assert one.pk == two.pk
    assert LearnedModel.objects.count() == 1
    assert AuditEntry.objects.filter(action="scoring.model.trained").count() == 2


def test_a_draft_is_guessed_from_its_caption(telling):
    train_potential(actor=None, now=NOW)
    draft = Submission.objects.create(
        purpose="draft", source="upload", caption="Pasta recipe to cook #food", seconds=12
    )
    said = interface.potential(submission_id=draft.pk)
    assert not said.silent
    other = interface.potential(video_id=Video.objects.filter(caption__contains="gym")[0].pk)
    assert said.chances[0].chance > other.chances[0].chance


def test_one_subject_is_named():
    with pytest.raises(ValueError):
        interface.potential()
    with pytest.raises(ValueError):
        interface.potential(video_id=1, submission_id=uuid4())


def test_without_a_training_it_says_why():
    assert "Too few" in interface.potential(video_id=1).why


def test_the_command_tells_what_is_missing(capsys):
    with pytest.raises(CommandError, match="0 graded videos"):
        call_command("train_potential")


def test_the_night_trains_only_on_something_new(telling):
    assert request_nightly(now=NOW).kind == "scoring.train_potential"
    Job.objects.update(state=Job.State.SUCCEEDED)
    train_potential(actor=None, now=NOW)
    assert request_nightly(now=NOW) is None


def test_what_a_person_stopped_stays_off_until_a_person_lets_one_serve(telling):
    staff = UserFactory(superuser=True)
    row = train_potential(actor=None, now=NOW)
    keeping.stop_serving(row.pk, reason="Unfair.", actor=staff)
    learned = keeping.Learned(POTENTIAL, row.parameters, row.metrics | {"seen": 1}, row.card, True)
    for one in (keeping.Learned(**(asdict(learned) | {"metrics": row.metrics})), learned):
        kept = keeping.keep(one, ends_older=True, actor=None, now=NOW)
        assert not kept.serves
    entry = AuditEntry.objects.filter(action="scoring.model.trained").latest("pk")
    assert entry.after == {"serves": None, "new": True, "held": True}
    assert keeping.start_serving(kept.pk, actor=staff).serves
    assert not keeping.is_held(POTENTIAL)
    learned = keeping.Learned(POTENTIAL, row.parameters, row.metrics | {"seen": 2}, row.card, True)
    assert keeping.keep(learned, ends_older=True, actor=None, now=NOW).serves


def test_staff_take_it_off_and_a_model_without_proof_never_serves(telling):
    staff = UserFactory(superuser=True)
    row = train_potential(actor=None, now=NOW)
    keeping.stop_serving(row.pk, reason="Looks odd.", actor=staff)
    assert "switched off" in interface.potential(video_id=telling[0].pk).why
    assert keeping.start_serving(row.pk, actor=staff).serves
    weak = keeping.keep(
        keeping.Learned("potential", row.parameters, row.metrics | {"beats": False}, {}, False),
        ends_older=False,
        actor=staff,
        now=NOW,
    )
    with pytest.raises(keeping.CannotServe):
        keeping.start_serving(weak.pk, actor=staff)
