"""What stands for the words of creators who have none: the middle of those who make the same."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Middles:
    """Sums of embeddings by category, gathered block by block."""

    def __init__(self, categories: int, dimensions: int) -> None:
        self.dimensions = dimensions
        self._sums = np.zeros((categories, dimensions), np.float64)
        self._total = np.zeros(dimensions, np.float64)

    def add(self, mix: Floats, embeddings: Floats) -> None:
        """Take creators with words of their own into account: (n, categories), (n, dimensions)."""
        self._sums += mix.T.astype(np.float64) @ embeddings
        self._total += embeddings.sum(axis=0, dtype=np.float64)

    def of(self, mix: Floats) -> Floats:
        """Return the middles for creators of these mixes, of length 1; that of all where the mix
        says nothing.
        """
        found = mix.astype(np.float64) @ self._sums
        blank = np.linalg.norm(found, axis=1) == 0
        found[blank] = self._total
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(length == 0, 1, length), np.float32)
