"""Each number once, in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.distinct import distinct


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_each_stays_once(values: list[int]):
    numbers = np.array(values, np.int64)
    assert distinct(numbers).tolist() == sorted(set(values))
    assert numbers.tolist() == values
