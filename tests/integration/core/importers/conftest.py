"""Files to import and the way to import them."""

import csv
import io
from datetime import UTC, datetime

import pytest

from creatorspark.core.importers.options import ImportOptions
from creatorspark.core.importers.services import import_path
from tests.factories import NOW

HEADER = ["video_id", "creator_id", "creator", "caption", "posted_at", "observed_at", "duration"]
HEADER += ["views", "likes", "comments", "shares", "saves"]
POSTED = datetime(2025, 1, 1, 12, tzinfo=UTC)
DEFAULTS = {
    "creator_id": "6825540583826768902",
    "creator": "nina",
    "caption": "night market",
    "posted_at": "2025-01-01T12:00:00Z",
    "observed_at": "2025-01-08T12:00:00Z",
    "duration": "31",
    "views": "1000",
    "likes": "100",
    "comments": "10",
    "shares": "5",
    "saves": "2",
}


@pytest.fixture
def csv_file(tmp_path):
    """Write a CSV of rows; each row says only what differs from `DEFAULTS`."""

    def write(*rows, name="metrics.csv", header=HEADER, encoding="utf-8"):
        file = io.StringIO(newline="")
        out = csv.DictWriter(file, header, extrasaction="ignore")
        out.writeheader()
        for number, row in enumerate(rows):
            out.writerow({"video_id": str(6907228749016714497 + number)} | DEFAULTS | row)
        path = tmp_path / name
        path.write_bytes(file.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def text_file(tmp_path):
    """Write a file of this text or these bytes."""

    def write(content, name="metrics.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def import_csv():
    """Import a CSV with these options."""

    def run(path, *, file_format="metrics", now=NOW, **options):
        return import_path(
            path, file_format=file_format, options=ImportOptions(**options), actor=None, now=now
        )

    return run
