"""The state table of redemptions."""

import pytest

from rewards.domain.redemption import ALLOWED_FROM, LEADS_TO, Step, state_after

STATES = ("requested", "held", "approved", "fulfilled", "rejected", "cancelled")
ALLOWED = {
    ("requested", Step.APPROVE): "approved",
    ("approved", Step.FULFIL): "fulfilled",
    ("requested", Step.REJECT): "rejected",
    ("approved", Step.REJECT): "rejected",
    ("held", Step.REJECT): "rejected",
    ("requested", Step.CANCEL): "cancelled",
    ("requested", Step.HOLD): "held",
    ("approved", Step.HOLD): "held",
    ("held", Step.RELEASE): "approved",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", list(Step))
def test_every_state_and_step(state: str, step: Step):
    assert state_after(step, state=state, state_before_hold="approved") == ALLOWED.get(
        (state, step)
    )


def test_every_step_is_in_the_tables():
    assert set(ALLOWED_FROM) == set(Step)
    assert set(LEADS_TO) == set(Step) - {Step.RELEASE}
