"""How a caption feels, 0 (negative) to 1 (positive), without a network."""

from scoring.domain.sentiment.scorer import MODEL_VERSION, NEUTRAL, Note, Sentiment, score_caption

__all__ = ["MODEL_VERSION", "NEUTRAL", "Note", "Sentiment", "score_caption"]
