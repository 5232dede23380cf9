"""`fair-1`: points of videos against frozen references of their cohorts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from scoring.domain.points.fields import FIELDS, FloatArray, IntArray, VideoFacts
from scoring.domain.points.policy import FairPolicy
from scoring.domain.points.reference import CohortParameters, normal_table
from scoring.domain.points.standard import BoolArray, weighted_sums


@dataclass(frozen=True, slots=True)
class FairScores:
    """Scores of n videos. `z` has a row a field in the order of FIELDS; 0 where left out.

    `left_out` is a bit a field (bit 0: views); `total` is Σ w·z before it is placed in the cohort.
    """

    points: IntArray
    total: FloatArray
    z: FloatArray
    left_out: npt.NDArray[np.int16]
    engagement_rate: FloatArray


class FairScorer:
    """Scores any number of videos against the same references."""

    def __init__(self, references: Sequence[CohortParameters], policy: FairPolicy) -> None:
        self.policy = policy
        self.table = normal_table(references)
        self.centre = np.array([reference.centre for reference in references])
        self.spread = np.array([reference.spread for reference in references])

    def score(self, facts: VideoFacts, which: IntArray) -> FairScores:
        """Return points 0..points_max; `which` is each video's reference by position."""
        sums = weighted_sums(
            facts,
            self.table,
            which,
            shrink_views=self.policy.shrink_views,
            clip=self.policy.clip,
        )
        place = ndtr((sums.total - self.centre[which]) / self.spread[which])
        points = np.rint(self.policy.points_max * place).astype(np.int64)
        return FairScores(points, sums.total, sums.z, _bits(sums.left_out), sums.rate)


def score_fair(
    facts: VideoFacts, reference: CohortParameters, policy: FairPolicy | None = None
) -> FairScores:
    """Score videos of one cohort against its reference."""
    scorer = FairScorer([reference], policy or FairPolicy())
    return scorer.score(facts, np.zeros(len(facts), np.int64))


def left_out_names(bits: int) -> tuple[str, ...]:
    """Return the names of the fields whose bit is set."""
    return tuple(name for row, name in enumerate(FIELDS) if bits >> row & 1)


def _bits(left_out: BoolArray) -> npt.NDArray[np.int16]:
    powers = (1 << np.arange(len(FIELDS))).astype(np.int16)
    bits: npt.NDArray[np.int16] = powers @ left_out.astype(np.int16)
    return bits
