"""Reading what judgements are made of."""

from scoring.selectors.copying import CHUNK, PLATFORMS, UNKNOWN
from scoring.selectors.engagement import (
    GradePopulation,
    current_grades,
    join_grade_populations,
    load_grade_population,
)
from scoring.selectors.populations import (
    STORED,
    STORED_COUNTS,
    Population,
    current_scores,
    join_populations,
    load_population,
)

__all__ = [
    "CHUNK",
    "PLATFORMS",
    "STORED",
    "STORED_COUNTS",
    "UNKNOWN",
    "GradePopulation",
    "Population",
    "current_grades",
    "current_scores",
    "join_grade_populations",
    "join_populations",
    "load_grade_population",
    "load_population",
]
