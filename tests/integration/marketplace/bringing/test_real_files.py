"""The two real files, where they are to be had."""

import os
from pathlib import Path

import pytest

from creatorspark.core.models import Creator
from marketplace.models import Brand, ImportedRow, Rivalry

FOLDER = Path(
    os.environ.get("SPONSORSHIP_DATASET")
    or Path(__file__).resolve().parents[5] / "shared/datasets/sponsorship"
)
CREATORS = FOLDER / "cleaned_creator_dataset.csv"
BRANDS = FOLDER / "cleaned_brand_dataset.csv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CREATORS.exists(), reason="the sponsorship files aren't here"),
]


def test_all_creators_come_in_with_their_problems_listed(bring):
    run = bring(CREATORS, "creators")
    assert (run.rows_read, run.rows_added, run.rows_rejected) == (22, 22, 0)
    assert Creator.objects.get(handle="jasonderulo").listing.topics == ["music", "dance videos"]
    told = {
        (one["code"], one["column"]) for row in ImportedRow.objects.all() for one in row.problems
    }
    assert told == {("spelling", "content"), ("contradicts", "likes"), ("unreadable", "video_url")}
    assert bring(CREATORS, "creators").rows_unchanged == 22


def test_all_brands_come_in_with_families_and_rivals(bring):
    run = bring(BRANDS, "brands")
    assert (run.rows_read, run.rows_added, run.rows_rejected) == (49, 49, 0)
    families = dict(Brand.objects.exclude(parent=None).values_list("name", "parent__name"))
    assert families["McDonald's USA"] == "McDonald's"
    assert families["Pepsi Max"] == families["Pepsi"] == "PepsiCo"
    assert not Brand.objects.filter(industries=[]).exists()
    pairs = Rivalry.objects.values_list("first__name", "second__name")
    assert {"Nike", "Adidas"} in [set(pair) for pair in pairs]
    assert {"Pepsi", "PepsiCo"} not in [set(pair) for pair in pairs]
    assert bring(BRANDS, "brands").rows_unchanged == 49
