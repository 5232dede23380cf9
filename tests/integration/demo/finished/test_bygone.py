"""An earlier quarter of the demo world has cases that people decided, all of them over."""

import pytest

from creatorspark.core.models import Appeal, Job, Policy
from creatorspark.demo.domain.bygone import looked_at
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.selectors import creator_of
from creatorspark.lib.calendar_periods import Length, period_of
from fraud import interface as fraud
from fraud.models import Alert, RegressionCase
from rewards import interface as rewards
from tests.integration.demo.watching import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def bygone(world) -> list[Alert]:
    return list(Alert.objects.filter(created_at=looked_at(NOW)).order_by("pk"))


def test_every_case_was_over_in_an_earlier_quarter(bygone):
    quarter = period_of(looked_at(NOW), Length.QUARTER)
    assert quarter.end <= period_of(NOW, Length.QUARTER).start
    # A world of this scale has too few people for every ending.
    assert {"upheld", "overturned"} == {alert.outcome for alert in bygone}
    for alert in bygone:
        assert alert.tier == "case"
        assert alert.resolved_at is not None
        assert quarter.start <= alert.created_at < alert.resolved_at < quarter.end


def test_figures_of_that_quarter_tell_of_them(bygone):
    figures = fraud.protection_figures(period=period_of(looked_at(NOW), Length.QUARTER))
    assert figures.cases == figures.decided.first.all == len(bygone)
    assert figures.appeals.overturned == 1


def test_who_appealed_was_heard_by_another_person_and_got_an_apology(bygone):
    creator = creator_of(Story.DORMANT)
    (alert,) = [one for one in bygone if one.creator_id == creator.pk]
    first, last = alert.decisions.all()
    assert (first.outcome, last.outcome) == ("upheld", "overturned")
    assert first.decided_by != last.decided_by
    assert Appeal.objects.get(creator=creator).state == "overturned"
    assert not fraud.holds_for(creator_id=creator.pk)
    kinds = [line.kind for line in rewards.statement_lines(creator_id=creator.pk)]
    assert "apology" in kinds


def test_wrong_cases_are_kept_and_other_rules_wait_to_be_tried_on_them(bygone):
    wrong = [one for one in bygone if one.outcome in ("cleared", "overturned")]
    kept = RegressionCase.objects.filter(state="captured", shows_it=True)
    assert kept.filter(alert__in=wrong).count() == len(wrong)
    draft = Policy.objects.get(kind="fraud", state="draft")
    trial = Job.objects.get(kind="fraud.back_test", state="queued")
    assert trial.parameters["policy_id"] == draft.pk
