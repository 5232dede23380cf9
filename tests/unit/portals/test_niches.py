"""Niches read as a person writes them."""

import pytest

from creatorspark.portals.niches import niche_label


@pytest.mark.parametrize(
    ("niche", "label"),
    [
        ("diy", "DIY"),
        ("home_diy", "Home DIY"),
        ("Food", "Food"),
        ("street_food", "Street food"),
        ("", ""),
    ],
)
def test_short_forms_keep_their_capitals(niche: str, label: str) -> None:
    assert niche_label(niche) == label
