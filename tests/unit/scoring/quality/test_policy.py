"""The quality policy, and the weights it gives."""

import pytest

from scoring.domain.quality import Part, rate
from scoring.domain.quality.captions import measure_caption, rate_caption
from scoring.domain.quality.policy import DEFAULT_PARAMETERS, QualityPolicy


def test_the_first_policy_is_valid():
    policy = QualityPolicy.from_parameters(DEFAULT_PARAMETERS)
    assert policy.weights == {Part.VISUAL: 0.5, Part.AUDIO: 0.3, Part.TEXT: 0.2}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"weights": {"visual": 0.5, "audio": 0.3}}, "lacks “text”"),
        ({"weights": {"visual": 0.5, "audio": 0.3, "text": 0.3}}, "add up to 1"),
        ({"weights": 3}, "must name each part"),
        ({"opinion_cap": 0.9}, "opinion_cap must be a number from 0 to 0.5"),
        ({"opinion_cap": float("nan")}, "opinion_cap"),
        ({"cohort_least": 5}, "cohort_least must be a whole number"),
        ({"advice_most": True}, "advice_most"),
        ({"draft_kept_days": 0}, "draft_kept_days must be a whole number from 1"),
        ({"typo": 1}, "doesn't know “typo”"),
    ],
)
def test_a_wrong_policy_is_refused_with_a_sentence(change, said):
    with pytest.raises(ValueError, match=said):
        QualityPolicy.from_parameters({**DEFAULT_PARAMETERS, **change})


def test_a_lacking_rule_is_refused():
    with pytest.raises(ValueError, match="lacks “opinion_cap”"):
        QualityPolicy.from_parameters(
            {name: value for name, value in DEFAULT_PARAMETERS.items() if name != "opinion_cap"}
        )


def test_a_caption_alone_is_rated_and_nothing_at_all_is_not():
    text = rate_caption(measure_caption("We bake bread on a rainy day #bread #baking"))
    ratings = rate(None, text=text)
    assert ratings.missing == (Part.VISUAL, Part.AUDIO)
    assert text is not None
    assert ratings.overall == text.value
    with pytest.raises(ValueError, match="nothing to rate"):
        rate(None)
