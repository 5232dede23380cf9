"""What gets worse is rated worse, step by step, and told by its name."""

from itertools import pairwise

import pytest

from scoring.domain.quality import advise, rate
from scoring.domain.quality.curves import Part
from scoring.domain.quality.degrading import DEGRADATIONS
from tests.unit.scoring.quality.clips import measured, place, voice

CLIPS = 6
FLOOR = 3.0
OWN_FLAW = 0.3
# How often the cause comes first of all that is shown, the clip's own flaws included. The drawn
# place is 240 px wide, which costs more than a first step; a voice has a grey card of 64 px for its
# picture, which costs more than any sound.
FIRST_AS_SHOWN = {Part.VISUAL: 0.8, Part.AUDIO: 0.0}


def journey(way, number, folder):
    """Ratings of the part, and all advice as it is shown, from untouched to the last step."""
    degradation = DEGRADATIONS[way]
    take = (place if degradation.part is Part.VISUAL else voice)(number)
    values, advice = [], []
    for step in (None, *degradation.steps):
        found = measured(take if step is None else degradation.change(take, step), folder)
        ratings = rate(found)
        values.append(ratings.parts[degradation.part].value)
        advice.append({one.cause: one.points for one in advise(ratings, found)})
    return values, advice


def brought(advice, before):
    """The first of all advice that the degradation brought or made dearer by over 0.3 points."""
    return next(
        (one for one, points in advice.items() if points > before.get(one, 0) + OWN_FLAW), None
    )


@pytest.mark.parametrize("way", DEGRADATIONS)
def test_ratings_fall_with_every_step_and_feedback_names_the_cause(way, tmp_path):
    fell = named = first = steps = told = 0
    for number in range(1, CLIPS + 1):
        values, advice = journey(way, number, tmp_path)
        for before, after in pairwise(values):
            if before <= FLOOR:
                break
            assert after <= before + 0.25, (way, number, values)
            fell += after < before
            steps += 1
        for found in advice[1:]:
            named += brought(found, advice[0]) in DEGRADATIONS[way].causes
            first += next(iter(found), None) in DEGRADATIONS[way].causes
            told += 1
    assert fell >= 0.95 * steps
    assert named >= 0.9 * told
    assert first >= FIRST_AS_SHOWN[DEGRADATIONS[way].part] * told
