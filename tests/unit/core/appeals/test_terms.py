"""Terms that can't be kept are refused with a sentence."""

import pytest

from creatorspark.core.domain.appeals.terms import DEFAULT, Terms, check, parameters, terms_from


def test_the_first_terms_are_sound_and_come_back_as_they_went():
    check(parameters())
    assert terms_from(parameters()) == DEFAULT == Terms()


def test_one_kind_can_have_terms_of_its_own():
    given = parameters() | {"by_kind": {"fraud": {"decide_days": 3}}}
    check(given)
    assert terms_from(given, kind="fraud").decide_days == 3
    assert terms_from(given, kind="originality").decide_days == 7


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"decide_days": 0}, "whole number"),
        ({"decide_days": True}, "whole number"),
        ({"decide_days": 2.5}, "whole number"),
        ({"decision": 3}, "no term"),
        ({"answer_days": 3}, "before the time to answer"),
        ({"decide_days": 2}, "before the time to decide"),
        ({"filings": 1}, "at least 2"),
        ({"by_kind": []}, "object"),
        ({"by_kind": {"fraud": 3}}, "object"),
        ({"by_kind": {"fraud": {"decide_days": 0}}}, "whole number"),
    ],
)
def test_terms_that_can_not_be_kept_are_refused(given, sentence):
    with pytest.raises(ValueError, match=sentence):
        check(given)
