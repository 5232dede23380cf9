"""Files of creators and brands, and the way to bring them in."""

import csv
import io

import pytest

from marketplace.domain.cleaning.columns import Kind
from marketplace.services.bringing.reading import ReadOptions
from marketplace.services.bringing.runs import import_path
from tests.factories.times import NOW

CREATOR = {
    "Creator ID": "1",
    "Creator Name": "Ada Lovelace",
    "Username": "@Ada",
    "Content": "dance vidoes, comedy",
    "Followers": "150000",
    "Likes": "900",
    "Comments": "30",
    "Shares": "10",
    "Views": "20000",
    "Audience Age": "13-24",
    "Audience Gender": "female",
    "Audience Location": "USA",
    "Video URL": "",
}
BRAND = {
    "Brand ID": "B001",
    "Brand Name": "Loom",
    "Target Audience Age": "All",
    "Target Audience Gender": "male , female",
    "Target Audience Location": "Worldwide",
    "Marketing Goals": "Showcase Loom's clothing and outfits",
    "Previous Sponsorship Activities": "",
}


@pytest.fixture
def csv_file(tmp_path):
    """Write a CSV of rows; each row says only what differs from the usual one."""

    def write(usual, *rows, name="file.csv"):
        file = io.StringIO(newline="")
        out = csv.DictWriter(file, list(usual))
        out.writeheader()
        out.writerows(usual | row for row in rows)
        path = tmp_path / name
        path.write_text(file.getvalue(), encoding="utf-8")
        return path

    return write


@pytest.fixture
def bring():
    """Import a file of a kind."""

    def run(path, kind, *, now=NOW, **options):
        return import_path(
            path, kind=Kind(kind), options=ReadOptions(**options), actor=None, now=now
        )

    return run
