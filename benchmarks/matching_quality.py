"""Quality of matches on two real files, against pairs that one person graded with a reason.

The files (22 creators, 49 brands) aren't part of this repository: name the folder that holds
`cleaned_creator_dataset.csv` and `cleaned_brand_dataset.csv`. The grades are in
`benchmarks/matching/judgements.csv`: 0 impossible or pointless, 1 possible, 2 good, 3 what one
would choose. Every second creator (and brand) is the test half; nothing was tuned on it. Ours are
the lists of a run over imported rows: everything in between is in it. Beside it: random lists,
TF-IDF of words, and embeddings (32 latent dimensions of pieces of words, by SVD of both files).
Works in a database of its own. Prints one JSON document.

    python benchmarks/matching_quality.py FOLDER [--lists]
"""

import argparse
import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

import numpy as np
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.scratch import scratch_database
from creatorspark.core.jobs.services import JobProgress
from marketplace.domain.matching.exposure import gini
from marketplace.models import Match
from marketplace.services.runs.making import make_run
from marketplace.services.runs.reading import why_of

Scores = NDArray[np.float64]
Lists = list[list[int]]
GRADES = Path(__file__).resolve().parent / "matching" / "judgements.csv"
LENGTH, DRAWS, SEED, DIMENSIONS = 5, 200, 7, 32


def main() -> int:
    """Hold every way of matching against the grades."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--lists", action="store_true", help="the creators' lists, as Markdown")
    given = parser.parse_args()
    if given.folder is None:
        print(json.dumps({"skipped": "the folder with the two files was not named"}))
        return 0
    creators = rows_of(given.folder / "cleaned_creator_dataset.csv")
    brands = rows_of(given.folder / "cleaned_brand_dataset.csv")
    grades = graded(
        [one["Creator Name"] for one in creators], [one["Brand Name"] for one in brands]
    )
    with scratch_database("creatorspark_matching"), tempfile.TemporaryDirectory() as folder:
        settings.VAR_DIR = Path(folder)
        ours, markdown, quality = our_lists(given.folder, creators, brands)
    if given.lists:
        print(markdown)
        return 0
    document = {
        "pairs": int(grades.size),
        "quality of the run": quality,
        "brands for creators": compared(creators, brands, grades, ours[0]),
        "creators for brands": compared(brands, creators, grades.T, ours[1]),
    }
    print(json.dumps(document, indent=1))
    return 0


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def graded(creators: Sequence[str], brands: Sequence[str]) -> NDArray[np.int64]:
    """Return the grade of each pair."""
    with GRADES.open(newline="") as file:
        known = {(one["creator"], one["brand"]): int(one["grade"]) for one in csv.DictReader(file)}
    return np.array([[known[one, other] for other in brands] for one in creators], np.int64)


def our_lists(
    folder: Path, creators: Sequence[Mapping[str, str]], brands: Sequence[Mapping[str, str]]
) -> tuple[tuple[Lists, Lists], str, Mapping[str, Any]]:
    """Import both files, make a run, and return its lists both ways."""
    quiet = {"stdout": open(os.devnull, "w")}  # noqa: SIM115 - lives as long as the process
    call_command("import_creators", folder / "cleaned_creator_dataset.csv", **quiet)
    call_command("import_brands", folder / "cleaned_brand_dataset.csv", **quiet)
    run = make_run(full=True, progress=JobProgress(None), now=timezone.now())
    numbers = {one["Creator Name"]: at for at, one in enumerate(creators)}
    places = {one["Brand Name"]: at for at, one in enumerate(brands)}
    rows = Match.objects.filter(run=run, campaign=None).select_related("creator", "brand")
    for_creators: Lists = [[] for _ in creators]
    for_brands: Lists = [[] for _ in brands]
    lines: dict[str, list[str]] = {}
    for row in rows.order_by("creator_id", "rank"):
        assert row.brand is not None
        creator, brand = numbers[row.creator.display_name], places[row.brand.name]
        if row.direction == Match.Direction.BRANDS:
            for_creators[creator].append(brand)
            lines.setdefault(row.creator.display_name, []).append(told(row))
    for row in rows.filter(direction="creators", rank__lte=LENGTH).order_by("brand_id", "rank"):
        assert row.brand is not None
        for_brands[places[row.brand.name]].append(numbers[row.creator.display_name])
    markdown = "\n".join(
        line
        for name in numbers
        for line in (f"**{name}** · {content(creators, name)}", *lines[name], "")
    )
    return (for_creators, for_brands), markdown, run.quality


def told(row: Match) -> str:
    """Return one place of a list in words."""
    assert row.brand is not None
    reasons = " ".join(why_of(row, currency="USD").reasons)
    return f"{row.rank}. {row.brand.name} ({row.score:.2f}): {reasons}"


def content(creators: Sequence[Mapping[str, str]], name: str) -> str:
    """Return what a creator of the file makes, in the file's words."""
    return next(one["Content"].strip() for one in creators if one["Creator Name"] == name)


