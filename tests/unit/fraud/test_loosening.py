"""Which rules of a draft accuse more easily: thresholds are known, and doubt counts as looser."""

from dataclasses import fields, replace

import pytest

from fraud.domain.findings import ReasonCode
from fraud.domain.loosening import (
    HIGHER_IS_STRICTER,
    LOWER_IS_STRICTER,
    RULES_OF,
    TERMS,
    loosened,
)
from fraud.domain.parameters import Parameters

NOW = Parameters()
THRESHOLDS = [
    f"{section.name}.{one.name}"
    for section in fields(Parameters)
    if section.name not in TERMS
    for one in fields(getattr(NOW, section.name))
]
NUMBERS = [name for name in THRESHOLDS if name not in {"referrers.spam_hosts", "rings.bin_seconds"}]


def changed(name: str, value):
    section, one = name.split(".")
    return replace(NOW, **{section: replace(getattr(NOW, section), **{one: value})})


def value_of(name: str):
    section, one = name.split(".")
    return getattr(getattr(NOW, section), one)


def test_every_name_exists_and_every_section_has_rules():
    assert set(THRESHOLDS) >= HIGHER_IS_STRICTER | LOWER_IS_STRICTER
    assert not HIGHER_IS_STRICTER & LOWER_IS_STRICTER
    assert {section.name for section in fields(Parameters)} == set(RULES_OF) | TERMS
    assert {code for codes in RULES_OF.values() for code in codes} == set(ReasonCode)


@pytest.mark.parametrize("name", NUMBERS)
def test_of_two_ways_at_least_one_is_looser_and_only_known_ones_are_stricter(name):
    looser = [
        bool(loosened(changed(name, value_of(name) * factor), base=NOW)) for factor in (2, 0.5)
    ]
    if name in HIGHER_IS_STRICTER:
        assert looser == [False, True]
    elif name in LOWER_IS_STRICTER:
        assert looser == [True, False]
    else:
        assert looser == [True, True]
    assert set(loosened(changed(name, value_of(name) * 0.5), base=NOW)) <= set(
        RULES_OF[name.split(".")[0]]
    )


def test_the_same_and_other_terms_are_not_looser():
    assert loosened(NOW, base=NOW) == ()
    assert loosened(changed("process.decide_hours", 1), base=NOW) == ()


def test_a_rule_that_leaves_shadow_is_new_and_one_in_shadow_accuses_nobody():
    trial = changed("rules.shadow", ("GIFT_CIRCLE", "LOCKSTEP_VIEWS"))
    assert loosened(NOW, base=trial) == (ReasonCode.GIFT_CIRCLE, ReasonCode.LOCKSTEP_VIEWS)
    assert loosened(trial, base=NOW) == ()
    easy = replace(changed("rings.doubt", 1e-3), rules=trial.rules)
    assert loosened(easy, base=NOW) == (ReasonCode.SHARED_DEVICE_ONLY,)


def test_other_hosts_of_spam_change_what_every_rule_sees():
    known = changed("referrers.spam_hosts", ("spam.example",))
    assert set(loosened(known, base=NOW)) == set(loosened(NOW, base=known)) == set(ReasonCode)
