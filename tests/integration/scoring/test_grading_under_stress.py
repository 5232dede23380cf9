"""Grading when workers collide or die, in whatever order, and checked by code that isn't ours."""

import importlib.util
import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.lib.canonical import canonical_json
from scoring import interface
from scoring.domain.points.fields import VideoFacts
from scoring.models import CohortReference, EngagementGrade
from scoring.services.engagement.running import grade_videos
from scoring.services.locks import silent
from scoring.services.policies import ensure_default_policies
from tests.integration.scoring.world import NOW, add_videos
from tests.unit.scoring.populations import long_tailed

pytestmark = pytest.mark.django_db
MARCH = datetime(2025, 3, 1, tzinfo=UTC)
APRIL = datetime(2025, 4, 1, tzinfo=UTC)
REAL_FILE = Path(
    os.environ.get("TIKTOK_TRENDING_FILE")
    or Path(__file__).resolve().parents[4] / "shared/datasets/tiktok-trending-2020/trending.json"
)


def seen(seed: int, size: int) -> VideoFacts:
    facts = long_tailed(seed, size)
    return replace(facts, views=facts.views + 5_000)


def stand_alone_verifier() -> Any:
    path = settings.BASE_DIR / "docs" / "verify" / "verify_statement.py"
    spec = importlib.util.spec_from_file_location("verify_statement", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_the_verifier_agrees() -> Counter[str]:
    """Redo every current grade with the stand-alone verifier; returns the letters."""
    verifier = stand_alone_verifier()
    rules = {policy.sha256: policy.parameters for policy in interface.grade_policies()}
    references = {row.sha256: row.parameters for row in interface.grade_references()}
    ids = list(EngagementGrade.objects.filter(is_current=True).values_list("video_id", flat=True))
    letters: Counter[str] = Counter()
    for judgement in interface.judgements(video_ids=ids).values():
        stated = {
            "counts": dict(judgement.counts),
            "score": judgement.score,
            "reference_sha256": judgement.reference_sha256,
        }
        redone = verifier.check_grade(stated, rules[judgement.grade_policy_sha256], references)
        assert redone == judgement.letter
        letters[redone] += 1
    for sha256, parameters in (rules | references).items():
        assert verifier.sha256(parameters) == sha256
    assert letters.total() == len(ids)
    return letters


def test_the_stand_alone_verifier_finds_the_same_grades():
    ensure_default_policies(now=NOW)
    add_videos(seen(1, 200), posted_from=MARCH)
    add_videos(long_tailed(2, 90, median_views=300), posted_from=APRIL, niche="chess")
    add_videos(seen(3, 3), posted_from=MARCH, niche="curling", seconds=None)
    Creator.objects.filter(niche="curling").update(platform="youtube")
    Video.objects.filter(creator__niche="curling").update(platform="youtube")
    grade_videos(now=NOW)
    letters = assert_the_verifier_agrees()
    assert {"A", "B", "C", "D", "E", "too_early"} <= set(letters)
    assert EngagementGrade.objects.filter(state=EngagementGrade.State.ABSOLUTE).count() == 3


def grades_by_name() -> dict[str, tuple[Any, ...]]:
    rows = EngagementGrade.objects.filter(is_current=True).values_list(
        "video__caption", "video__creator__niche", "letter", "score", "rate", "reference__sha256"
    )
    return {f"{caption} {niche}": tuple(rest) for caption, niche, *rest in rows}


def test_the_order_of_import_does_not_matter():
    ensure_default_policies(now=NOW)
    batches = [(seen(4, 70), "dance"), (seen(5, 50), "food"), (seen(6, 20), "chess")]

    def grades_after(order):
        with transaction.atomic():
            for facts, niche in order:
                add_videos(facts, posted_from=MARCH, niche=niche)
            grade_videos(now=NOW)
            found = grades_by_name()
            transaction.set_rollback(True)
        return found

    forwards = grades_after(batches)
    assert len(forwards) == 140
    assert grades_after(batches[::-1]) == forwards


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_grade_once():
    ensure_default_policies(now=NOW)
    add_videos(seen(7, 300), posted_from=MARCH)
    together, results, faults = Barrier(3), [], []

    def work():
        try:
            together.wait()
            results.append(grade_videos(now=NOW))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(result.written for result in results) == [0, 0, 300]
    assert CohortReference.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [0, 100, 200])
