"""Slices of activity: they show what the whole shows, and say nothing about who it was."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraud.domain import cheats, slices
from fraud.domain.activity import COLUMNS, Activity, Events, SignUps
from fraud.domain.parameters import Parameters
from fraud.domain.slices import SUBJECT, SliceError, cut, restore
from fraud.domain.trying import accusations
from tests.unit.fraud.worlds import tell

GUILTY = 5
STORIES = {
    "bought": partial(cheats.bought_views, creator=GUILTY, views=9_000),
    "ring": partial(cheats.ring, creator=GUILTY),
    "farm": partial(cheats.device_farm, creator=GUILTY),
    "gifts": partial(cheats.gift_washing, creator=GUILTY),
    "circle": partial(cheats.gift_circle, creators=(GUILTY, 6, 7)),
    "own": partial(cheats.own_accounts, creator=GUILTY),
}


def accused(activity, creator):
    return accusations(
        activity,
        creator=creator,
        tier="case",
        start=0,
        end=2**40,
        parameters=Parameters(),
        shadow=(),
    )


@pytest.mark.parametrize("story", STORIES)
def test_a_slice_accuses_as_the_whole_does(story):
    activity = tell(3, STORIES[story]).activity()
    whole = accused(activity, GUILTY)
    assert whole
    made = cut(activity, creator=GUILTY)
    assert accused(restore(made.data), SUBJECT) == whole
    assert (made.events, made.one_of) == (len(activity.events), 1)


@pytest.mark.parametrize("story", ["bought", "ring"])
def test_a_slice_that_leaves_others_out_still_accuses(story):
    activity = tell(3, STORIES[story]).activity()
    limit = len(activity.events) * 2 // 3
    made = cut(activity, creator=GUILTY, limit=limit)
    assert made.events <= limit
    assert made.one_of == 1
    assert accused(restore(made.data), SUBJECT) == accused(activity, GUILTY)


def test_too_many_events_of_their_own_are_thinned_by_whole_accounts():
    activity = tell(3, partial(cheats.bought_views, creator=GUILTY, views=40_000)).activity()
    made = cut(activity, creator=GUILTY, limit=12_000)
    events = restore(made.data).events
    assert made.one_of > 1
    assert made.events == len(events) <= 12_000
    before = activity.events.where(activity.events.creator == GUILTY)
    after = events.where(events.creator == SUBJECT)
    wanted = (before.kind == 2).sum() / (before.kind == 1).sum()
    assert (after.kind == 2).sum() / (after.kind == 1).sum() == pytest.approx(wanted, rel=0.5)
    assert accused(restore(made.data), SUBJECT) == accused(activity, GUILTY)


_IDS = st.integers(min_value=0, max_value=2**62)


@st.composite
def activities(draw):
    size = draw(st.integers(min_value=0, max_value=30))
    ids = st.lists(_IDS, min_size=size, max_size=size)
    columns = {
        name: draw(ids) for name in ("actor", "device", "network", "creator", "video", "amount")
    }
    small = st.lists(st.integers(0, 1), min_size=size, max_size=size)
    events = Events.of(
        at=draw(st.lists(st.integers(0, 2**33), min_size=size, max_size=size)),
        agent=draw(small),
        referrer=draw(small),
        **columns,
    )
    known = dict(zip(columns["actor"], columns["creator"], strict=True))
    devices = {who: frozenset(columns["device"][:2]) for who in columns["creator"][:2]}
    return Activity(
        events=events,
        agents=("", "curl"),
        referrers=("", "https://…"),
        signups=SignUps.of(
            at=[amount % 2**33 for amount in columns["amount"]],
            account=columns["actor"],
            stem=columns["video"],
        ),
        owner=known,
        own_devices=devices,
    )


@settings(max_examples=40)
@given(activities(), _IDS)
def test_ordinals_keep_who_is_the_same_as_whom_and_nothing_else(activity, creator):
    found = restore(cut(activity, creator=creator).data)
    events = activity.events
    for name in COLUMNS:
        mine, theirs = getattr(events, name), getattr(found.events, name)
        if name in {"kind", "at", "amount"}:
            assert mine.tolist() == theirs.tolist()
        elif name in {"agent", "referrer"}:
            texts = f"{name}s"
            assert [getattr(activity, texts)[one] for one in mine] == [
                getattr(found, texts)[one] for one in theirs
            ]
        else:
            assert len(np.unique(np.stack([mine, theirs]), axis=1).T) == len(np.unique(mine))
            assert ((mine == 0) == (theirs == 0)).all()
            assert theirs.max(initial=0) <= len(events) + 1
    assert ((events.creator == creator) == (found.events.creator == SUBJECT)).all() or not creator
    assert len(found.owner) == len(activity.owner)
    assert len(found.own_devices) <= len(activity.own_devices)


@pytest.mark.parametrize("end", [0, 2, 9, -9])
def test_what_is_no_slice_is_refused(end):
    data = cut(Activity(events=Events.of(at=[])), creator=1).data[:end]
    with pytest.raises(SliceError):
        restore(data)


def test_another_layout_is_refused(monkeypatch):
    data = cut(Activity(events=Events.of(at=[])), creator=1).data
    monkeypatch.setattr(slices, "LAYOUT", 2)
    with pytest.raises(SliceError, match="layout"):
        restore(data)
