"""The staff's pages about tiers, and drafts tried on everybody."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from creatorspark.core.jobs.services import JobFault, JobProgress
from creatorspark.core.models import Job, Policy
from creatorspark.core.policies import kinds, simulations
from creatorspark.core.policies import services as policies
from creatorspark.lib.periods import WEEK, monday_of
from rewards.domain.tier_policy import DEFAULT_PARAMETERS
from rewards.models import TierStanding, TierWarning, TierWeek
from rewards.services.tier_trials import try_tiers
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.rewards.grades import MONDAY, graded, look, rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules()


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(UserFactory(staff=True))
    return client


@pytest.mark.parametrize("model", [TierStanding, TierWarning, TierWeek])
def test_every_list_and_page_opens(desk: Client, model: Any):
    creator = CreatorFactory(handle="mina", user=UserFactory())
    graded(creator, "AAAA?")
    graded(creator, "A", before=MONDAY + 7 * WEEK)
    for week in range(10):
        look(MONDAY + week * WEEK)
    name = model._meta.model_name
    listed = desk.get(reverse(f"admin:rewards_{name}_changelist"))
    assert listed.status_code == 200
    for row in model.objects.all()[:3]:
        page = desk.get(reverse(f"admin:rewards_{name}_change", args=[row.pk]))
        assert page.status_code == 200
    if model is not TierWeek:
        assert "mina" in listed.content.decode()
        assert ">A</td>" in page.content.decode()


def strict(**changes: int) -> Policy:
    """A draft whose silver asks for more."""
    tiers = [
        {**tier, "needs": {**tier["needs"], **changes}} for tier in DEFAULT_PARAMETERS["tiers"]
    ]
    return policies.create_draft(
        "tier",
        version="strict-1",
        parameters={**DEFAULT_PARAMETERS, "tiers": tiers},
        actor=None,
    )


def test_a_draft_is_tried_on_everybody_and_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    small = CreatorFactory(handle="small", niche="food", follower_count=500)
    large = CreatorFactory(handle="large", niche="", follower_count=2_000_000)
    CreatorFactory(handle="silent", niche="food")
    graded(small, "AAAA")
    graded(large, "A" * 9)
    draft = strict(graded_videos=9)
    outcome: Any = try_tiers(JobProgress(None), {"policy_id": draft.pk, "sha256": draft.sha256})

    assert outcome["creators"] == 2
    assert outcome["tiers"] == ["", "silver", "gold", "platinum"]
    assert outcome["totals"] == [[0, 1], [1, 0], [1, 1], [0, 0]]
    assert outcome["falls"] == {"creators": 1, "some": [["@small", "silver", ""]]}
    assert outcome["rises"]["creators"] == 0
    assert [row["name"] for row in outcome["by_niche"]] == ["food", ""]
    assert [row["name"] for row in outcome["by_size"]] == ["< 1 K", "1 M+"]
    assert not TierStanding.objects.exists()

    trial = kinds.trial_of(draft)
    assert trial is not None
    report = trial.report(outcome)
    assert report["charts"][0]["labels"] == ["No tier", "Silver", "Gold", "Platinum"]
    assert report["tables"][0]["rows"][0] == ["food", "1", "0 → 1", "1 → 0", "0", "0"]
    assert trial.export is not None
    assert ("size", "1 M+", "gold", 1, 1) in trial.export(outcome)


def test_a_draft_that_was_changed_meanwhile_is_not_tried():
    draft = strict()
    with pytest.raises(JobFault, match="changed before the trial began"):
        try_tiers(JobProgress(None), {"policy_id": draft.pk, "sha256": "0" * 64})


def test_staff_ask_for_a_trial_and_read_it(desk: Client):
    draft = strict(graded_videos=9)
    job = simulations.request(draft, actor=UserFactory(staff=True), now=NOW)
    outcome: Any = try_tiers(JobProgress(None), job.parameters)
    Job.objects.filter(pk=job.pk).update(state=Job.State.SUCCEEDED, result=outcome)
    page = desk.get(reverse("admin:core_policy_simulation", args=[draft.pk]))
    assert "Would earn a lower tier" in page.content.decode()


def test_a_tier_policy_starts_on_a_monday():
    draft = strict()
    with pytest.raises(policies.PolicyError, match="starts on a Monday at 00:00 UTC"):
        policies.activate(draft, effective_from=NOW, actor=None, now=NOW)
    assert monday_of(NOW) == MONDAY
