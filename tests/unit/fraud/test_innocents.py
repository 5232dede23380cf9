"""However it looks: none of these stories leads to a case against anybody."""

from collections.abc import Callable
from functools import partial

import pytest

from fraud.domain import innocents
from fraud.domain.findings import ReasonCode
from fraud.domain.worlds import World
from tests.unit.fraud.worlds import accused, findings, tell

STORIES: dict[str, Callable[[World], object]] = {
    "nothing": lambda world: None,
    "a school with shared tablets": partial(innocents.school, teacher=3),
    "a large school": partial(innocents.school, teacher=10, pupils=600, tablets=60),
    "a café or dormitory": innocents.one_address,
    "premieres": partial(innocents.premiere, creator=4),
    "a small club of fans": partial(innocents.premiere, creator=4, fans=40),
    "a raid": partial(innocents.raid, creator=5),
    "an appeal": partial(innocents.charity, creator=6),
    "a news page": partial(innocents.news, creator=7),
    "a campaign in one app": partial(innocents.campaign, creator=8),
    "children who loop a video": partial(innocents.loops, creator=9),
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("story", STORIES)
def test_no_innocent_is_accused(story: str, seed: int):
    assert accused(tell(seed, STORIES[story])) == set()


def test_all_of_it_at_once_accuses_nobody():
    world = tell(3, *STORIES.values())
    rings = (ReasonCode.LOCKSTEP_VIEWS, ReasonCode.SHARED_DEVICE_ONLY, ReasonCode.BULK_SIGNUP)
    assert [one for one in findings(world) if one.code in rings] == []
    assert accused(world) == set()
