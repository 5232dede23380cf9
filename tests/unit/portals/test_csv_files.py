"""What people wrote, in files that spreadsheets open."""

import pytest

from creatorspark.portals.csv_files import csv_line, harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(1)", " \t=1", "\ufeff=1", "|calc", "%1", "＝1+1", "＠SUM(1)"]
)
def test_nothing_runs_as_a_formula(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["One pan", "a=b", "50 %", "naïve 🏳️‍🌈", ""])
def test_other_words_stay_as_they_are(text):
    assert harmless(text) == text


def test_a_text_is_one_line():
    assert harmless("first\r\n=1+1") == "first =1+1"
    assert csv_line([harmless("a\nb"), 1]) == "a b,1\r\n"
