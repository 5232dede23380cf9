"""The grade that a video's content alone makes likely, and how far such a guess can be trusted."""

from scoring.domain.potential.content import Content
from scoring.domain.potential.guessing import Guess, Guesser
from scoring.domain.potential.training import TooFewGraded, Trained, train

__all__ = ["Content", "Guess", "Guesser", "TooFewGraded", "Trained", "train"]
