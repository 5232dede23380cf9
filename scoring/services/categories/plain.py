"""What plain words are about, for those of whom there is no video to look at."""

from collections.abc import Sequence

from scoring.domain.categories.scoring import score_categories


def mix_of_phrases(phrases: Sequence[str]) -> dict[str, float]:
    """Return shares of categories that add up to 1, each phrase that says anything counting alike.

    Empty when no phrase speaks for any category.
    """
    found: dict[str, float] = {}
    telling = 0
    for phrase in phrases:
        scores = score_categories(phrase)
        total = sum(one.confidence for one in scores)
        if not total:
            continue
        telling += 1
        for one in scores:
            name = one.category.value
            found[name] = found.get(name, 0.0) + one.confidence / total
    return {name: round(share / telling, 6) for name, share in sorted(found.items())}


def categories_named(text: str) -> frozenset[str]:
    """Return every category that a text says anything about."""
    return frozenset(one.category.value for one in score_categories(text))
