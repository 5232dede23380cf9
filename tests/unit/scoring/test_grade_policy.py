"""What a grade policy may say, and which policy grades which video."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.models import Policy
from scoring.domain.engagement import DEFAULT_PARAMETERS, GradePolicy
from scoring.services.engagement.policies import LONG_AGO, ladder_of, split

START = datetime(2025, 1, 1, tzinfo=UTC)


def changed(path: str, value: Any) -> dict[str, Any]:
    """The default parameters with one of them replaced; "weights.likes" is likes of weights."""
    name, _, inner = path.partition(".")
    parameters = dict(DEFAULT_PARAMETERS)
    parameters[name] = {**parameters[name], inner: value} if inner else value
    return parameters


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("scoring_age_days", 0, "scoring_age_days must be a whole number from 1 to 365"),
        ("scoring_age_days", True, "scoring_age_days must be a whole number"),
        ("snapshot_tolerance_days", -1, "snapshot_tolerance_days must be a whole number"),
        ("shrink_views", 0.5, "shrink_views must be a whole number"),
        ("min_reference", 1, "min_reference must be a whole number from 2"),
        ("weights.likes", -1, "weights.likes must be a number from 0"),
        ("weights.likes", float("nan"), "weights.likes must be a number"),
        ("weights.gifts", 1, "weights doesn't know “gifts”"),
        ("weights", [1, 2], "weights must be an object"),
        ("length_edges", "15", "length_edges must be a list"),
        ("length_edges", [30, 15], "length_edges must rise"),
        ("length_edges", [15.5], "each of length_edges must be a whole number"),
        ("cutoffs.B", 0.9, "fall from A to D"),
        ("cutoffs.A", 1, "fall from A to D"),
        ("absolute.rates", [0.0, 0.1], "as many rates as scores"),
        ("absolute.rates", [0.0, 0.05, 0.03, 0.08, 0.12, 0.2], "rates must rise"),
        ("absolute.scores", [0.0, 0.4, 0.2, 0.6, 0.8, 1.0], "scores must not fall"),
        ("review_rate", "1", "review_rate must be a number"),
        ("bonus", 1, "doesn't know “bonus”"),
    ],
)
def test_what_can_not_be_meant_is_refused_with_a_sentence(
    path: str, value: Any, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        GradePolicy.from_parameters(changed(path, value))


@pytest.mark.parametrize("name", sorted(DEFAULT_PARAMETERS))
def test_every_parameter_must_be_named(name: str) -> None:
    parameters = {key: value for key, value in DEFAULT_PARAMETERS.items() if key != name}
    with pytest.raises(ValueError, match=f"lacks “{name}”"):
        GradePolicy.from_parameters(parameters)


def test_the_ladder_takes_over_what_the_policy_says() -> None:
    rules = GradePolicy.from_parameters(changed("length_edges", [20, 40]) | {"min_reference": 5})
    ladder = ladder_of(rules)
    assert (ladder.length_edges, ladder.minimum_reference) == ((20, 40), 5)
    assert (ladder.wide_window_months, ladder.scoring_age_days) == (3, 7)


def policy(begins: datetime, ends: datetime | None, *, age: int) -> Policy:
    parameters = DEFAULT_PARAMETERS | {"scoring_age_days": age}
    return Policy(kind="grade", parameters=parameters, effective_from=begins, effective_until=ends)


ages_and_lengths = st.lists(
    st.tuples(st.integers(1, 60), st.integers(1, 400)), min_size=1, max_size=6
)


@given(rules=ages_and_lengths, posted_after=st.integers(-500, 3_000))
def test_every_video_belongs_to_exactly_one_policy(
    rules: list[tuple[int, int]], posted_after: int
) -> None:
    begins, policies = START, []
    for age, length in rules:
        ends = begins + timedelta(days=length)
        policies.append(policy(begins, ends, age=age))
        begins = ends
    policies[-1].effective_until = None
    posted = START + timedelta(days=posted_after)
    owners = [
        reign
        for reign in split(policies)
        if reign.posted_from <= posted
        and (reign.posted_before is None or posted < reign.posted_before)
    ]
    assert len(owners) == 1


def test_a_video_belongs_to_the_policy_in_force_when_it_reaches_scoring_age() -> None:
    change = START + timedelta(days=100)
    first, second = split([policy(START, change, age=7), policy(change, None, age=7)])
    assert (first.posted_from, first.posted_before) == (LONG_AGO, change - timedelta(days=7))
    assert (second.posted_from, second.posted_before) == (change - timedelta(days=7), None)
    assert first.last_moment(now=change + timedelta(days=50)) < change - timedelta(days=7)


def test_a_policy_to_come_takes_no_video_before_its_time() -> None:
    change = START + timedelta(days=100)
    now = change - timedelta(days=1)
    (first, _) = split([policy(START, change, age=7), policy(change, None, age=7)])
    assert first.last_moment(now=now) == now - timedelta(days=7)
