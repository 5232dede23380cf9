"""How many copies are found, by group of edits, at no more than 1 % of novel videos accused.

Ours against two others on the same clips: the prototype's mean vector of pHash, dHash and aHash,
and a vPDQ-like count of frames whose 256-bit hashes are at most 31 bits apart. Each gets its own
threshold: what at most 1 % of all queries reach with a video of another family. Look-alikes are
other takes of a scene of the library. `tail` extrapolates how many novel videos would be accused:
it fits an exponential to the highest similarities to other families. Clips that no tuning has seen
are also reported alone. Prints one JSON document.

    python benchmarks/originality_recall.py [--clips city,beach] [--rows rows.jsonl]
    python benchmarks/originality_recall.py --report rows.jsonl [rows2.jsonl …]
"""

import argparse
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cv2
import numpy as np
from tqdm import tqdm

from benchmarks.originality_baselines import mean_hash_likeness, vpdq_likeness
from benchmarks.originality_clips import HELD_OUT, HOME, Clip, clips
from benchmarks.originality_copies import EDITS, GROUP_OF, HARMLESS, render
from scoring.domain.originality import Fingerprint, Library, fingerprint
from scoring.domain.originality.packing import pack, unpack

ACCUSED_AT_MOST = 0.01
BACKDROPS = ("ocean", "rain", "bikes", "city", "dinner", "beach", "square")
METHODS = ("ours", "mean hash", "vPDQ-like")
SECOND = 1.0
WITH_GUEST = ("introduced", "duet", "compilation", "picture in picture")


@dataclass(frozen=True)
class Query:
    """One video to search for, with what is true of it."""

    kind: str
    clip: str
    family: str
    edit: str
    path: Path
    guest: str = ""
    slope: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True)
class Row:
    """What each method says: of the true original, and at most of any other family."""

    kind: str
    clip: str
    edit: str
    right: dict[str, float]
    wrong: dict[str, float]
    off_by: float | None
    seconds: float
    found_at: int | None


def main() -> int:
    """Search for everything and print the tables."""
    parser = argparse.ArgumentParser(description="Recall and false accusations of originality")
    parser.add_argument("--clips", default="", help="only these clips' copies")
    parser.add_argument("--rows", type=Path, help="write every result here")
    parser.add_argument("--report", type=Path, nargs="+", help="only add up results written before")
    options = parser.parse_args()
    if options.report:
        print(
            json.dumps(report([row for path in options.report for row in written(path)]), indent=1)
        )
        return 0
    cv2.setNumThreads(1)
    known = clips()
    wanted = options.clips.split(",") if options.clips else list(known)
    queries = list(all_queries(known, wanted))
    rows = []
    for row in results(known, queries):
        rows.append(row)
        if options.rows:
            with options.rows.open("a") as file:
                file.write(json.dumps(asdict(row)) + "\n")
    print(json.dumps(report(rows), indent=1))
    return 0


def written(path: Path) -> list[Row]:
    """Results of an earlier run."""
    return [Row(**json.loads(line)) for line in path.read_text().splitlines()]


def all_queries(known: dict[str, tuple[Clip, Path]], wanted: list[str]) -> Iterator[Query]:
    """Copies of the originals, other takes plain and edited, and each clip as a novel video."""
    for name in wanted:
        clip, path = known[name]
        yield Query("take" if clip.role == "take" else "novel", name, clip.family, "", path)
        names = tuple(EDITS) if clip.role == "original" else HARMLESS
        guest, backdrop = backdrop_of(known, clip)
        for copy in render(path, backdrop, HOME / "copies" / name, names):
            kind = "copy" if clip.role == "original" else "take"
            seen = guest.family if copy.edit in WITH_GUEST else ""
            yield Query(kind, name, clip.family, copy.edit, copy.path, seen, copy.slope, copy.shift)


def backdrop_of(known: dict[str, tuple[Clip, Path]], clip: Clip) -> tuple[Clip, Path]:
    """Choose foreign footage for duets and the like, always the same for a clip."""
    others = [name for name in BACKDROPS if known[name][0].family != clip.family]
    return known[others[zlib.crc32(clip.name.encode()) % 6]]


def print_of(path: Path) -> Fingerprint:
    """Fingerprint a file once; kept beside it as bytes."""
    kept = HOME / "prints" / (str(path.relative_to(HOME)).replace("/", "~") + ".fp")
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pack(fingerprint(path)))
    return unpack(kept.read_bytes())


def results(known: dict[str, tuple[Clip, Path]], queries: list[Query]) -> Iterator[Row]:
    """Search the library of originals for each query, with all three methods."""
    originals = {
        name: print_of(path) for name, (clip, path) in known.items() if clip.role == "original"
    }
    families = {name: known[name][0].family for name in originals}
    library = Library()
    for name, kept in originals.items():
        library.add(name, kept)
    for query in tqdm(queries, desc="searching", file=sys.stderr):
        yield row_of(query, library, originals, families)


