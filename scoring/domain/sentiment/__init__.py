"""How a video's words feel, 0 (negative) to 1 (positive), without a network."""

from scoring.domain.sentiment.scorer import (
    LANGUAGES,
    MODEL_VERSION,
    NEUTRAL,
    Note,
    Sentiment,
    score_caption,
    score_words,
)

__all__ = [
    "LANGUAGES",
    "MODEL_VERSION",
    "NEUTRAL",
    "Note",
    "Sentiment",
    "score_caption",
    "score_words",
]
