"""Seeding goes on where it was cut short, and leaves alone what isn't its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from creatorspark.core.models import Creator, MetricSnapshot, User
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.models import SeededWorld
from creatorspark.demo.selectors import creators_of
from creatorspark.demo.services import seeding
from creatorspark.demo.services.progress import Progress
from rewards import interface as rewards
from tests.factories import CreatorFactory
from tests.integration.demo.watching import NOW, SMALL, unwatched

pytestmark = pytest.mark.django_db


ONE_STEP = {"insight", "clips"}


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


def statements_of_the_cast() -> list[tuple[str, datetime, str, int, int]]:
    """Every movement of points of everybody who has a story."""
    return [
        (creator.handle, line.at, line.kind, line.amount, line.balance_after)
        for story in Story
        for creator in creators_of(story)
        for line in rewards.statement_lines(creator_id=creator.pk)
    ]


@pytest.fixture
def facts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the later stages out where they don't matter: they take seconds."""
    monkeypatch.setattr(seeding, "STAGES", seeding.STAGES[:1])


def test_a_run_cut_short_in_every_stage_ends_like_one_that_was_not():
    with transaction.atomic():
        seed()
        rows, points = rows_of_the_world(), statements_of_the_cast()
        transaction.set_rollback(True)
    for stage in seeding.STAGES:
        watch = dying_in(stage.name, after=0 if stage.name in ONE_STEP else 1)
        with pytest.raises(PowerCut):
            seeding.seed_world(seed=7, scale=SMALL, now=NOW, watch=watch)
        assert seeding.is_needed_here()
    seed()
    assert rows_of_the_world() == rows
    assert statements_of_the_cast() == points
    assert not seeding.is_needed_here()


@pytest.mark.usefixtures("facts_only")
def test_it_says_how_to_log_in():
    said = seed()
    assert "creator@demo.example" in said
    assert "creator-spark-demo" in said


@pytest.mark.usefixtures("facts_only")
def test_a_second_run_changes_nothing():
    seed()
    before = rows_of_the_world()
    seed()
    assert rows_of_the_world() == before


@pytest.mark.usefixtures("facts_only")
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


@pytest.mark.usefixtures("facts_only")
def test_if_empty_finishes_a_world_that_was_begun():
    with pytest.raises(PowerCut):
        seeding.seed_world(seed=7, scale=SMALL, now=NOW, watch=dying_in("facts", after=4))
    assert 0 < Creator.objects.count() < 18
    assert "ready" in seed(if_empty=True)
    assert Creator.objects.count() == 18
    assert "not added" in seed(if_empty=True)


@pytest.mark.usefixtures("facts_only")
def test_production_is_refused_unless_told_twice(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        seed()
    assert not MetricSnapshot.objects.exists()
    seed(yes_really=True)
    assert MetricSnapshot.objects.exists()


@pytest.mark.usefixtures("facts_only")
def test_a_world_begun_by_another_version_is_not_mixed_with_this_one():
    with pytest.raises(PowerCut):
        seeding.seed_world(seed=7, scale=SMALL, now=NOW, watch=dying_in("facts", after=1))
    SeededWorld.objects.update(facts_sha256="0" * 64)
    with pytest.raises(CommandError, match="another version"):
        seed()