def row_of(
    query: Query, library: Library, originals: dict[str, Fingerprint], families: dict[str, str]
) -> Row:
    """Search one; a clip of the library itself is searched without its own family."""
    asked = print_of(query.path)
    novel = query.kind == "novel"
    skip: Callable[[str], bool] | None = (
        (lambda key: families[key] == query.family) if novel else None
    )
    findings = library.search(asked, skip=skip)
    scores = {"ours": {match.key: match.similarity for match in findings.matches}}
    scores["mean hash"] = {key: mean_hash_likeness(asked, one) for key, one in originals.items()}
    scores["vPDQ-like"] = {key: vpdq_likeness(asked, one) for key, one in originals.items()}
    right, wrong = {}, {}
    for method, by_key in scores.items():
        kin = [score for key, score in by_key.items() if families[key] == query.family]
        if query.kind == "copy":
            kin = [by_key.get(query.clip, 0.0)]
        right[method] = max(kin, default=0.0)
        wrong[method] = max(
            (
                score
                for key, score in by_key.items()
                # A duet's other half may be in the library too, and rightly found.
                if families[key] not in (query.family, query.guest)
            ),
            default=0.0,
        )
    keys = [match.key for match in findings.matches]
    place = keys.index(query.clip) if query.clip in keys else None
    off_by = None
    if query.kind == "copy" and place is not None:
        off_by = worst_offset(query, findings.matches[place].stretches, findings.matches[place])
    return Row(query.kind, query.clip, query.edit, right, wrong, off_by, asked.seconds, place)


def worst_offset(query: Query, stretches: tuple, match) -> float:
    """Seconds by which the ends of the longest stretch miss the truth, at most."""
    if not stretches:
        return 99.0
    longest = max(stretches, key=lambda one: one.query_end - one.query_start)
    line = match.comparison.alignment
    return max(
        abs(line.speed * time + line.offset - (query.slope * time + query.shift))
        for time in (longest.query_start, longest.query_end)
    )


def report(rows: list[Row]) -> dict:
    """Thresholds, recall by group, false accusations, alignment."""
    thresholds = {method: threshold_of(rows, method) for method in METHODS}
    return {
        "queries": {
            kind: sum(row.kind == kind for row in rows) for kind in ("copy", "take", "novel")
        },
        **{method: of_method(rows, method, thresholds[method]) for method in METHODS},
        "ours, clips held out": of_method(
            [row for row in rows if row.clip in HELD_OUT], "ours", thresholds["ours"]
        ),
        "tail": tail_of(rows),
    }


def tail_of(rows: list[Row]) -> dict:
    """How likely a video with nothing of its family in the library is accused all the same."""
    # Next to a clear match faint candidates are left out, so copies say too little of strangers.
    rows = [row for row in rows if row.kind != "copy"]
    clip_of = np.array([row.clip for row in rows])
    wrong = np.array([row.wrong["ours"] for row in rows])
    names, random = np.unique(clip_of), np.random.default_rng(1)
    # Edits of one clip are no independent trials: whole clips are drawn anew.
    groups = [wrong[clip_of == name] for name in names]
    drawn = [
        over_threshold(
            np.concatenate([groups[pick] for pick in random.choice(len(names), len(names))])
        )
        for _ in range(500)
    ]
    return {
        "highest seen": round(float(wrong.max()), 3),
        "accused, fitted": float(f"{over_threshold(wrong):.1e}"),
        "accused, 95 % bound": float(f"{np.quantile(drawn, 0.95):.1e}"),
    }


def over_threshold(wrong: np.ndarray) -> float:
    """The share over our threshold, by an exponential tail over the highest tenth."""
    start = float(np.quantile(wrong, 0.9))
    scale = float((wrong[wrong >= start] - start).mean())
    return float(0.1 * np.exp(-(least("ours") - start) / max(scale, 1e-9)))


def threshold_of(rows: list[Row], method: str) -> float:
    """What at most one in a hundred queries reaches with another family; ours is the product's."""
    others = np.array([row.wrong[method] for row in rows])
    return max(float(np.quantile(others, 1 - ACCUSED_AT_MOST)) + 1e-6, least(method))


def of_method(rows: list[Row], method: str, threshold: float) -> dict:
    """One method at its own threshold."""
    novel = np.array([row.wrong[method] for row in rows if row.kind == "novel"])
    copies = [row for row in rows if row.kind == "copy"]
    takes = [row for row in rows if row.kind == "take"]
    found = [row for row in copies if row.right[method] >= threshold]
    groups: dict[str, list[bool]] = {}
    for row in copies:
        for name in (GROUP_OF[row.edit], f"  {row.edit}"):
            groups.setdefault(name, []).append(row.right[method] >= threshold)
    false = sum(row.wrong[method] >= threshold for row in rows)
    accused_takes = sum(row.right[method] >= threshold for row in takes)
    document = {
        "threshold": round(threshold, 4),
        "copies found": share(len(found), len(copies)),
        "look-alikes accused": share(accused_takes, len(takes)),
        "novel accused": share(int((novel >= threshold).sum()), len(novel)),
        "others accused": share(false, len(rows)),
        "precision": share(len(found), len(found) + false + accused_takes),
        "by group": {name: round(float(np.mean(hits)), 3) for name, hits in groups.items()},
    }
    if method == "ours":
        near = [row.off_by is not None and row.off_by <= SECOND for row in found]
        document["aligned within 1 s"] = share(sum(near), len(near))
    return document


def least(method: str) -> float:
    """Our threshold is the product's; the others get the best they can."""
    return Library().threshold if method == "ours" else 0.0


def share(part: int, whole: int) -> float:
    """A share to three places, 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
