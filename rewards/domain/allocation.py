"""Splitting a whole sum over parts without losing or making a cent (largest remainder)."""

from collections.abc import Sequence
from fractions import Fraction


def split_by_largest_remainder(total: int, *, weights: Sequence[int | Fraction]) -> list[int]:
    """Split `total` minor units over parts in proportion to `weights` (each >= 0).

    The parts sum to `total` exactly; ties go to the earlier part. All-zero weights split evenly.
    Raises ValueError for a negative total or weight, or for a total with nobody to give it to.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("Only sums and weights of zero or more can be split.")
    if not weights:
        if total:
            raise ValueError("There is nobody to split this sum over.")
        return []
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares)
    if not whole:
        shares, whole = [Fraction(1)] * len(weights), Fraction(len(weights))
    exact = [total * share / whole for share in shares]
    parts = [int(value) for value in exact]
    left = total - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[:left]:
        parts[index] += 1
    return parts
