"""What creators read is about them: every sentence that names theirs has one that says “your”."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.sentences import Sentence
from marketplace.domain.matching import explaining, phrasing, voices, voices_of_audiences
from marketplace.domain.matching.explaining import Factor, explain
from marketplace.domain.matching.voices import to_creator
from tests.unit.marketplace.matching import briefs
from tests.unit.marketplace.test_explaining import TODAY

SPOKEN = [*voices._ABOUT_VIDEOS, *voices_of_audiences.ABOUT_AUDIENCES]
OF_TABLES = [
    text
    for table in (
        phrasing._COUNTED,
        phrasing._DESCRIBED,
        phrasing._DESCRIBED_TOO,
        phrasing._AS_COUNTED,
        phrasing._BUT_FEW,
        phrasing._AS_DESCRIBED,
    )
    for text in table.values()
]
HELP = [
    one.text
    for one in (*explaining._UNKNOWN.values(), *explaining._WEAK.values())
    if one.text != "Some weeks of views and likes."  # which nobody's name is in
]


@pytest.mark.parametrize("text", [*OF_TABLES, *HELP])
def test_no_sentence_is_left_as_brands_read_it(text):
    assert to_creator(Sentence(text)).text != text


@pytest.mark.parametrize(("brand", "creator"), SPOKEN)
def test_the_same_values_fit_both(brand, creator):
    names = {part.split(")")[0] for part in brand.split("%(")[1:]}
    assert {part.split(")")[0] for part in creator.split("%(")[1:]} == names


@given(briefs(), st.floats(0, 1))
def test_nothing_speaks_of_the_creator_as_of_somebody_else(asked, value):
    found = explain(asked, explaining.Facts(), dict.fromkeys(Factor, value), today=TODAY)
    said = [line.sentence for line in found.lines]
    for sentence in (*said, *found.warnings, *found.would_help):
        told = str(to_creator(sentence)).lower()
        assert "the creator" not in told
        assert "they make" not in told
        assert "the videos" not in told
