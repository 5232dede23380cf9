"""Groups in a graph that hold together by more than one thread. Pure."""

from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from fraud.domain.activity import Ints

TRIANGLES: Final = 2


def communities(pairs: Ints, *, size: int, least: int) -> list[Ints]:
    """Return groups of at least `least` nodes in which every link is part of triangles (a truss).

    Plain components would chain strangers through one friend of both; a link counts only while
    its two ends have `TRIANGLES` neighbours in common. `pairs` is 2 × n; nodes are below `size`.
    """
    if not pairs.shape[1]:
        return []
    ones = np.ones(pairs.shape[1], np.int32)
    graph = csr_matrix((ones, (pairs[0], pairs[1])), shape=(size, size))
    graph = ((graph + graph.T) > 0).astype(np.int32)
    while graph.nnz:
        support = (graph @ graph).multiply(graph)
        held = (support >= TRIANGLES).astype(np.int32)
        if held.nnz == graph.nnz:
            break
        graph = held
    if not graph.nnz:
        return []
    label = connected_components(graph, directed=False)[1]
    sizes = np.bincount(label)
    return [np.flatnonzero(label == one) for one in np.flatnonzero(sizes >= least)]
