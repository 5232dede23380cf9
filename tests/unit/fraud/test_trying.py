"""What rules would have made of a time: each alert once, and two sets of rules side by side."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fraud.domain.cases import Tier, judge
from fraud.domain.comparing import compare
from fraud.domain.findings import Finding, ReasonCode
from fraud.domain.parameters import Parameters
from fraud.domain.trying import SHADOW, Found, RealAlert, WouldBe, again, weighed

CODES = [ReasonCode.VIEWS_WITHOUT_LIKES, ReasonCode.CLOCKWORK_VIEWS, ReasonCode.UA_DECLARED_BOT]


@st.composite
def findings(draw):
    start = draw(st.integers(0, 30))
    return Finding(
        code=draw(st.sampled_from(CODES)),
        severity=draw(st.sampled_from([0.4, 0.6, 0.9])),
        start=start,
        end=start + draw(st.integers(1, 10)),
        creator=draw(st.integers(1, 3)),
        affected=draw(st.integers(0, 100)),
        total=100,
        conclusive=draw(st.booleans()),
    )


@st.composite
def would_be(draw):
    start = draw(st.integers(0, 30))
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    return WouldBe(
        tier=draw(st.sampled_from(["case", "discount"])),
        creator=draw(st.integers(1, 3)),
        video=None,
        code=codes[0].value,
        by_code={code.value: draw(st.integers(0, 50)) for code in codes},
        start=start,
        end=start + draw(st.integers(1, 10)),
        affected=draw(st.integers(0, 50)),
        week=draw(st.integers(0, 3)),
    )


def kept(alerts) -> Found:
    found = Found()
    for one in alerts:
        found.add(one)
    return found


many = st.lists(would_be(), max_size=12)


@given(st.lists(findings(), max_size=8))
def test_without_shadow_weighing_is_judging(found):
    made = weighed(found, shadow=(), parameters=Parameters())
    assert [one for _tier, one in made] == judge(found)
    assert all(tier == one.tier for tier, one in made)


@given(st.lists(findings(), max_size=8), st.sets(st.sampled_from(CODES)))
def test_a_rule_in_shadow_has_no_part_in_what_a_creator_meets(found, shadow):
    made = weighed(found, shadow=shadow, parameters=Parameters())
    live = [one for tier, one in made if tier != SHADOW]
    assert live == judge([one for one in found if one.code not in shadow])
    for tier, judged in made:
        if tier == SHADOW:
            assert judged.tier is not Tier.NOTE
            assert any(one.code in shadow for one in judged.findings)


@given(many)
def test_nothing_is_kept_twice_and_it_travels_through_json(alerts):
    found = kept(alerts)
    once = found.all()
    assert kept([*alerts, *alerts]).all() == once
    assert not any(found.add(one) for one in once)
    assert Found.from_json(found.as_json()).all() == once


@settings(max_examples=60)
@given(many, many)
def test_sides_differ_by_what_is_new_and_gone_and_the_other_way_round(base, draft):
    one, other = kept(base), kept(draft)
    there, back = (compare(*sides, real=(), weeks=4) for sides in ((one, other), (other, one)))
    assert there["new"] == back["gone"]
    assert there["gone"] == back["new"]
    for name, (before, after) in there["totals"].items():
        assert back["totals"][name] == [after, before]
    assert [sum(week["case"][side] for week in there["by_week"]) for side in (0, 1)] == there[
        "totals"
    ]["case"]
    same = compare(one, one, real=(), weeks=4)
    assert (same["new"]["count"], same["gone"]["count"]) == (0, 0)


@given(many, st.sampled_from(["", "cleared", "overturned", "upheld", "partly", "expired"]))
def test_a_real_case_is_found_again_or_gone(alerts, outcome):
    found = kept(alerts)
    real = RealAlert(
        number=1,
        creator=1,
        codes=frozenset({"VIEWS_WITHOUT_LIKES"}),
        start=5,
        end=15,
        outcome=outcome,
    )
    told = compare(Found(), found, real=[real], weeks=4)
    name = outcome or "open"
    assert told["real"]["again" if again(real, found) else "gone"] == {name: 1}
    (rule,) = [one for one in told["rules"] if one["code"] == "VIEWS_WITHOUT_LIKES"]
    assert rule["fell"] <= rule["decided"] <= 1
    assert rule["decided"] == int(again(real, found) and outcome not in {"", "expired"})
