"""What a video is about: confidences of categories from all the words it has."""

from scoring.domain.categories.learned import (
    KIND,
    LearnedCategories,
    learned_from_json,
    score_learned,
)
from scoring.domain.categories.scoring import (
    CONFIDENT,
    SCREEN_MARK,
    SOUND_MARK,
    VERSION,
    CategoryScore,
    Evidence,
    categories_of,
    score_categories,
    score_evidence,
)
from scoring.domain.categories.taxonomy import TAXONOMY, Category

__all__ = [
    "CONFIDENT",
    "KIND",
    "SCREEN_MARK",
    "SOUND_MARK",
    "TAXONOMY",
    "VERSION",
    "Category",
    "CategoryScore",
    "Evidence",
    "LearnedCategories",
    "categories_of",
    "learned_from_json",
    "score_categories",
    "score_evidence",
    "score_learned",
]
