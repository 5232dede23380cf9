"""The first pay policy: made once, whoever asks, and found by the week it rules."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import call_command

from creatorspark.celery import app
from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, Policy
from creatorspark.core.policies import kinds
from creatorspark.core.policies import services as policies
from rewards.domain.pay_policy import DEFAULT_PARAMETERS
from rewards.services.policies import ensure_default_policies, pay_policy_at, rules_of
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


def test_the_first_policy_is_made_once_and_rules_from_the_start():
    assert pay_policy_at(at=NOW) is None
    ensure_default_policies(now=NOW)
    ensure_default_policies(now=NOW)
    policy = pay_policy_at(at=datetime(2000, 1, 3, tzinfo=UTC))
    assert policy is not None
    assert (policy.version, Policy.objects.filter(kind="pay").count()) == ("pay-1", 1)
    assert rules_of(policy).sha256 == policy.sha256


def test_a_draft_keeps_the_first_policy_from_being_made():
    policies.create_draft("pay", version="ours-1", parameters=dict(DEFAULT_PARAMETERS), actor=None)
    ensure_default_policies(now=NOW)
    assert list(Policy.objects.filter(kind="pay").values_list("version", flat=True)) == ["ours-1"]


def test_a_draft_with_two_rules_for_the_same_videos_is_refused():
    parameters = dict(DEFAULT_PARAMETERS)
    parameters["rpm"] = [{"rpm_minor": "45"}, {"rpm_minor": "50"}]
    with pytest.raises(policies.PolicyError, match="Two RPM rules name the same videos"):
        policies.create_draft("pay", version="ours-1", parameters=parameters, actor=None)


@pytest.mark.parametrize("kind", ["pay", "tier", "grade", "points"])
def test_the_desk_knows_the_kind_and_refuses_empty_rules(kind):
    assert kind in kinds.names()
    with pytest.raises(policies.PolicyError):
        policies.create_draft(kind, version="empty", parameters={"nonsense": 1}, actor=None)


def test_no_clock_begins_to_pay():
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        if entry["task"].startswith(("rewards.", "scoring.")):
            app.tasks[entry["task"]].apply(throw=True)
    for job in Job.objects.all():
        jobs.run(job.pk, now=NOW)
    assert Job.objects.filter(state=Job.State.FAILED).count() == 0
    assert not Policy.objects.filter(kind="pay").exists()


def test_a_person_begins_to_pay_with_a_week(capsys):
    call_command("close_weeks")
    assert "No pay policy is in force" in capsys.readouterr().out
    call_command("close_weeks", begin="2025-W10")
    assert pay_policy_at(at=datetime(2025, 3, 2, tzinfo=UTC)) is None
    assert pay_policy_at(at=datetime(2025, 3, 3, tzinfo=UTC)) is not None
