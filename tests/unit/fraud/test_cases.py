"""Tiers: machines accuse nobody, one kind of evidence isn't enough, victims stay untouched."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from fraud.domain import cheats
from fraud.domain.cases import Tier, Totals, examine, judge
from fraud.domain.findings import FAMILY_OF, Family, Finding, ReasonCode
from fraud.domain.parameters import Parameters
from fraud.domain.worlds import SCRIPT
from tests.unit.fraud.worlds import accused, judgements, tell

SPIKE = Finding(
    code=ReasonCode.VIEWS_WITHOUT_LIKES, severity=0.8, start=0, end=100, creator=7, video=1,
    affected=900, total=1_000,
)  # fmt: skip
CLOCK = replace(SPIKE, code=ReasonCode.CLOCKWORK_VIEWS, start=50, end=150)
STEPS = replace(SPIKE, code=ReasonCode.LOCKSTEP_VIEWS, benefit=0.9, accounts=(1, 2))


def tiers(*findings: Finding) -> list[Tier]:
    return [one.tier for one in judge(findings)]


def test_every_code_belongs_to_a_family():
    assert set(FAMILY_OF) == set(ReasonCode)
    assert set(FAMILY_OF.values()) == set(Family)


def test_one_kind_of_evidence_is_noted_only():
    assert tiers(SPIKE) == [Tier.NOTE]
    assert tiers(SPIKE, replace(SPIKE, code=ReasonCode.FEW_VIEWERS_MANY_VIEWS)) == [Tier.NOTE]


def test_two_kinds_that_agree_are_a_case():
    (case,) = judge([SPIKE, CLOCK])
    assert case.tier is Tier.CASE
    assert case.families == {Family.COMPOSITION, Family.RHYTHM}
    assert (case.start, case.end, case.videos, case.share) == (0, 150, (1,), 0.9)


def test_two_kinds_at_different_times_or_on_different_videos_don_t_agree():
    assert tiers(SPIKE, replace(CLOCK, start=200, end=300)) == [Tier.NOTE, Tier.NOTE]
    assert tiers(SPIKE, replace(CLOCK, video=2)) == [Tier.NOTE, Tier.NOTE]


def test_conclusive_evidence_is_enough():
    assert tiers(replace(SPIKE, conclusive=True)) == [Tier.CASE]


def test_weak_evidence_isn_t_counted():
    assert tiers(SPIKE, replace(CLOCK, severity=0.4)) == [Tier.NOTE]


def test_what_hardly_matters_is_a_discount_unless_it_touches_the_creator():
    much = {7: Totals(views=1_000_000)}
    assert [one.tier for one in judge([SPIKE, CLOCK], period_totals=much)] == [Tier.DISCOUNT]
    assert [one.tier for one in judge([SPIKE, STEPS], period_totals=much)] == [Tier.CASE]


def test_what_is_in_question_is_the_sum_over_videos_of_the_largest_within_one():
    other = replace(SPIKE, video=2, affected=500)
    (case,) = judge([SPIKE, CLOCK, other, replace(STEPS, video=None, affected=1_200)])
    assert case.affected == 900 + 500
    (whole,) = judge([SPIKE, CLOCK, replace(STEPS, video=None, affected=3_000, total=3_500)])
    assert whole.affected == 3_000


def test_views_and_gifts_are_not_one_number():
    gifts = replace(SPIKE, code=ReasonCode.GIFT_NEW_ACCOUNTS, severity=0.9, video=None)
    gifts = replace(gifts, affected=250_000, total=300_000)
    (case,) = judge([SPIKE, gifts])
    assert (case.affected, case.share) == (900, 0.9)
    sure = replace(gifts, conclusive=True)
    (money,) = judge([sure], period_totals={7: Totals(views=10, gifts=500_000)})
    assert (money.affected, money.share) == (250_000, 0.5)


def test_nobody_loses_more_than_all_they_got_when_sums_lag_behind():
    (case,) = judge([SPIKE, CLOCK], period_totals={7: Totals(views=100)})
    assert case.share == 1.0


def test_accounts_that_work_for_somebody_else_are_a_discount():
    scenery = replace(STEPS, benefit=0.05, conclusive=True)
    assert tiers(scenery) == [Tier.DISCOUNT]
    assert tiers(scenery, SPIKE) == [Tier.NOTE]


@pytest.mark.parametrize(
    "code",
    [
        ReasonCode.UA_DECLARED_BOT,
        ReasonCode.UA_IMPOSSIBLE,
        ReasonCode.REF_SPAM,
        ReasonCode.REF_SPOOFED,
    ],
)
def test_machines_accuse_nobody(code: ReasonCode):
    machine = replace(SPIKE, code=code, severity=1.0)
    assert tiers(machine) == [Tier.DISCOUNT]
    assert tiers(machine, SPIKE) == [Tier.DISCOUNT, Tier.NOTE]


def test_who_is_a_quarter_of_what_a_ring_does_and_hardly_gains_is_its_mask():
    star = {7: Totals(views=100_000)}
    mask = replace(STEPS, benefit=0.23, conclusive=True)
    assert [one.tier for one in judge([mask], period_totals=star)] == [Tier.DISCOUNT]
    mine = replace(mask, benefit=0.6)
    assert [one.tier for one in judge([mine], period_totals=star)] == [Tier.CASE]
    assert tiers(mask) == [Tier.CASE]


@pytest.mark.parametrize("referrer", ["https://tikt0k.com/", "http://semalt.com/"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_victim_of_views_under_false_referrers_is_never_accused(seed: int, referrer: str):
    activity = tell(seed, partial(cheats.scripts, creator=5, views=2_500)).activity()
    events = activity.events
    by_script = events.agent == activity.agents.index(SCRIPT)
    forged = replace(
        activity,
        events=replace(
            events,
            agent=np.where(by_script, 0, events.agent),
            referrer=np.where(by_script, len(activity.referrers), events.referrer),
        ),
        referrers=[*activity.referrers, referrer],
    )
    judged = judge(examine(forged, parameters=Parameters()))
    assert {one.tier for one in judged if one.creator == 5} == {Tier.DISCOUNT}


@pytest.mark.parametrize("views", [100, 3_000])
def test_a_victim_of_programs_is_never_accused(views: int):
    world = tell(1, partial(cheats.scripts, creator=5, views=views))
    assert accused(world) == set()
    assert {one.creator for one in judgements(world) if one.tier is Tier.DISCOUNT} == {5}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bought_views_are_a_case(seed: int):
    assert accused(tell(seed, partial(cheats.bought_views, creator=5, views=9_000))) == {5}


def test_a_severity_is_between_0_and_1():
    with pytest.raises(ValueError, match="severity"):
        replace(SPIKE, severity=1.5)
    with pytest.raises(ValueError, match="window"):
        replace(SPIKE, end=-1)
