"""What is learned beats the curves where they are misled, and serves nowhere else."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creatorspark.lib.canonical import canonical_json
from scoring.domain.quality import rate
from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.corpus import piece_from_json
from scoring.domain.quality.learning.evaluating import evaluate, verdict
from scoring.domain.quality.learning.network import MOST
from scoring.domain.quality.learning.rater import LearnedRater, logit, parameters_of, parts_from
from scoring.domain.quality.learning.rows import Opinion, rows_of, worse_by
from scoring.domain.quality.learning.splitting import Side, TooFew, split
from scoring.domain.quality.learning.training import train_quality
from scoring.domain.quality.learning.variants import ORDER, all_depths, strength
from tests.unit.scoring.learning.corpora import GOOD, measured, mislabelled, pieces


@pytest.fixture(scope="module")
def misled():
    return pieces(misled=1.0)


@pytest.fixture(scope="module")
def trained(misled):
    return train_quality(misled, seed=1)


def test_it_beats_curves_that_are_misled(trained):
    found = trained.metrics["visual"]
    assert trained.beats == (Part.VISUAL,)
    assert found["test"]["accuracy"]["learned"] > found["test"]["accuracy"]["curves"] + 0.01
    assert found["test"]["gain"]["low"] > 0
    assert found["test"]["ways"]["noise"]["learned"] > found["test"]["ways"]["noise"]["curves"]


def test_it_does_not_serve_where_the_curves_are_right():
    found = train_quality(pieces(), seed=1)
    assert found.beats == ()
    assert found.metrics["visual"]["because"] == "not_better"


def test_it_does_not_serve_after_learning_nonsense(misled):
    learned = train_quality(mislabelled(misled), seed=1)
    model = parts_from(learned.parameters)[Part.VISUAL]
    rows = rows_of(Part.VISUAL, misled, (), {one.group for one in misled})
    worse = evaluate(rows, -rows.curves, seed=1)
    assert not verdict(worse).beats
    moved = evaluate(rows, logit(rows.curves) + model.moves(rows.vectors).mean(axis=0), seed=1)
    assert moved["accuracy"]["learned"] < 0.99


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"groups": 2}, "too_few_clips"),
        ({"gain": {"value": 0.01, "low": 0.0, "high": 0.02}}, "not_better"),
        ({"steps": {"curves": 0.97, "learned": 0.96}}, "falls_less_often"),
        ({"rank_correlation": {"curves": 0.98, "learned": 0.96}}, "orders_steps_worse"),
        ({"ways": {"blur": {"pairs": 50, "curves": 1.0, "learned": 0.9}}}, "worse:blur"),
        ({"ways": {"people": {"pairs": 50, "curves": 0.7, "learned": 0.69}}}, "worse:people"),
    ],
)
def test_one_failing_is_enough(trained, change, because):
    said = verdict(trained.metrics["visual"]["test"] | change)
    assert (said.beats, said.because) == (False, because)


def test_few_opinions_of_people_decide_nothing(trained):
    few = {"ways": {"people": {"pairs": 5, "curves": 0.7, "learned": 0.5}}}
    assert verdict(trained.metrics["visual"]["test"] | few).beats


def test_two_runs_make_the_same_bytes(misled, trained):
    again = train_quality(misled, seed=1)
    assert canonical_json(again.parameters) == canonical_json(trained.parameters)
    assert again.metrics == trained.metrics


def test_the_order_of_the_clips_changes_only_who_comes_first(misled, trained):
    assert train_quality(misled[::-1], seed=1).split == trained.split


def test_it_survives_storage(misled, trained):
    model = parts_from(trained.parameters)
    assert canonical_json(parameters_of(model)) == canonical_json(trained.parameters)
    again = [piece_from_json(one.as_json()) for one in misled]
    assert again[0].variants[3] == misled[0].variants[3]


@pytest.mark.parametrize("name", ["features", "measures", "curves"])
def test_a_model_of_other_measures_is_refused(trained, name):
    with pytest.raises(ValueError, match="of another time"):
        parts_from(trained.parameters | {name: "of another time"})


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries(
        {name: st.floats(-1e4, 1e4) for name in ("noise", "brightness", "edge_blur", "motion")}
    )
)
def test_it_never_moves_a_rating_further_than_it_may(trained, odd):
    clip = measured({**GOOD, **{name: abs(value) for name, value in odd.items()}})
    before = rate(clip)
    after = LearnedRater("learned", parts_from(trained.parameters)).moved(before, clip)
    was, now = (one.parts[Part.VISUAL] for one in (before, after))
    assert abs(logit(now.value) - logit(was.value)) <= MOST + 0.02
    assert 0 <= now.low <= now.value <= now.high <= 100
    assert now.judged == was.judged
    assert after.version == "learned"


def test_parts_that_were_not_learned_stay(trained):
    clip = measured(dict(GOOD))
    before = rate(clip)
    assert LearnedRater("learned", {}).moved(before, clip).parts == before.parts


def test_people_are_learned_from():
    """Two kinds of clip that the curves rate alike; everybody likes the calmer one better."""
    said = []
    for number in range(24):
        for liked in (True, False):
            values = {**GOOD, "motion": 2.0 if liked else 9.0, "noise": 1.0 + number / 50}
            said.append(
                Opinion(
                    who=f"person {number % 3}",
                    group=f"group {number % 16}",
                    clip=f"{number} {liked}",
                    part=Part.VISUAL,
                    points=5 if liked else 2,
                    measured=measured(values),
                )
            )
    found = train_quality(pieces(misled=1.0), said, seed=1)
    people = found.metrics["visual"]["test"]["ways"]["people"]
    assert people["learned"] > people["curves"]


def test_opinions_of_different_people_are_not_compared():
    one, other = (
        Opinion(who, "group", f"clip {who}", Part.VISUAL, points, measured(dict(GOOD)))
        for who, points in (("one", 1), ("other", 5))
    )
    assert not rows_of(Part.VISUAL, (), (one, other), {"group"}).pairs
    same = replace(other, who="one")
    assert len(rows_of(Part.VISUAL, (), (one, same), {"group"}).pairs) == 1


@given(st.sets(st.text(min_size=1), min_size=6, max_size=80), st.integers(0, 1000))
def test_nobody_is_on_two_sides_and_every_side_has_somebody(groups, seed):
    found = split(groups, seed=seed)
    assert set(found.sides) == groups
    assert sum(found.count(side) for side in Side) == len(groups)
    assert min(found.count(side) for side in Side) >= 1
    assert found == split(sorted(groups, reverse=True), seed=seed)


def test_too_few_groups_to_split():
    with pytest.raises(TooFew):
        train_quality(pieces(5), seed=1)


def test_pairs_are_only_of_what_is_surely_worse():
    assert worse_by({}, {"blur": 1.0}) == "blur"
    assert worse_by({"blur": 1.0}, {"blur": 2.0, "noise": 0.2}) == "blur"
    assert worse_by({"blur": 1.0}, {"noise": 3.0}) == ""
    assert worse_by({"blur": 1.0}, {"blur": 1.2}) == ""
    assert worse_by({}, {}) == ""


@pytest.mark.parametrize("part", ORDER)
def test_depths_reach_from_little_to_all_and_no_pair_goes_both_ways(part):
    depths = list(all_depths(part, seed=3))
    assert depths[0] == {}
    for way in ORDER[part]:
        alone = [one[way] for one in depths if list(one) == [way]]
        assert alone == sorted(alone)
        assert 0.6 < alone[0] < 1.4
        assert alone[-1] > 4.6
    assert not any(
        worse_by(one, two) and worse_by(two, one) for one, two in combinations(depths, 2)
    )


@given(st.sampled_from([way for ways in ORDER.values() for way in ways]), st.floats(0.5, 4.4))
def test_deeper_is_stronger(way, depth):
    first, second = strength(way, 1), strength(way, 2)
    rising = np.sign(second - first)
    assert rising * (strength(way, depth + 0.5) - strength(way, depth)) > 0
