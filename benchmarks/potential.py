"""Whether a video's content tells its grade: on 1,000 real TikTok videos of 2020.

Captions, hashtags, lengths, times and counts are known, files are not. Grades are places in the
cohort of a length, as the grade policy weighs engagement; one snapshot a video, at differing ages.
Trains as the platform does, for several seeds: with everything, without the time of posting, and
with grades dealt out at random, of which nothing may be learned. Prints one JSON document.

    python benchmarks/potential.py trending.json [SEEDS]
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from tqdm import tqdm

from scoring.domain.engagement.policy import DEFAULT_PARAMETERS
from scoring.domain.potential import Content, train
from scoring.domain.potential.content import names, row_of
from scoring.domain.potential.guessing import LETTERS

TIMES = ("hour, sine", "hour, cosine", "weekday, sine", "weekday, cosine")
SEEDS = 5


def main() -> int:
    """Train in each way with each seed."""
    videos = [one for one in json.loads(Path(sys.argv[1]).read_text())["collector"] if _seen(one)]
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else SEEDS
    rows = np.array([row_of(_content(one)) for one in tqdm(videos, unit="video")])
    letters, owners = grades_of(videos), owners_of(videos)
    ways: dict[str, Callable[[int], Any]] = {
        "everything": lambda seed: train(rows, letters, owners, seed=seed),
        "without the time": lambda seed: train(without(rows, TIMES), letters, owners, seed=seed),
        "grades at random": lambda seed: train(
            rows, np.random.default_rng(seed).permutation(letters).tolist(), owners, seed=seed
        ),
    }
    document = {
        "videos": len(videos),
        "creators": len(set(owners)),
        **{
            name: summary([way(seed) for seed in range(1, seeds + 1)]) for name, way in ways.items()
        },
        "speaks most": most_telling(train(rows, letters, owners, seed=1).guesser),
    }
    print(json.dumps(document, indent=1))
    return 0


def _seen(video: dict) -> bool:
    return video["playCount"] >= DEFAULT_PARAMETERS["min_views"]


def _content(video: dict) -> Content:
    return Content(
        caption=video["text"],
        hashtags=[tag["name"] for tag in video["hashtags"]],
        seconds=video["videoMeta"]["duration"],
        posted_at=datetime.fromtimestamp(video["createTime"], UTC),
    )


def grades_of(videos: list[dict]) -> list[str]:
    """Letters by place among the videos of a length, as the default policy cuts them."""
    weights, shrink = DEFAULT_PARAMETERS["weights"], DEFAULT_PARAMETERS["shrink_views"]
    names_of = {"likes": "diggCount", "comments": "commentCount", "shares": "shareCount"}
    done = [sum(weights[name] * one[key] for name, key in names_of.items()) for one in videos]
    views = np.array([one["playCount"] for one in videos], float)
    total = np.array(done)
    rate = (total + shrink * total.sum() / views.sum()) / (views + shrink)
    seconds = [one["videoMeta"]["duration"] for one in videos]
    length = np.digitize(seconds, np.array(DEFAULT_PARAMETERS["length_edges"]) + 0.5)
    place = np.empty(len(videos))
    for bucket in set(length.tolist()):
        these = np.flatnonzero(length == bucket)
        place[these] = (rate[these].argsort().argsort() + 0.5) / len(these)
    cuts = sorted(DEFAULT_PARAMETERS["cutoffs"].values())
    return [LETTERS[grade] for grade in np.digitize(place, cuts)]


def owners_of(videos: list[dict]) -> list[int]:
    """A number for each creator."""
    known: dict[str, int] = {}
    return [known.setdefault(one["authorMeta"]["id"], len(known)) for one in videos]


def without(rows: np.ndarray, left_out: tuple[str, ...]) -> np.ndarray:
    """The same rows, not knowing some of it."""
    blind = rows.copy()
    blind[:, [names().index(name) for name in left_out]] = np.nan
    return blind


def summary(found: list[Any]) -> dict[str, Any]:
    """Means over the seeds, and how often it would serve."""
    figures = [one.metrics for one in found]

    def mean(*keys: str) -> float:
        values = figures
        for key in keys:
            values = [one[key] for one in values]
        return round(float(np.mean(values)), 4)

    return {
        "serves": f"{sum(one.beats for one in found)} of {len(found)} seeds",
        **{
            name: {"model": mean(name, "model"), "base": mean(name, "base")}
            for name in ("rank_score", "log_loss", "right", "within_one")
        },
        "gain in rank score": {key: mean("gain", key) for key in ("value", "low", "high")},
        "grade was among the likely": mean("in_likely"),
        "likely grades": mean("likely_grades"),
    }


def most_telling(guesser: Any) -> dict[str, float]:
    """What weighs most, a deviation of it on the line of grades."""
    order = np.argsort(-abs(guesser.weights))[:12]
    return {names()[place]: round(float(guesser.weights[place]), 3) for place in order}


if __name__ == "__main__":
    raise SystemExit(main())
