"""Many clicks at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from creatorspark.core.appeals import desk, filing
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.tending import tend
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.models import Appeal, AppealStep, Decision, Notification
from scoring.models import OriginalityVerdict
from tests.factories import NOW
from tests.integration.core.appeals.scene import DAY, Scene

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start every work at the same moment in a thread of its own; return results or refusals."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        start.wait()
        try:
            return work()
        except AppealRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_eight_clicks_file_one_appeal(scene: Scene):
    results = at_once(*[scene.file] * 8)
    assert {result.pk for result in results} == {Appeal.objects.get().pk}
    assert AppealStep.objects.count() == 1
    assert Notification.objects.filter(user=scene.owner).count() == 1


def test_two_people_take_and_the_last_one_has_it(scene: Scene):
    appeal = scene.file()
    at_once(
        *[
            lambda person=person: desk.take(appeal.pk, person=person, actor=person, now=NOW + DAY)
            for person in (scene.ana, scene.bo)
        ]
    )
    appeal.refresh_from_db()
    last = AppealStep.objects.filter(kind="taken").last()
    assert last is not None
    assert appeal.assigned_to_id == last.actor_id


def test_a_decision_and_a_withdrawal_meet_and_one_of_them_counts(scene: Scene):
    appeal = scene.file()
    desk.take(appeal.pk, person=scene.ana, actor=scene.ana, now=NOW + DAY)
    verdict = desk.Verdict(outcome=Outcome.OVERTURNED, reason="Yours.")
    decided, withdrawn = at_once(
        lambda: desk.decide(appeal.pk, verdict, actor=scene.ana, now=NOW + 2 * DAY),
        lambda: filing.withdraw(appeal.pk, actor=scene.owner, now=NOW + 2 * DAY),
    )
    appeal.refresh_from_db()
    was_decided = isinstance(decided, Decision)
    assert was_decided == isinstance(withdrawn, AppealRefused)
    assert appeal.state == ("overturned" if was_decided else "withdrawn")
    stands = OriginalityVerdict.objects.get(video=scene.video, is_current=True)
    assert stands.verdict == ("original" if was_decided else "not_original")


def test_four_workers_admit_lateness_once(scene: Scene):
    scene.file(now=NOW)
    results = at_once(*[lambda: tend(now=NOW + 8 * DAY)] * 4)
    assert sum(result.get("late", 0) for result in results) == 1
    assert (
        Notification.objects.filter(user=scene.owner, title__startswith="We are late").count() == 1
    )