def test_a_run_that_dies_half_way_is_finished_by_the_next_with_the_same_grades(monkeypatch, after):
    ensure_default_policies(now=NOW)
    add_videos(seen(8, 250), posted_from=MARCH)
    monkeypatch.setattr("scoring.services.engagement.running.CHUNK", 100)

    class Killed(Exception):
        pass

    def die(stage, *, done=0, total=0):
        if stage == "Grading" and done == after:
            raise Killed

    with pytest.raises(Killed):
        grade_videos(now=NOW, report=die)
    assert EngagementGrade.objects.count() == after
    # What is imported meanwhile finds the cohort frozen.
    add_videos(seen(9, 40), posted_from=MARCH)
    assert grade_videos(now=NOW).written == 250 - after + 40
    reference = CohortReference.objects.get()
    assert reference.sample_size == 250
    assert_the_verifier_agrees()


def test_small_chunks_read_the_same_grades(monkeypatch):
    ensure_default_policies(now=NOW)
    add_videos(seen(10, 90), posted_from=MARCH)
    add_videos(seen(11, 60), posted_from=APRIL, niche="food")
    for module in ("selectors.engagement", "services.engagement.writing"):
        monkeypatch.setattr(f"scoring.{module}.CHUNK", 7)
    assert grade_videos(now=NOW).written == 150
    assert grade_videos(now=NOW).written == 0
    assert_the_verifier_agrees()


def test_a_clock_that_goes_backwards_changes_nothing():
    ensure_default_policies(now=NOW)
    add_videos(seen(12, 60), posted_from=MARCH)
    grade_videos(now=NOW)
    before = list(EngagementGrade.objects.order_by("pk").values())
    assert grade_videos(now=NOW - timedelta(days=2)).written == 0
    assert list(EngagementGrade.objects.order_by("pk").values()) == before


def test_thousands_of_judgements_are_one_query():
    ensure_default_policies(now=NOW)
    videos = add_videos(seen(13, 400), posted_from=MARCH)
    grade_videos(now=NOW)
    ids = [video.pk for video in videos]
    with CaptureQueriesContext(connections["default"]) as context:
        found = interface.judgements(video_ids=[*ids, *range(10**6, 10**6 + 20_000)])
        interface.originality(video_ids=ids)
    assert (len(context), len(found)) == (2, 400)


def test_published_numbers_survive_the_database_to_the_last_digit():
    ensure_default_policies(now=NOW)
    add_videos(seen(14, 60), posted_from=MARCH)
    grade_videos(now=NOW)
    (public,) = interface.grade_references()
    fresh = CohortReference.objects.get()
    assert canonical_json(public.parameters) == canonical_json(fresh.parameters)
    assert list(interface.grade_references(sha256s=["0" * 64])) == []
    assert [row.sha256 for row in interface.grade_references(sha256s=[fresh.sha256])] == [
        fresh.sha256
    ]


@pytest.mark.skipif(not REAL_FILE.exists(), reason="the real file isn't here")
def test_the_thousand_real_videos_are_graded_and_verified(capsys):
    call_command("import_tiktok", REAL_FILE, "--no-progress", stdout=StringIO())
    now = MetricSnapshot.objects.latest("observed_at").observed_at + timedelta(days=30)
    ensure_default_policies(now=now)
    result = grade_videos(now=now, report=silent)
    assert result.written == Video.objects.count() == 1_000
    letters = assert_the_verifier_agrees()
    graded = sum(letters[letter] for letter in "ABCDE")
    assert graded >= 990
    # A fifth each: cohorts are made of these very videos.
    assert all(150 <= letters[letter] <= 250 for letter in "ABCDE")
    with capsys.disabled():
        print(f"\nreal videos: {dict(sorted(letters.items()))}")
