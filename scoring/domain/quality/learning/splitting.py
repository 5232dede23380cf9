"""Splits groups of clips into those to train with, to choose with, and to test with."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

SHARES = (0.5, 0.2)
LEAST_GROUPS = 6


class Side(StrEnum):
    """What a group is for."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class TooFew(Exception):
    """There are fewer groups than a split needs."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Split:
    """Which side each group is on."""

    sides: dict[str, Side]

    def count(self, side: Side) -> int:
        """How many groups are on a side."""
        return sum(one is side for one in self.sides.values())


def split(groups: Iterable[str], *, seed: int) -> Split:
    """Deal groups out at random by the seed, half to train and a fifth to choose with.

    The order in which they come doesn't matter. Raises TooFew for fewer than six.
    """
    names = sorted(set(groups))
    if len(names) < LEAST_GROUPS:
        raise TooFew(len(names))
    order = np.random.default_rng([seed, 2]).permutation(len(names))
    train = max(2, round(len(names) * SHARES[0]))
    chosen = train + max(1, round(len(names) * SHARES[1]))
    sides = [Side.TRAIN] * train + [Side.VALIDATION] * (chosen - train)
    sides += [Side.TEST] * (len(names) - chosen)
    return Split({names[place]: side for place, side in zip(order, sides, strict=True)})
