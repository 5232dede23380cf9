"""An outsider's data: bad columns are refused with a sentence, and order and doubles are fine."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraud.domain import cases, detectors
from fraud.domain.activity import Activity, Events, SignUps
from fraud.domain.agents import Client, classify
from fraud.domain.bursts import Series
from fraud.domain.cases import Tier
from fraud.domain.detectors.bursts import examine
from fraud.domain.parameters import Parameters
from fraud.domain.referrers import Source
from fraud.domain.referrers import classify as source_of
from tests.unit.fraud.series import Weeks

DOCS = Path(__file__).resolve().parents[3] / "docs" / "detectors.md"


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ([1, float("nan")], "no number at place 1"),
        ([1, float("inf")], "no number at place 1"),
        ([1, -1], "from 0"),
        ([1, 1e15], "from 0"),
        (["a", "b"], "isn’t a number"),
        ([[1, 2], [3, 4]], "plain list"),
        ([1], "one length"),
    ],
)
@pytest.mark.parametrize("name", ["likes", "viewers", "embedded"])
def test_a_series_says_what_is_wrong_with_it(name: str, bad: list[object], says: str):
    columns: dict[str, Any] = {"views": [5, 5], "likes": [0, 1], name: bad}
    with pytest.raises(ValueError, match=says):
        Series.of(**columns)


@pytest.mark.parametrize("hours", [0, 1, 5, 23, 49])
def test_a_short_or_empty_series_has_nothing_to_say(hours: int):
    assert examine(Series.of(views=[3] * hours, likes=[0] * hours, viewers=[3] * hours)) == []


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({}, "column at"),
        ({"at": [1, 2], "actor": [1]}, "actor has 1 rows"),
        ({"at": [float("nan")]}, "whole numbers"),
        ({"at": [1.5]}, "whole numbers"),
        ({"at": [1_772_409_600_000]}, "too large"),
        ({"at": [5], "actor": [-1]}, "never below 0"),
        ({"at": [5], "actor": ["anna"]}, "make them from your own ids"),
        ({"at": [5], "actor": [2**64 - 1]}, "too large"),
        ({"at": [5], "kind": [9]}, "from 1 to 7"),
        ({"at": [5], "colour": [1]}, "no column colour"),
        ({"at": [[5]]}, "plain list"),
        ({"at": 5}, "plain list"),
    ],
)
def test_events_say_what_is_wrong_with_them(columns: dict[str, object], says: str):
    with pytest.raises(ValueError, match=says):
        Events.of(**columns)


@pytest.mark.parametrize("column", ["agent", "referrer"])
def test_a_place_outside_the_lists_is_refused(column: str):
    with pytest.raises(ValueError, match="only 1 are listed"):
        Activity(events=Events.of(at=[5], **{column: [1]}))


def test_sign_ups_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        SignUps.of(at=[1, 2], account=[1, 2], stem=[1])
    with pytest.raises(ValueError, match="whole numbers"):
        SignUps.of(at=[1.5], account=[1])


@pytest.mark.parametrize("bad", [["no"], [float("nan")], [2], [None]])
def test_a_flag_is_yes_or_no(bad: list[object]):
    with pytest.raises(ValueError, match="hosting holds yes or no"):
        SignUps.of(at=[1], account=[1], hosting=bad)
    assert SignUps.of(at=[1], account=[1], hosting=[1]).hosting.tolist() == [True]


@pytest.mark.parametrize("start", [float("nan"), "today", -1])
def test_a_series_begins_at_unix_seconds(start: Any):
    with pytest.raises(ValueError, match="Unix seconds"):
        Series.of(views=[1], likes=[0], start=start)


def test_times_are_no_counts():
    days = np.array(["2026-01-01"], "datetime64[h]")
    with pytest.raises(ValueError, match="views holds times"):
        Series.of(views=days, likes=[0])


def test_a_detector_is_asked_by_a_name_that_is_there():
    nothing = Activity(events=Events.of(at=[]))
    assert detectors.run(nothing, parameters=Parameters(), only="rings") == []
    with pytest.raises(ValueError, match="No detector is called ring; there are bursts"):
        detectors.run(nothing, parameters=Parameters(), only=("ring",))


def test_nothing_at_all_finds_nothing():
    nothing = Activity(events=Events.of(at=[]))
    assert cases.judge(cases.examine(nothing, parameters=Parameters())) == []


@pytest.mark.parametrize("text", ["", " ", "\x00", "é" * 4_000, "(" * 4_000, "Mozilla/" * 2_000])
def test_any_text_is_an_agent_and_a_referrer_of_some_kind(text: str):
    assert classify(text).value
    assert source_of(text).value


def test_the_order_of_rows_and_rows_that_come_twice_change_nothing_of_what_is_found():
    weeks = Weeks(3).bought(9_000)
    hours = np.arange(len(weeks.views)) * 3600
    at = np.concatenate([np.repeat(hours, weeks.views), np.repeat(hours, weeks.likes)])
    kind = np.repeat([1, 2], [weeks.views.sum(), weeks.likes.sum()])
    mixed = np.random.default_rng(5).permutation(len(at))
    found = [
        detectors.run(
            Activity(events=Events.of(at=at[rows], kind=kind[rows], creator=np.full(len(at), 7))),
            parameters=Parameters(),
        )
        for rows in (np.arange(len(at)), mixed)
    ]
    assert found[0] == found[1] != []


# What never accuses by itself -----------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    networks=st.integers(1, 400),
    devices=st.integers(1, 400),
    night=st.booleans(),
)
def test_addresses_devices_countries_and_night_hours_alone_never_accuse(
    seed: int, networks: int, devices: int, night: bool
):
    draw = np.random.default_rng(seed)
    size = 1_500
    day = draw.integers(0, 14, size) * 86_400
    hour = draw.integers(1, 5, size) if night else draw.integers(8, 23, size)
    actor = draw.integers(1, 400, size)
    # An address stands for a country too: every prefix from one, or each from another.
    events = Events.of(
        at=day + hour * 3_600 + draw.integers(0, 3_600, size),
        kind=np.where(draw.random(size) < 0.06, 2, 1),
        actor=actor,
        device=1 + actor % devices,
        network=1 + actor % networks,
        creator=1 + draw.integers(0, 5, size),
        video=1 + draw.integers(0, 40, size),
    )
    found = cases.judge(cases.examine(Activity(events=events), parameters=Parameters()))
    assert [one for one in found if one.tier is Tier.CASE] == []


# The document's own examples ------------------------------------------------------------------


def examples() -> str:
    """Return the first block of code of the document."""
    return re.findall(r"```python\n(.*?)```", DOCS.read_text(), flags=re.DOTALL)[0]


def test_the_examples_of_the_document_run_as_they_stand():
    names: dict[str, object] = {}
    exec(compile(examples(), str(DOCS), "exec"), names)
    assert names["client"] is Client.DECLARED_BOT
    assert names["source"] is Source.SPOOFED
    series = names["found_in_series"]
    assert isinstance(series, list)
    assert [one.code for one in series] == ["VIEWS_WITHOUT_LIKES"]
    judged = names["judged"]
    assert isinstance(judged, list)
    assert judged[0].tier is Tier.CASE
