"""What a video is about: confidences of categories from its caption, hashtags and sound."""

from scoring.domain.categories.scoring import (
    CONFIDENT,
    VERSION,
    CategoryScore,
    categories_of,
    score_categories,
)
from scoring.domain.categories.taxonomy import TAXONOMY, Category

__all__ = [
    "CONFIDENT",
    "TAXONOMY",
    "VERSION",
    "Category",
    "CategoryScore",
    "categories_of",
    "score_categories",
]
