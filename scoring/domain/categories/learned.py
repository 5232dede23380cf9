"""A layer over the words, learned from what people corrected: numbers only, no code.

TF-IDF of a video's terms beside the confidences that the words give, weighed by a logistic
regression a category. It speaks only for categories where it did better than the words; for the
others the words stand.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.domain.categories.scoring import CategoryScore, Evidence, score_evidence, terms_of
from scoring.domain.categories.taxonomy import Category

KIND = "categories"
# How a reason is named that isn't a word of the video but the words' own confidence.
BY_WORDS = "words:"
MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One category's regression: confidence = 1 / (1 + exp(-(bias + Σ weight × feature)))."""

    bias: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LearnedCategories:
    """A learned layer: the weight of each term by rarity, and a line a category it serves."""

    version: str
    rarity: Mapping[str, float]
    lines: Mapping[Category, Line]

    def as_json(self) -> dict[str, Any]:
        """Return plain values, for storage."""
        return {
            "rarity": dict(self.rarity),
            "lines": {
                category.value: {"bias": line.bias, "weights": dict(line.weights)}
                for category, line in self.lines.items()
            },
        }


def learned_from_json(document: Mapping[str, Any], *, version: str) -> LearnedCategories:
    """Read what `as_json` wrote. Raises KeyError, ValueError for anything else."""
    return LearnedCategories(
        version=version,
        rarity={str(term): float(value) for term, value in document["rarity"].items()},
        lines={
            Category(name): Line(
                float(line["bias"]),
                {str(term): float(value) for term, value in line["weights"].items()},
            )
            for name, line in document["lines"].items()
        },
    )


def features_of(
    evidence: Evidence, words: tuple[CategoryScore, ...], rarity: Mapping[str, float]
) -> dict[str, float]:
    """Return what a line weighs: the terms' TF-IDF at length 1, and the words' confidences."""
    found = {term: rarity[term] for term in terms_of(evidence) if term in rarity}
    length = math.sqrt(sum(value * value for value in found.values()))
    features = {term: value / length for term, value in found.items()}
    return features | {f"{BY_WORDS}{one.category.value}": one.confidence for one in words}


def score_learned(evidence: Evidence, learned: LearnedCategories) -> tuple[CategoryScore, ...]:
    """Return every category that anything speaks for; where a line serves, by that line."""
    words = score_evidence(evidence)
    features = features_of(evidence, words, learned.rarity)
    by_words = {one.category: one for one in words}
    found = [one for one in words if one.category not in learned.lines]
    for category, line in learned.lines.items():
        found.append(_by_line(category, line, features, by_words.get(category)))
    ordered = sorted(found, key=lambda one: (-one.confidence, one.category))
    return tuple(one for one in ordered if one.because)


def _by_line(
    category: Category, line: Line, features: Mapping[str, float], words: CategoryScore | None
) -> CategoryScore:
    """Confidence by the line; its reasons are the terms that raised it most."""
    pulls = {
        name: line.weights[name] * value for name, value in features.items() if name in line.weights
    }
    total = line.bias + sum(pulls.values())
    confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    raised = {name: pull for name, pull in pulls.items() if pull > 0}
    reasons = [
        name
        for name in sorted(raised, key=lambda name: (-raised[name], name))
        if not name.startswith(BY_WORDS)
    ]
    if words:
        reasons = list(dict.fromkeys((*reasons, *words.because)))
    return CategoryScore(category, round(confidence, 4), tuple(reasons[:MOST_REASONS]))
