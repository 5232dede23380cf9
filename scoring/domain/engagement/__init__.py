"""The engagement grade: how an audience answered, compared with videos of the same kind."""

from scoring.domain.engagement.grade import (
    GradeResult,
    GradeState,
    grade_batch,
    grade_one,
    letter_for,
)
from scoring.domain.engagement.policy import DEFAULT_PARAMETERS, GradePolicy
from scoring.domain.engagement.reference import Counts, GradeReference, freeze_reference

__all__ = [
    "DEFAULT_PARAMETERS",
    "Counts",
    "GradePolicy",
    "GradeReference",
    "GradeResult",
    "GradeState",
    "freeze_reference",
    "grade_batch",
    "grade_one",
    "letter_for",
]
