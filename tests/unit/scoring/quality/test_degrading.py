"""What gets worse is rated worse, step by step, and told by its name."""

from dataclasses import replace
from itertools import pairwise

import pytest

from scoring.domain.quality import advise, rate
from scoring.domain.quality.curves import Part
from scoring.domain.quality.degrading import DEGRADATIONS
from tests.unit.scoring.quality.clips import measured, place, voice

CLIPS = 6
FLOOR = 3.0
OWN_FLAW = 0.3


def journey(way, number, folder):
    """Ratings and advice of one clip from untouched to the last step."""
    degradation = DEGRADATIONS[way]
    take = (place if degradation.part is Part.VISUAL else voice)(number)
    values, advice = [], []
    for step in (None, *degradation.steps):
        found = measured(take if step is None else degradation.change(take, step), folder)
        ratings = rate(found)
        part = {degradation.part: ratings.parts[degradation.part]}
        values.append(part[degradation.part].value)
        advice.append(
            {one.cause: one.points for one in advise(replace(ratings, parts=part), found)}
        )
    return values, advice


def brought(advice, before):
    """The first advice that the step brought, not the clip's own flaws."""
    return next(
        (one for one, points in advice.items() if points > before.get(one, 0) + OWN_FLAW), None
    )


@pytest.mark.parametrize("way", DEGRADATIONS)
def test_ratings_fall_with_every_step_and_feedback_names_the_cause(way, tmp_path):
    fell = named = steps = told = 0
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
            told += 1
    assert fell >= 0.95 * steps
    assert named >= 0.9 * told
