"""Who came first, and what may be shared: only one standing accuses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.verdicts.declarations import Declaration, declared
from scoring.domain.verdicts.policy import DEFAULT_PARAMETERS, OriginalityPolicy
from scoring.domain.verdicts.standing import (
    Likeness,
    Publication,
    Rules,
    Standing,
    accuses,
    standing_of,
)

NOW = datetime(2025, 5, 20, tzinfo=UTC)
RULES = Rules(threshold=0.6, declared_own_share=0.3)


def video(number=1, *, person="a", handle="anna", days=0, received=0):
    posted = NOW + timedelta(days=days)
    return Publication(number, person, handle, posted, NOW + timedelta(hours=received))


def stand(likeness=None, **changes):
    given = {
        "this": video(2, person="b", handle="ben", days=5),
        "other": video(1),
        "declaration": Declaration(),
        "allowance": None,
        "rules": RULES,
    } | changes
    return standing_of(likeness or Likeness(0.9, 1.0, inset=False), **given)


def test_a_likeness_to_an_earlier_video_of_somebody_else_is_a_copy():
    assert stand() is Standing.COPIED
    assert accuses([Standing.LATER, Standing.COPIED])
    assert not accuses(set(Standing) - {Standing.COPIED})


def test_too_little_alike_means_nothing_whoever_was_first():
    assert stand(Likeness(0.59, 1.0, inset=False)) is Standing.BELOW


def test_the_earlier_publication_is_the_original_to_the_last_tie():
    assert stand(other=video(1, days=9)) is Standing.LATER
    same = {"this": video(2, person="b", received=0), "other": video(1, received=1)}
    assert stand(**same) is Standing.LATER
    assert stand(this=video(2, person="b"), other=video(1)) is Standing.COPIED
    assert stand(this=video(1, person="b"), other=video(2)) is Standing.LATER


def test_ones_own_is_never_a_copy():
    assert stand(other=video(1, person="b")) is Standing.OWN_EARLIER


@pytest.mark.parametrize("allowance", [Standing.LICENSED, Standing.ALLOWED])
def test_what_may_be_shared_is_shown_as_that(allowance):
    assert stand(allowance=allowance) is allowance


@pytest.mark.parametrize("caption", ["#duet with @Anna. wow", "so funny #stitch"])
def test_a_declared_duet_shows_something_of_its_own(caption):
    says_so = declared(caption, [])
    assert stand(declaration=says_so) is Standing.COPIED
    assert stand(Likeness(0.9, 0.71, inset=False), declaration=says_so) is Standing.COPIED
    assert stand(Likeness(0.9, 0.5, inset=False), declaration=says_so) is Standing.DECLARED
    assert stand(Likeness(0.9, 1.0, inset=True), declaration=says_so) is Standing.DECLARED
    silent = declared("thanks @anna", [])
    assert stand(Likeness(0.9, 0.5, inset=False), declaration=silent) is Standing.COPIED


@pytest.mark.parametrize(
    ("caption", "handles"),
    [
        ("#duet with @anna", {"anna"}),
        ("#stitch with @an.na_1 look", {"an.na_1"}),
        ("Duetting @anna", {"anna"}),
        ("stitched from @Anna!", {"anna"}),
        ("thanks @anna for the idea", set()),
        ("", set()),
    ],
)
def test_captions_are_read_as_people_write_them(caption, handles):
    assert declared(caption, []).handles == handles


@given(st.text("#@duet stich.w", max_size=30), st.lists(st.text("#@aé", max_size=5), max_size=2))
def test_any_caption_can_be_read(caption, hashtags):
    found = declared(caption, hashtags)
    assert not found.names("")


@given(
    st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from(["a", "b"]),
)
def test_nobody_is_accused_by_what_came_later_or_is_their_own(alike, shown, inset, days, person):
    this = video(2, person="b", handle="ben")
    other = video(1, person=person, days=days)
    found = stand(Likeness(alike, shown, inset=inset), this=this, other=other)
    if found is Standing.COPIED:
        assert alike >= RULES.threshold
        assert other.order < this.order
        assert person != "b"


def test_the_default_policy_is_valid_and_mistakes_are_named():
    assert OriginalityPolicy.from_parameters(DEFAULT_PARAMETERS).threshold > 0.05
    for change, words in (
        ({"threshold": 2}, "threshold must be"),
        ({"treshold": 1}, "doesn't know"),
        ({"matches_kept": 0}, "whole number"),
        ({"threshold": 0.5, "threshold_low": 0.7, "threshold_high": 0.8}, "must lie within"),
    ):
        with pytest.raises(ValueError, match=words):
            OriginalityPolicy.from_parameters({**DEFAULT_PARAMETERS, **change})
    with pytest.raises(ValueError, match="lacks"):
        OriginalityPolicy.from_parameters({})
