"""Figures of decisions: every case counts once, in whatever order, and shares stay shares."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraud.domain.metrics import (
    DecisionFact,
    decided,
    main_device,
    per_thousand,
    quantile,
    times,
)
from fraud.domain.outcomes import Outcome
from fraud.domain.period_figures import Figures, figures_from_json

START = datetime(2026, 7, 1, tzinfo=UTC)
RULES = ("VIEWS_WITHOUT_LIKES", "LOCKSTEP_VIEWS", "GIFT_CIRCLE")


def decision(alert_id, outcome, *, hours=10, person=True, first=True, rule=RULES[0], **more):
    return DecisionFact(
        alert_id=alert_id,
        creator_id=more.pop("creator_id", alert_id),
        rule=rule,
        outcome=outcome,
        at=START + timedelta(hours=hours),
        by_person=person,
        is_first=first,
        created_at=START,
        decide_by=START + timedelta(hours=72),
        **more,
    )


CASES = st.lists(
    st.tuples(
        st.sampled_from(RULES),
        st.sampled_from(["", "DE", "US"]),
        st.sampled_from(["", "desktop", "mixed"]),
        st.booleans(),
        st.lists(st.tuples(st.sampled_from(list(Outcome)), st.integers(0, 300)), min_size=1),
    ),
    max_size=10,
)


def histories():
    """Decisions as they may follow each other: a first one or not, then others."""
    return CASES.map(
        lambda cases: [
            decision(
                alert_id,
                outcome,
                hours=hours,
                person=outcome is not Outcome.EXPIRED,
                first=began and place == 0,
                rule=rule,
                market=market,
                device=device,
            )
            for alert_id, (rule, market, device, began, made) in enumerate(cases)
            for place, (outcome, hours) in enumerate(made)
        ]
    )


@given(histories())
def test_every_table_has_the_same_sums(facts):
    found = decided(facts)
    for table in (found.rules, found.markets, found.devices):
        assert sum(one.decided for one in table.values()) == found.total.decided
        assert sum(one.fell for one in table.values()) == found.total.fell
    assert found.first.in_time + found.first.late == found.first.all
    assert found.first.all == sum(one.is_first for one in facts)
    assert found.total.decided == len({one.alert_id for one in facts if one.by_person})
    assert found.wronged <= found.total.fell


@given(histories())
def test_people_decided_what_was_new_and_what_came_again(facts):
    """So that nothing but the published counts follows from them."""
    # A clock never decides first what a person decides later: then there is nothing to appeal.
    expired = {one.alert_id for one in facts if one.outcome is Outcome.EXPIRED}
    kept = [one for one in facts if one.alert_id not in expired]
    found = decided(kept)
    assert found.total.decided == found.first.by_people + found.first.again


@given(histories())
def test_shares_lie_within_their_intervals(facts):
    for one in decided(facts).rules.values():
        if one.share is None:
            assert one.decided == 0
            continue
        low, high = one.share.low or 0.0, one.share.high or 0.0
        assert 0 <= low <= one.share.value <= high <= 1


@given(histories(), st.integers(0, 10**7))
def test_figures_survive_being_kept(facts, creators):
    figures = Figures(
        creators=creators,
        creators_by_market={"DE": creators},
        decided=decided(facts),
        on_trial=("GIFT_CIRCLE",),
    )
    assert figures_from_json(figures.as_json()) == figures


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="format"):
        figures_from_json({"format": "of tomorrow"})


def test_the_last_decision_of_a_case_stands():
    found = decided(
        [
            decision(1, Outcome.UPHELD),
            decision(1, Outcome.OVERTURNED, first=False, hours=200),
            decision(2, Outcome.CLEARED, hours=100),
            decision(3, Outcome.EXPIRED, person=False, hours=170),
            decision(4, Outcome.OVERTURNED, first=False),
        ]
    )
    assert (found.total.overturned, found.total.cleared, found.total.upheld) == (2, 1, 0)
    first = found.first
    assert (first.all, first.late, first.expired, first.again) == (3, 2, 1, 1)
    assert found.wronged == 3
    assert found.total.share is not None
    assert found.total.share.value == 1


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_quantile_lies_between_the_ends_and_rises(values, share):
    ordered = sorted(values)
    assert ordered[0] <= quantile(ordered, share) * (1 + 1e-12) + 1e-9
    assert quantile(ordered, share) <= ordered[-1] * (1 + 1e-12) + 1e-9
    assert quantile(ordered, share * 0.5) <= quantile(ordered, share) * (1 + 1e-12) + 1e-9


def test_times_are_hours_and_never_below_zero():
    spans = [(START, START + timedelta(hours=hours)) for hours in (2, 4, 6)]
    assert times(spans).median == 4
    assert times(spans).p90 == pytest.approx(5.6)
    assert times([(START, START - timedelta(hours=1))]).median == 0
    assert times([]).median is None


def test_the_main_device_is_that_of_most():
    assert main_device({"desktop": 0.7, "tv": 0.3}) == "desktop"
    assert main_device({"desktop": 50, "tv": 50}) == "mixed"
    assert main_device({}) == ""
    assert main_device({"desktop": 0}) == ""


def test_nobody_has_no_rate():
    assert per_thousand(0, 0) is None
    assert per_thousand(3, 1500) == 2
