"""How well a video is made: measures, ratings of 0 to 100, and what to change first.

Captions are in `captions`: they bring a language model that the sandbox has no use for.
"""

from scoring.domain.quality.curves import Cause, Part
from scoring.domain.quality.feedback import Advice, Moment, advise
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.ratings import Rating, Ratings, rate

__all__ = [
    "Advice",
    "Cause",
    "Measured",
    "Moment",
    "Part",
    "Rating",
    "Ratings",
    "advise",
    "rate",
]
