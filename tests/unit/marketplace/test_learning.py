"""What choices teach: nothing from few, nothing from noise, something from a clear taste."""

from random import Random

import pytest

from marketplace.domain.matching.learning import LEAST_BRIEFS, Choice, learn
from marketplace.domain.matching.profiles import Weights

POLICY = Weights()


def choices(*, briefs: int, taste, seed: int = 1):
    """Draw ten creators for each brief; the three that `taste` puts first are chosen."""
    chance = Random(seed)
    found = []
    for brief in range(briefs):
        shown = [tuple(chance.random() for _factor in range(5)) for _ in range(10)]
        ranked = sorted(shown, key=lambda values: taste(values, chance), reverse=True)
        found += [
            Choice(brief=brief, values=values, chosen=place < 3)
            for place, values in enumerate(ranked)
        ]
    return found


def by_audience(values, chance):
    return values[1]


def by_chance(values, chance):
    return chance.random()


def test_few_choices_teach_nothing():
    found = learn(choices(briefs=LEAST_BRIEFS - 1, taste=by_audience), policy=POLICY)
    assert (found.weights, found.before) == (None, None)
    assert found.briefs == LEAST_BRIEFS - 1


def test_a_clear_taste_moves_the_weights_and_helps_where_it_was_not_seen():
    found = learn(choices(briefs=60, taste=by_audience), policy=POLICY)
    assert found.weights is not None
    assert found.weights.audience > POLICY.audience
    assert found.before is not None
    assert found.after is not None
    assert found.after > found.before + 0.05
    assert sum(
        (found.weights.content, found.weights.audience, found.weights.performance,
         found.weights.trust, found.weights.price)
    ) == pytest.approx(1, abs=0.001)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chance_teaches_nothing(seed):
    assert learn(choices(briefs=60, taste=by_chance, seed=seed), policy=POLICY).weights is None


def test_whoever_chooses_as_the_policy_does_changes_nothing():
    def as_policy(values, chance):
        weights = (POLICY.content, POLICY.audience, POLICY.performance, POLICY.trust, POLICY.price)
        return sum(weight * value for weight, value in zip(weights, values, strict=True))

    assert learn(choices(briefs=60, taste=as_policy), policy=POLICY).weights is None


def test_the_same_choices_teach_the_same():
    some = choices(briefs=30, taste=by_audience)
    assert learn(some, policy=POLICY) == learn([*reversed(some)], policy=POLICY)
