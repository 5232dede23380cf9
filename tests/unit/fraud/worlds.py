"""Made-up worlds for tests: an ordinary crowd, and one story in it."""

from collections.abc import Callable

from fraud.domain import cases
from fraud.domain.cases import Judgement, Tier
from fraud.domain.findings import Finding
from fraud.domain.parameters import Parameters
from fraud.domain.worlds import World


def tell(seed: int, *stories: Callable[[World], object], people: int = 700) -> World:
    """Return a world with a crowd and these stories."""
    world = World.of(seed)
    world.crowd(people)
    for story in stories:
        story(world)
    return world


def findings(world: World) -> list[Finding]:
    """Return what all detectors find."""
    return cases.examine(world.activity(), parameters=Parameters())


def accused(world: World) -> set[int]:
    """Return the creators against whom there is a case."""
    return {one.creator for one in judgements(world) if one.tier is Tier.CASE}


def judgements(world: World) -> list[Judgement]:
    """Return what happens to each creator."""
    return cases.judge(findings(world))
