"""Thresholds as a policy: what is named changes, what is unknown is refused with a sentence."""

import json

import pytest

from fraud.domain.parameters import Parameters


def test_a_policy_survives_json():
    assert Parameters.from_policy(json.loads(json.dumps(Parameters().as_policy()))) == Parameters()


def test_what_a_policy_doesn_t_name_keeps_its_default():
    changed = Parameters.from_policy({"bursts": {"like_ratio": 0.2}})
    assert changed.bursts.like_ratio == 0.2
    assert changed.bursts.least_views == Parameters().bursts.least_views
    assert changed.gifts == Parameters().gifts


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"burst": {}}, "knows no burst"),
        ({"bursts": {"height": 3}}, "knows no height"),
        ({"bursts": 3}, "object"),
        ({"bursts": {"least_views": 0.5}}, "whole number"),
        ({"bursts": {"least_views": True}}, "whole number"),
        ({"bursts": {"like_ratio": "a"}}, "number"),
        ({"bursts": {"like_ratio": -1}}, "above 0"),
        ({"rings": {"bin_seconds": [60, 60]}}, "rise"),
        ({"referrers": {"spam_hosts": "spam.example"}}, "list of host names"),
    ],
)
def test_what_can_t_be_used_is_refused(parameters: dict, why: str):
    with pytest.raises(ValueError, match=why):
        Parameters.from_policy(parameters)


def test_listed_hosts_are_read_in_one_spelling():
    stated = {"referrers": {"spam_hosts": ["Spam.example.", " spam.example", ""]}}
    assert Parameters.from_policy(stated).referrers.spam_hosts == ("spam.example",)


def test_what_was_in_force_once_can_be_read_when_rules_have_changed():
    """Without this, nobody could decide an alert of before, and its hold would never end."""
    once = Parameters().as_policy()
    once["bursts"]["a_threshold_of_before"] = 0.5
    once["a_detector_of_before"] = {"least": 3}
    once["process"]["decide_hours"] = 24
    assert Parameters.of_stored(once).process.decide_hours == 24
    with pytest.raises(ValueError, match="knows no"):
        Parameters.from_policy(once)
