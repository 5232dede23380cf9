"""Precision and recall of categories on real captions that one person labelled by hand.

The captions are those of a set of 1,000 trending videos of 2020 (`trending.json`, given as the
argument; it isn't part of this repository). `tuned`: 240 captions that were read while the words
were chosen. `held_out`: 120 others, labelled once the words stood and before any answer was seen.
The labeller went by caption and sound alone; captions about nothing in particular have no label.
Then a layer is learned from all of them, as from corrections by staff. Prints one JSON document.

    python benchmarks/categories.py PATH_TO/trending.json
"""

import csv
import json
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scoring.domain.categories import (
    VERSION,
    Category,
    Evidence,
    categories_of,
    score_categories,
)
from scoring.domain.categories.training import Example, train

LABELS = Path(__file__).resolve().parent / "category_labels"


def main() -> int:
    """Score both sets."""
    videos = {one["id"]: one for one in json.loads(Path(sys.argv[1]).read_text())["collector"]}
    document = {"version": VERSION} | {
        name: figures(labelled(name), videos) for name in ("tuned", "held_out")
    }
    document["learned from all labels, cross-validated"] = learned(videos)
    print(json.dumps(document, indent=1))
    return 0


def labelled(name: str) -> dict[str, set[Category]]:
    """Each video's categories by hand."""
    with (LABELS / f"{name}.csv").open() as file:
        return {
            row["video"]: {Category(one) for one in row["categories"].split()}
            for row in csv.DictReader(file)
        }


def figures(labels: dict[str, set[Category]], videos: dict[str, dict]) -> dict:
    """Micro-averaged figures, and hits, false alarms and misses of each category."""
    hits, false, missed = Counter[str](), Counter[str](), Counter[str]()
    exact, start = 0, time.perf_counter()
    for video, wanted in labels.items():
        found = predicted(videos[video])
        hits.update(found & wanted)
        false.update(found - wanted)
        missed.update(wanted - found)
        exact += found == wanted
    seconds = time.perf_counter() - start
    right = hits.total()
    precision, recall = right / (right + false.total()), right / (right + missed.total())
    return {
        "captions": len(labels),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / (precision + recall), 3),
        "all categories right": round(exact / len(labels), 3),
        "ms a caption": round(1000 * seconds / len(labels), 2),
        "hits, false alarms, misses": {
            one: [hits[one], false[one], missed[one]]
            for one in Category
            if hits[one] + false[one] + missed[one]
        },
    }


def learned(videos: dict[str, dict]) -> dict:
    """What a layer learned from the labels brings over the words, as if staff had corrected."""
    examples = [
        Example(
            Evidence(videos[one]["text"], (), videos[one]["musicMeta"]["musicName"]),
            frozenset(wanted),
        )
        for name in ("tuned", "held_out")
        for one, wanted in labelled(name).items()
    ]
    _layer, found = train(examples, version="benchmark")
    return {
        "captions": found.videos,
        "f1 of the words": found.words_f1,
        "f1 of the layer": found.learned_f1,
        "better in so many redraws": found.better,
        "would serve": found.wins,
    }


def predicted(video: dict) -> set[Category]:
    """What the words say."""
    return set(
        categories_of(score_categories(video["text"], sound_name=video["musicMeta"]["musicName"]))
    )


if __name__ == "__main__":
    raise SystemExit(main())
