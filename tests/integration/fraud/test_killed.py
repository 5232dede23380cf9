"""Processes are killed at lines of fraud protection: no wrong is forgotten, no trial is torn."""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

import fraud
from creatorspark.core.appeals import desk
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import AuditEntry, Policy
from creatorspark.core.policies.services import create_draft
from fraud.domain import cheats
from fraud.domain.parameters import Parameters
from fraud.models import AlertDecision, BackTest, RegressionCase
from fraud.services import backtests, regressions
from fraud.services.backtests import back_test
from fraud.services.detection import detect
from fraud.services.events.rollups import roll_up
from tests.factories import UserFactory
from tests.integration.fraud.test_deciding import appeal_of, holds
from tests.integration.fraud.test_detection import NOW, Stored
from tests.integration.scoring.killing import killed_at

pytestmark = pytest.mark.django_db(transaction=True)
CODE = Path(fraud.__file__).parent / "services"
# Every line takes a while; a run of the suite looks at some of them.
STEP = int(os.environ.get("KILL_EVERY", "8"))


@pytest.fixture
def wronged():
    """An alert about views that were bought, as far as detectors can tell."""
    Stored(partial(cheats.bought_views, creator=5, views=9_000))
    (alert,) = detect(now=NOW, span=timedelta(days=40))
    return alert


def test_an_overturn_never_loses_its_regression_case(wronged):
    appeal, person = appeal_of(wronged), UserFactory(superuser=True)
    desk.take(appeal.pk, person=person, actor=person, now=NOW)
    verdict = desk.Verdict(outcome=Outcome.OVERTURNED, reason="The receipt fits.")
    overturn = partial(desk.decide, appeal.pk, verdict, actor=person, now=NOW)
    killed, line = 0, 1
    while killed_at(line, overturn, within=CODE):
        appeal.refresh_from_db()
        is_decided = appeal.state == "overturned"
        decisions = AlertDecision.objects.filter(alert=wronged, outcome="overturned").count()
        seen = (decisions, RegressionCase.objects.filter(alert=wronged).count())
        assert seen == ((1, 1) if is_decided else (0, 0)), f"killed at line {line}"
        assert [is_held for is_held, *_ in holds(wronged)] == [not is_decided]
        killed, line = killed + 1, line + STEP
        if is_decided:
            break
    assert killed > 5, "it was killed nowhere"
    assert regressions.capture_pending(now=NOW) == 1
    assert RegressionCase.objects.get(alert=wronged).shows_it


def test_a_case_that_waits_is_captured_whole_or_waits_still(wronged):
    regressions.ask(wronged, now=NOW)
    killed, line = 0, 1
    while killed_at(line, partial(regressions.capture_pending, now=NOW), within=CODE):
        case = RegressionCase.objects.get()
        told = AuditEntry.objects.filter(action="fraud.regression.captured").count()
        seen = (case.state, case.slice is not None, told)
        assert seen in {("pending", False, 0), ("captured", True, 1)}, f"killed at line {line}"
        killed, line = killed + 1, line + STEP
    assert killed > 3, "it was killed nowhere"
    case = RegressionCase.objects.get()
    assert (case.state, case.shows_it) == ("captured", True)
    (ran,) = regressions.run(Parameters(), shadow=())
    assert ran.codes == ("VIEWS_WITHOUT_LIKES",)


class Unshown(JobProgress):
    """The progress of a job that nobody watches."""

    def __init__(self, job_id: UUID) -> None:
        super().__init__(None)
        self.job_id = job_id

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        """Tell nobody."""


def tried(policy: Policy, job_id: UUID) -> dict[str, Any] | None:
    asked = {
        "policy_id": policy.pk,
        "sha256": policy.sha256,
        "weeks": 4,
        "until": NOW.isoformat(),
    }
    return back_test(Unshown(job_id), asked)


def test_a_trial_that_dies_anywhere_ends_as_if_it_had_not(wronged, monkeypatch):
    monkeypatch.setattr(backtests, "CREATORS_AT_ONCE", 4)
    while roll_up(hours=2_000):
        pass
    looser = {"bursts": {"least_expected_likes": 5}}
    policy = create_draft("fraud", version="fraud-2", parameters=looser, actor=None)
    whole = tried(policy, uuid4())
    job_id, killed, line, looked = uuid4(), 0, 16, list[timedelta]()
    # Each process goes on where the one before was killed, and comes a little further.
    while killed_at(line, partial(tried, policy, job_id), within=CODE):
        test = BackTest.objects.filter(job_id=job_id).first()
        looked.append(test.looked_until - test.since if test else timedelta(0))
        killed, line = killed + 1, line + max(1, line * STEP // 50)
    assert killed > 3, "it was killed nowhere"
    assert looked == sorted(looked)
    assert len({*looked}) > 2, "no week was kept"
    assert tried(policy, job_id) == whole
