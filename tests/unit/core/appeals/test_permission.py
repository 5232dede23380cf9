"""Who may appeal what, how often, until when."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.domain.appeals.permission import Filed, MayAppeal, Why, may_appeal
from creatorspark.core.domain.appeals.states import BEING_DONE, State
from creatorspark.core.domain.appeals.terms import LOOKS, Terms
from tests.factories.times import NOW

DAY = timedelta(days=1)


def filed(number: int, state: State, *, look: int = 1, days: int = 0) -> Filed:
    over = None if state in BEING_DONE else NOW - days * DAY
    return Filed(id=number, look=look, state=state, closed_at=over)


def ask(*before: Filed, age: int = 1, contestable: bool = True, terms: Terms | None = None):
    return may_appeal(
        contestable=contestable,
        judged_at=NOW - age * DAY,
        filed=before,
        terms=terms or Terms(),
        now=NOW,
    )


def test_a_fresh_judgement_can_be_appealed_for_half_a_year():
    answer = ask()
    assert answer == MayAppeal(
        allowed=True, why=Why.YES, look=1, until=NOW + 183 * DAY, filings_left=4
    )


def test_the_last_day_counts_and_the_next_does_not():
    assert ask(age=184).allowed
    late = ask(age=185)
    assert not late.allowed
    assert (late.why, late.until) == (Why.TOO_LATE, NOW - DAY)


def test_one_appeal_at_a_time():
    answer = ask(filed(5, State.WAITING))
    assert (answer.allowed, answer.why, answer.appeal_id) == (False, Why.UNDER_WAY, 5)


def test_a_decision_can_be_looked_at_once_more():
    second = ask(filed(5, State.UPHELD, days=10), age=300)
    assert (second.allowed, second.look, second.appeal_id) == (True, 2, 5)
    assert second.until == NOW + 20 * DAY
    third = ask(filed(5, State.UPHELD), filed(6, State.PARTLY, look=2))
    assert (third.allowed, third.why) == (False, Why.LOOKED_TWICE)


def test_a_second_look_has_its_own_end():
    assert ask(filed(5, State.UPHELD, days=31)).why is Why.TOO_LATE


def test_who_withdrew_may_come_back_but_not_for_ever():
    gone = [filed(number, State.WITHDRAWN) for number in range(3)]
    answer = ask(*gone)
    assert (answer.allowed, answer.look, answer.filings_left) == (True, 1, 1)
    assert ask(*gone, filed(9, State.EXPIRED)).why is Why.TOO_OFTEN


def test_who_was_right_has_nothing_left_to_ask():
    assert ask(filed(5, State.OVERTURNED), contestable=False).why is Why.OVERTURNED


def test_what_takes_nothing_away_is_not_contested():
    assert ask(contestable=False).why is Why.NOTHING


over = st.sampled_from(sorted(set(State) - BEING_DONE))


@given(st.lists(over, max_size=8), st.integers(0, 400), st.booleans())
def test_a_permission_never_goes_past_the_rules(states, age, contestable):
    terms = Terms()
    before = [filed(number, state) for number, state in enumerate(states)]
    answer = ask(*before, age=age, contestable=contestable)
    if answer.allowed:
        assert contestable
        assert answer.look <= LOOKS
        assert len(before) < terms.filings
        assert answer.until is not None
        assert answer.until >= NOW
        assert State.OVERTURNED not in states
    else:
        assert answer.why not in (Why.YES, Why.SECOND_LOOK)
