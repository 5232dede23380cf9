"""Names hold what people see, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.names import readable


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  Ana\t Sol ", "Ana Sol"),
        ("\u202eevil", "evil"),
        ("Ana\u2066Sol\u2069", "AnaSol"),
        ("A\u200bna\u00ad", "Ana"),
        ("\u200b \ufeff", ""),
        ("\u200d", ""),
        ("می\u200cروم", "می\u200cروم"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("Zoë Ångström", "Zoë Ångström"),
    ],
)
def test_what_nobody_sees_is_left_out(written, read):
    assert readable(written) == read


@given(st.text(max_size=40))
def test_reading_twice_is_reading_once(text):
    assert readable(readable(text)) == readable(text)
