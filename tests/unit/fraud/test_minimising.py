"""What is kept of a person, and the pieces that detectors share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraud.domain import detectors
from fraud.domain.activity import Activity, Events, Kind, distinct_pairs, together
from fraud.domain.machines import without_machines
from fraud.domain.minimising import (
    hasher,
    is_disposable,
    only_links,
    origin_of,
    prefix_of,
    stem_of,
    template_of,
)
from fraud.domain.parameters import Parameters


def test_only_our_salt_makes_our_hashes():
    ours, others = hasher(b"a" * 32), hasher(b"b" * 32)
    assert ours("ann") == hasher(b"a" * 32)("ann") != others("ann")
    assert ours("") == 0
    assert 0 < ours("ann") < 2**63


def test_addresses_lose_their_last_part():
    assert prefix_of("203.0.113.7") == prefix_of("203.0.113.200") != prefix_of("203.0.114.7")
    assert prefix_of("2001:db8:1::1") == prefix_of("2001:db8:1:ffff::9")
    assert prefix_of("2001:db8:2::1") != prefix_of("2001:db8:1::1")
    assert prefix_of("::ffff:203.0.113.7") == prefix_of("203.0.113.9")
    assert prefix_of("") == 0
    with pytest.raises(ValueError):
        prefix_of("somewhere")


def test_of_a_referrer_the_host_is_kept():
    assert origin_of("https://News.Example.org/a?who=ann#b") == "https://news.example.org/"
    assert origin_of("") == ""
    assert origin_of("http://[broken") == "http://[broken"


def test_a_template_is_what_stays_when_details_change():
    assert stem_of("Buy 100 views at https://x.example/1 !!") == stem_of("buy 5 views at www.y.z")
    assert stem_of("fan_0412") == stem_of("Fan.77") == "fan"
    assert stem_of("Привет 1") == "привет"


def test_mere_links_say_nothing():
    assert only_links("https://a.example/x")
    assert only_links("  www.cheap-views.shop !!")
    assert not only_links("look at https://a.example/x")
    assert not only_links("")


@pytest.mark.parametrize("text", ["🔥🔥", "100", "!!! 7", "❤️", "1.5", "wow.topical"])
def test_signs_and_numbers_are_no_links(text: str):
    assert not only_links(text)


def test_a_comment_without_letters_has_a_template_too():
    assert template_of("🔥 🔥 7") == template_of("🔥🔥 812") != template_of("❤ 7")
    assert template_of("100") == template_of("7") != ""
    assert template_of("Buy 7!") == stem_of("buy 100")
    assert template_of("") == template_of("https://x.example/1") == ""


def test_thrown_away_mail_is_known_by_its_host():
    assert is_disposable("mailinator.com")
    assert is_disposable("ann@sub.mailinator.com")
    assert not is_disposable("gmail.com")
    assert not is_disposable("")


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 2**62))))
def test_distinct_pairs_are_those_of_a_set(pairs: list[tuple[int, int]]):
    left = np.array([one for one, _ in pairs], np.int64)
    right = np.array([other for _, other in pairs], np.int64)
    found = list(zip(*(column.tolist() for column in distinct_pairs(left, right)), strict=True))
    assert found == sorted(set(pairs))


def test_every_detector_is_there_and_runs_on_nothing():
    assert detectors.names() == (
        "bursts", "gifting", "referrers", "rings", "signups", "user_agents",
    )  # fmt: skip
    assert detectors.run(Activity(events=Events.of(at=[])), parameters=Parameters()) == []


def test_two_detectors_can_t_have_one_name():
    detectors.names()
    with pytest.raises(ValueError, match="two detectors"):
        detectors.register("bursts")(lambda activity, parameters: iter(()))


def test_columns_are_of_one_length_and_known():
    with pytest.raises(ValueError, match="rows"):
        Events.of(at=[1, 2], actor=[1])
    with pytest.raises(ValueError, match="no column colour"):
        Events.of(at=[1], colour=[1])


def test_parts_come_together_in_the_order_of_time():
    parts = [Events.of(at=[5, 1], actor=[50, 10]), Events.of(at=[3], actor=[30])]
    assert together(parts).actor.tolist() == [10, 30, 50]


def test_likes_of_a_program_stay_to_be_looked_at():
    events = Events.of(at=[1, 2, 3], kind=[Kind.VIEW, Kind.LIKE, Kind.VIEW], agent=[1, 1, 0])
    people = without_machines(Activity(events=events, agents=["", "curl/8.0"]))
    assert people.events.at.tolist() == [2, 3]
