"""Seeding goes on where it was cut short, and leaves alone what isn't its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from creatorspark.core.models import Creator, MetricSnapshot, User
from creatorspark.demo.models import SeededWorld
from creatorspark.demo.services import seeding
from creatorspark.demo.services.progress import Progress
from tests.factories import CreatorFactory
from tests.integration.demo.watching import NOW, SMALL, unwatched

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    """The process dies here."""


class DyingProgress:
    """Lets some steps of a stage through, then cuts the power."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def expect(self, total: int) -> None:
        """Nothing to watch."""

    def advance(self, steps: int = 1) -> None:
        self.left -= 1
        if self.left < 0:
            raise PowerCut


def dying_in(name: str, *, after: int) -> seeding.Watch:
    @contextmanager
    def watch(stage: seeding.Stage) -> Iterator[Progress]:
        with unwatched(stage) as nobody:
            yield DyingProgress(after) if stage.name == name else nobody

    return watch


def seed(**options: int) -> str:
    out = StringIO()
    call_command("seed_demo", scale=SMALL, now=NOW, stdout=out, **options)
    return out.getvalue()


def rows_of_the_world() -> dict[str, int]:
    """How many rows each table of ours holds."""
    ours = ("core", "scoring", "fraud", "rewards", "marketplace")
    models = [model for label in ours for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


@pytest.fixture(scope="module")
def uninterrupted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, int]:
    """The rows that a run makes when nothing cuts it short."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        rows = rows_of_the_world()
        transaction.set_rollback(True)
    return rows


@pytest.mark.parametrize("stage", [stage.name for stage in seeding.STAGES])
def test_a_run_that_was_cut_short_is_finished_by_the_next(stage, uninterrupted):
    with pytest.raises(PowerCut):
        seeding.seed_world(seed=7, scale=SMALL, now=NOW, watch=dying_in(stage, after=2))
    half = rows_of_the_world()
    seed()
    whole = rows_of_the_world()
    assert half != whole
    assert whole == uninterrupted


def test_it_says_how_to_log_in():
    said = seed()
    assert "creator@demo.example" in said
    assert "creator-spark-demo" in said


def test_a_second_run_changes_nothing():
    seed()
    before = rows_of_the_world()
    seed()
    assert rows_of_the_world() == before


def test_another_world_is_refused_while_one_is_here():
    seed()
    with pytest.raises(CommandError, match="A demo world with seed 7"):
        seed(seed=8)
    assert SeededWorld.objects.get().seed == 7


def test_if_empty_leaves_real_creators_alone():
    CreatorFactory()
    assert "not added" in seed(if_empty=True)
    assert Creator.objects.count() == 1
    assert not User.objects.exists()


def test_if_empty_finishes_a_world_that_was_begun():
    with pytest.raises(PowerCut):
        seeding.seed_world(seed=7, scale=SMALL, now=NOW, watch=dying_in("facts", after=4))
    assert 0 < Creator.objects.count() < 18
    assert "ready" in seed(if_empty=True)
    assert Creator.objects.count() == 18
    assert "not added" in seed(if_empty=True)


def test_production_is_refused_unless_told_twice(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        seed()
    assert not MetricSnapshot.objects.exists()
    seed(yes_really=True)
    assert MetricSnapshot.objects.exists()


def test_a_world_begun_by_another_version_is_not_mixed_with_this_one():
    with pytest.raises(PowerCut):
        seeding.seed_world(seed=7, scale=SMALL, now=NOW, watch=dying_in("facts", after=1))
    SeededWorld.objects.update(facts_sha256="0" * 64)
    with pytest.raises(CommandError, match="another version"):
        seed()