def compared(
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[Mapping[str, str]],
    grades: NDArray[np.int64],
    ours: Lists,
) -> dict[str, Any]:
    """Return the measures of each way of making the lists."""
    draw = np.random.default_rng(SEED)
    random = [
        [draw.permutation(grades.shape[1])[:LENGTH].tolist() for _ in rows] for _ in range(DRAWS)
    ]
    texts, others = [text(one) for one in rows], [text(one) for one in columns]
    return {
        "random": averaged([measures(lists, grades) for lists in random]),
        "TF-IDF": measures(best(tfidf(texts, others)), grades),
        "embeddings": measures(best(embedded(texts, others)), grades),
        "ours": measures(ours, grades),
    }


def text(row: Mapping[str, str]) -> str:
    """Return the words of a creator or of a brand."""
    names = ("Content", "Marketing Goals", "Previous Sponsorship Activities")
    return " ".join(row[name] for name in names if name in row)


def tfidf(rows: Sequence[str], columns: Sequence[str]) -> Scores:
    """Return the cosines of words, weighted by how rare they are in both files."""
    vectors = TfidfVectorizer(stop_words="english").fit([*rows, *columns])
    return np.asarray((vectors.transform(rows) @ vectors.transform(columns).T).toarray())


def embedded(rows: Sequence[str], columns: Sequence[str]) -> Scores:
    """Return the cosines of latent dimensions of pieces of words."""
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit([*rows, *columns])
    svd = TruncatedSVD(DIMENSIONS, random_state=SEED)
    found = svd.fit_transform(pieces.transform([*rows, *columns]))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found[: len(rows)] @ found[len(rows) :].T)


def best(scores: Scores) -> Lists:
    """Return the places of the highest scores of each row."""
    return [row.tolist() for row in np.argsort(-scores, axis=1, kind="stable")[:, :LENGTH]]


def measures(lists: Lists, grades: NDArray[np.int64]) -> dict[str, float]:
    """Return NDCG of both halves, and what is impossible, shown, and how evenly."""
    count = grades.shape[1]
    shown = np.bincount([one for row in lists for one in row], minlength=count)
    places = [(at, one) for at, row in enumerate(lists) for one in row]
    return {
        "NDCG@5 dev": mean(ndcg(lists[at], grades[at]) for at in range(0, len(lists), 2)),
        "NDCG@5 test": mean(ndcg(lists[at], grades[at]) for at in range(1, len(lists), 2)),
        "impossible": mean(float(grades[at, one] == 0) for at, one in places),
        "shown": round(float((shown > 0).mean()), 3),
        "Gini": round(gini(shown[shown > 0], of=count), 3),
    }


def ndcg(row: Sequence[int], grades: NDArray[np.int64]) -> float | None:
    """Return the discounted gain (2^grade - 1) over the best possible; None where all are 0."""
    gains, discounts = 2.0**grades - 1, 1 / np.log2(np.arange(2, LENGTH + 2))
    ideal = float(np.sort(gains)[::-1][:LENGTH] @ discounts)
    return float(gains[list(row)] @ discounts[: len(row)]) / ideal if ideal else None


def mean(values: Iterable[float | None]) -> float:
    """Return the mean of what there is, to three decimals."""
    return round(float(np.mean([one for one in values if one is not None])), 3)


def averaged(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the means of several measures."""
    return {name: mean(one[name] for one in found) for name in found[0]}


if __name__ == "__main__":
    raise SystemExit(main())
