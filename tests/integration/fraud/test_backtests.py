"""A draft tried on stored events: what it would have found, against what is in force; no trace."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobCancelled, JobFault, JobProgress
from creatorspark.core.models import CountExclusion, Job
from creatorspark.core.policies import kinds, simulations
from creatorspark.core.policies.services import PolicyError, activate, create_draft, edit_draft
from fraud.domain import cheats, innocents
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters
from fraud.models import Alert, BackTest, DueCreator, Hold
from fraud.services import backtests, regressions
from fraud.services.alerts import resolve
from fraud.services.backtests import BACK_TEST, back_test
from fraud.services.detection import detect_due
from fraud.services.events.rollups import roll_up
from fraud.services.first_policy import ensure_first_policy
from fraud.services.policies import in_force
from fraud.services.rules import snooze
from fraud.trials.reports import report_of
from tests.factories import UserFactory
from tests.integration.fraud.test_detection import NOW, Stored

pytestmark = pytest.mark.django_db
DEAF = {"bursts": {"least_expected_likes": 100_000}}
LOOSE = {"bursts": {"least_expected_likes": 5}}
BOUGHT = "VIEWS_WITHOUT_LIKES"


@pytest.fixture
def stored():
    """Four weeks with bought views for one creator, programs for another, and summed hours."""
    made = Stored(
        partial(cheats.bought_views, creator=5, views=9_000),
        partial(cheats.scripts, creator=6, views=700),
        partial(innocents.raid, creator=4),
    )
    while roll_up(hours=2_000):
        pass
    return made


def draft(version="fraud-2", **parameters):
    return create_draft("fraud", version=version, parameters=parameters, actor=None)


def ask(policy, **more):
    return {
        "policy_id": policy.pk,
        "sha256": policy.sha256,
        "weeks": 4,
        "until": NOW.isoformat(),
        **more,
    }


def tried(policy, progress=None, **more):
    return back_test(progress or JobProgress(None), ask(policy, **more))


def rule(result, code=BOUGHT):
    return next(one for one in result["rules"] if one["code"] == code)


def in_force_since_long(policy):
    long_ago = NOW - timedelta(days=300)
    return activate(policy, effective_from=long_ago, actor=None, now=long_ago)


def test_it_says_what_the_worker_would_have_found_and_leaves_no_trace(stored):
    result = tried(draft())
    assert result["totals"]["case"] == [1, 1]
    assert result["totals"]["discount"] == [1, 1]
    assert result["totals"]["creators"] == [1, 1]
    assert sum(week["case"][1] for week in result["by_week"]) == 1
    one = rule(result)
    assert (one["case"], one["creators"], one["new"], one["gone"]) == ([1, 1], [1, 1], 0, 0)
    assert 8_000 < one["affected"][1] < 12_000
    assert rule(result, "UA_DECLARED_BOT")["discount"] == [1, 1]
    assert (result["new"]["count"], result["gone"]["count"]) == (0, 0)
    assert not Alert.objects.exists()
    assert not Hold.objects.exists()
    assert not CountExclusion.objects.exists()
    due = DueCreator.objects.count()
    real = detect_due(now=NOW)
    assert due == 10
    assert {(one.tier, one.creator_id) for one in real} == {
        ("case", stored.creator(5).pk),
        ("discount", stored.creator(6).pk),
    }


def test_what_a_draft_no_longer_finds_and_what_is_new(stored):
    gone = tried(draft(**DEAF))
    assert gone["totals"]["case"] == [1, 0]
    assert gone["gone"]["some"][0]["creator"] == stored.creator(5).pk
    assert rule(gone)["gone"] == 1
    in_force_since_long(draft("fraud-1", **DEAF))
    new = tried(draft("fraud-3"))
    assert new["base"] == "fraud-1"
    assert (new["totals"]["case"], new["new"]["count"], rule(new)["new"]) == ([0, 1], 1, 1)


def test_real_cases_say_how_they_were_decided(stored):
    (alert,) = [one for one in detect_due(now=NOW) if one.tier == "case"]
    assert tried(draft())["real"] == {"again": {"open": 1}, "gone": {}}
    clear(alert)
    result = tried(draft("fraud-3"))
    assert result["real"]["again"] == {"cleared": 1}
    assert (rule(result)["decided"], rule(result)["fell"]) == (1, 1)
    assert tried(draft("fraud-4", **DEAF))["real"] == {"again": {}, "gone": {"cleared": 1}}


def clear(alert):
    staff = UserFactory(superuser=True)
    resolve(alert, outcome="cleared", reason="It was an advert.", actor=staff, now=NOW)
    regressions.capture_pending(now=NOW)


def test_people_who_were_wrongly_accused_are_asked_about(stored):
    (alert,) = [one for one in detect_due(now=NOW) if one.tier == "case"]
    clear(alert)
    result = tried(draft(**DEAF))["regressions"]
    assert (result["cases"], result["again"]) == (1, [1, 0])
    assert result["rows"][0]["reference"] == alert.reference
    assert (result["rows"][0]["base"], result["rows"][0]["draft"]) == ([BOUGHT], [])


def test_a_rule_in_shadow_only_tries(stored):
    result = tried(draft(rules={"shadow": [BOUGHT]}))
    assert result["totals"]["case"] == [1, 0]
    assert rule(result)["in_shadow"] == [False, True]
    assert rule(result)["shadow"] == [0, 1]


def test_a_rule_that_rested_for_somebody_rests_here_too(stored):
    snooze(
        creator_id=stored.creator(5).pk,
        code=BOUGHT,
        days=90,
        reason="A screen in a shop.",
        actor=UserFactory(superuser=True),
        now=NOW - timedelta(days=80),
    )
    assert tried(draft())["totals"]["case"] == [0, 0]


def test_pieces_find_what_the_whole_finds(stored, monkeypatch):
    whole = tried(draft())
    monkeypatch.setattr(backtests, "CREATORS_AT_ONCE", 2)
    parts = tried(draft("fraud-3"))
    assert parts["pieces"] > whole["pieces"]
    for name in ("totals", "new", "gone"):
        assert parts[name] == whole[name]


class Watched(JobProgress):
    """Keeps what was reported, and may die at a report."""

    def __init__(self, dies_at: int | None = None) -> None:
        super().__init__(None)
        self.job_id = uuid4()
        self.told: list[float] = []
        self.dies_at = dies_at

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        self.told.append(done / total)
        if len(self.told) == self.dies_at:
            raise RuntimeError("The power went.")


def test_it_shows_how_far_it_is(stored, monkeypatch):
    monkeypatch.setattr(backtests, "CREATORS_AT_ONCE", 2)
    progress = Watched()
    tried(draft(), progress)
    assert len(progress.told) > 8
    assert progress.told == sorted(progress.told)
    assert all(0 <= one <= 1 for one in progress.told)


def test_a_worker_that_died_goes_on_with_the_week_at_which_it_was(stored, monkeypatch):
    policy = draft()
    whole = tried(policy)
    monkeypatch.setattr(backtests, "CREATORS_AT_ONCE", 4)
    progress = Watched(dies_at=6)
    with pytest.raises(RuntimeError):
        tried(policy, progress)
    test = BackTest.objects.exclude(found={}).get()
    assert test.since < test.looked_until < test.until
    assert test.result is None
    looked = []
    real = backtests._look

    def look(test, sides, **more):
        looked.append(test.looked_until)
        real(test, sides, **more)

    monkeypatch.setattr(backtests, "_look", look)
    again = tried(policy, progress)
    assert 0 < len(looked) < 4
    assert again["totals"] == whole["totals"]
    assert tried(policy, progress) == again


def test_a_worker_that_was_silent_too_long_stops(stored, monkeypatch):
    policy, progress = draft(), Watched()
    real = backtests._examine

    def overtaken(*given, **more):
        real(*given, **more)
        BackTest.objects.update(looked_until=NOW)

    monkeypatch.setattr(backtests, "_examine", overtaken)
    with pytest.raises(JobCancelled):
        tried(policy, progress)


def test_staff_ask_and_a_worker_does_it_and_keeps_it_with_the_draft(stored):
    policy, staff = draft(), UserFactory(superuser=True)
    job = simulations.request(policy, actor=staff, now=timezone.now(), answers={"weeks": 3})
    assert (job.kind, job.parameters["weeks"]) == (BACK_TEST, 3)
    Job.objects.filter(pk=job.pk).update(parameters=job.parameters | {"until": NOW.isoformat()})
    assert jobs.run(job.pk, now=timezone.now())
    job.refresh_from_db()
    test = BackTest.objects.get()
    assert (job.state, test.policy, test.parameters_sha256) == ("succeeded", policy, policy.sha256)
    assert test.result == job.result
    shown(policy, job.result or {})


def shown(policy, result):
    trial = kinds.trial_of(policy)
    assert trial is not None
    assert trial.export is not None
    report = trial.report(result)
    assert len(report["figures"]) == 6
    assert {len(row) for table in report["tables"] for row in table["rows"]} <= {3, 4, 5, 10}
    assert {len(row) for row in trial.export(result)} == {5}


def test_no_events_are_said_to_be_none():
    report = report_of(tried(draft()))
    assert report["figures"][0]["value"] == "0"


def test_a_draft_that_was_changed_meanwhile_is_not_tried():
    policy = draft()
    asked = ask(policy)
    edit_draft(policy, parameters=DEAF, actor=None)
    with pytest.raises(JobFault):
        back_test(JobProgress(None), asked)


def start(policy):
    soon = timezone.now() + timedelta(days=1)
    return activate(policy, effective_from=soon, actor=None, now=timezone.now())


def test_a_looser_draft_starts_only_after_it_was_tried_as_it_is():
    policy = draft(**LOOSE)
    with pytest.raises(PolicyError, match=BOUGHT):
        start(policy)
    tried(policy)
    edit_draft(policy, parameters=LOOSE | {"cases": {"families": 1}}, actor=None)
    policy.refresh_from_db()
    with pytest.raises(PolicyError, match="GIFT_CIRCLE"):
        start(policy)
    tried(policy)
    start(policy)
    policy.refresh_from_db()
    assert policy.state == "active"


@pytest.mark.parametrize(
    "parameters",
    [
        DEAF,
        {},
        {"process": {"decide_hours": 24}},
        LOOSE | {"rules": {"shadow": sorted(ReasonCode)}},
    ],
)
def test_what_accuses_nobody_more_easily_needs_no_trial(parameters):
    policy = draft(**parameters)
    assert "no trial" in kinds.readiness(policy, effective_from=timezone.now())
    start(policy)


def test_a_rule_that_leaves_shadow_must_have_been_tried():
    in_force_since_long(draft("fraud-1", rules={"shadow": [BOUGHT]}))
    with pytest.raises(PolicyError, match=BOUGHT):
        start(draft())


def test_a_rule_that_is_newer_than_the_trial_works_in_shadow(monkeypatch):
    policy = draft()
    tried(policy)
    in_force_since_long(policy)
    assert in_force(now=NOW).parameters == Parameters()
    test = BackTest.objects.get()
    known = test.result or {}
    older = known | {"rules": [one for one in known["rules"] if one["code"] != BOUGHT]}
    monkeypatch.setattr(
        "fraud.services.policies.tried_as_it_is", lambda _policy: BackTest(result=older)
    )
    assert in_force(now=NOW).parameters.rules.shadow == (BOUGHT,)


def test_staff_read_what_the_trial_found_before_they_start_a_draft(stored, client):
    policy = draft(**LOOSE)
    client.force_login(UserFactory(superuser=True))
    page = f"/admin/core/policy/{policy.pk}/act/activate/"
    assert "been tried on history" in client.get(page).content.decode()
    tried(policy)
    assert "1 case about 1 creator." in client.get(page).content.decode()
    for place in ("backtest", "regressioncase"):
        assert client.get(f"/admin/fraud/{place}/").status_code == 200
    assert (
        client.get(f"/admin/fraud/backtest/{BackTest.objects.get().pk}/change/").status_code == 200
    )


def test_the_first_policy_rules_with_its_trial_and_only_once(stored):
    for _twice in range(2):
        ensure_first_policy(effective_from=NOW - timedelta(days=90), now=NOW)
    rule = in_force(now=NOW - timedelta(days=30))
    test = BackTest.objects.get()
    assert (rule.version, test.parameters_sha256) == ("fraud-1", rule.sha256)
    assert (test.result or {})["totals"]["case"] == [1, 1]
    assert rule.parameters == Parameters()
    (job,) = Job.objects.all()
    assert (job.state, job.kind) == ("succeeded", BACK_TEST)
