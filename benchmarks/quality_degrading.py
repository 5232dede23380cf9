"""Makes real clips worse step by step, and sees whether the ratings follow and say why.

Nine ways, five steps each, on real clips (benchmarks/originality_clips.py fetches them). For each
way: in what share of the steps the matching rating fell, rose, or stayed (steps after the measure's
score has reached its floor aren't counted), and how often the cause came first: of all advice on
the whole rating, as its creator would read it; of all advice on that part; and of the advice on the
whole that the degradation brought, that is of the causes which weren't named before or cost more
than 0.3 points more (clips come with flaws of their own, such as being small). A clip for the ear
has the picture of its own film, untouched. Prints one JSON document.

    python benchmarks/quality_degrading.py [HOME]
"""

import contextlib
import json
import os
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import av
import av.error
import cv2
import numpy as np
from tqdm import tqdm

from benchmarks.originality_clips import HOME, SOURCES, fetch
from scoring.domain.quality.curves import Part
from scoring.domain.quality.degrading import DEGRADATIONS, RATE, Degradation, Take
from scoring.domain.quality.feedback import advise
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.measuring import measure
from scoring.domain.quality.ratings import rate
from scoring.media.encoding import write_clip

SECONDS = 2.0
LOUDNESS = 0.1
LONG_SIDE = 640
FLOOR = 3.0
OWN_FLAW = 0.3
PICTURES = {
    "city": 1,
    "beach": 1,
    "bunny": 10,
    "cave": 36,
    "talk": 0.5,
    "roofs": 1,
    "rain": 3,
    "yard": 2,
    "ball": 1,
    "earth": 5,
    "ocean": 1,
}
SOUNDS = {"bunny": 12, "talk": 0.5, "talk2": 0.5, "trip": 5, "dinner": 2, "rain": 3, "trip2": 40}
FILES = {"cave": "bunny", "trip2": "trip"}


@dataclass
class Tally:
    """What happened in the steps of one way."""

    steps: int = 0
    fell: int = 0
    rose: int = 0
    shown: int = 0
    first: int = 0
    named: int = 0
    touched: int = 0


def main() -> int:
    """Go through every clip and way."""
    home = Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
    tallies: dict[str, Tally] = defaultdict(Tally)
    named: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    odd: list[str] = []
    count = len(PICTURES) + len(SOUNDS)
    for name, part, take, picture in tqdm(
        all_takes(home), total=count, file=sys.stderr, unit="clip"
    ):
        for way, degradation in DEGRADATIONS.items():
            if degradation.part is part:
                try_one(
                    name, way, degradation, take, tallies[way], named[way], odd, picture=picture
                )
    print(json.dumps(document(tallies, named, odd), indent=1))
    return 0


def all_takes(home: Path):
    """Clips to see and clips to hear."""
    for name, start in PICTURES.items():
        yield name, Part.VISUAL, pictures(path_of(name, home), start), None
    for name, start in SOUNDS.items():
        path = path_of(name, home)
        yield name, Part.AUDIO, sounds(path, start), measured_of(pictures(path, start))


def path_of(name: str, home: Path) -> Path:
    wanted = FILES.get(name, name)
    return fetch(next(source for source in SOURCES if source.name == wanted), home=home)


def pictures(path: Path, start: float) -> Take:
    """A few seconds of frames, 640 px long at most, without sound."""
    frames, times = [], []
    with av.open(str(path)) as container:
        for frame in container.decode(container.streams.video[0]):
            if frame.time is None or frame.time < start:
                continue
            if frame.time >= start + SECONDS:
                break
            image = frame.to_ndarray(format="bgr24")
            scale = min(1.0, LONG_SIDE / max(image.shape[:2]))
            frames.append(
                np.asarray(
                    cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA),
                    np.uint8,
                )
            )
            times.append(frame.time)
    rate = round((len(times) - 1) / (times[-1] - times[0]))
    return Take(frames=frames, rate=max(1, rate), sound=None)


def sounds(path: Path, start: float) -> Take:
    """Six seconds of sound, as loud as it should be, under a still picture."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    with av.open(str(path)) as container:
        rows = [
            piece.to_ndarray()[0]
            for frame in readable(container)
            for piece in resampler.resample(frame)
        ]
    whole = np.concatenate(rows)[int(start * RATE) :][: 6 * RATE]
    level = np.sqrt(np.mean(whole**2))
    sound = np.tanh(whole / level * LOUDNESS)[None].astype(np.float32)
    picture = np.full((64, 64, 3), 90, np.uint8)
    return Take(frames=[picture] * round(len(whole) / RATE * 4), rate=4, sound=sound)


def measured_of(take: Take) -> Measured:
    """Code a clip and measure the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_clip(path, take.frames, rate=take.rate, sound=take.sound, crf=take.crf)
        return measure(path)


def readable(container):
    """Frames of sound; packets that can't be read are left out."""
    for packet in container.demux(container.streams.audio[0]):
        with contextlib.suppress(av.error.InvalidDataError):
            yield from packet.decode()


def try_one(
    name: str,
    way: str,
    degradation: Degradation,
    take: Take,
    tally: Tally,
    named: list[int],
    odd: list[str],
    *,
    picture: Measured | None,
) -> None:
    """Measure a clip as it is and at each step."""
    values, causes, shown, scores = [], [], [], []
    for step in (None, *degradation.steps):
        changed = take if step is None else degradation.change(take, step)
        measured = measured_of(changed)
        if picture is not None:
            measured = replace(
                measured,
                values={**measured.values, **picture.values},
                series={**measured.series, **picture.series},
            )
        ratings = rate(measured)
        shown.append({one.cause: one.points for one in advise(ratings, measured)})
        part = replace(ratings, parts={degradation.part: ratings.parts[degradation.part]})
        values.append(ratings.parts[degradation.part].value)
        causes.append({one.cause: one.points for one in advise(part, measured)})
        scores.append([round(one.score) for one in ratings.parts[degradation.part].judged])
    at_floor = False
    for number in range(1, len(values)):
        if at_floor:
            break
        tally.steps += 1
        tally.fell += values[number] < values[number - 1]
        tally.rose += values[number] > values[number - 1]
        if values[number] >= values[number - 1]:
            odd.append(f"{way} {name} step {number}: {values[number - 1]} → {values[number]}")
        at_floor = values[number] <= FLOOR
    for number, found in enumerate(shown[1:]):
        brought = {
            cause: points
            for cause, points in found.items()
            if cause not in shown[0] or points > shown[0][cause] + OWN_FLAW
        }
        cause = next(iter(brought), None)
        right = cause in degradation.causes
        tally.touched += 1
        tally.named += right
        tally.shown += next(iter(found), None) in degradation.causes
        tally.first += next(iter(causes[number + 1]), None) in degradation.causes
        named[number] += right
        if not right:
            odd.append(f"{way} {name} step {number + 1}: named {cause} {scores[number + 1]}")
    if os.environ.get("SHOW"):
        print(
            way,
            name,
            values,
            [next((one.value for one in found), "") for found in causes],
            file=sys.stderr,
        )


def document(tallies: dict[str, Tally], named: dict[str, list[int]], odd: list[str]) -> dict:
    """Shares by way and over all."""
    ways = {
        way: {
            "steps": one.steps,
            "fell": round(one.fell / one.steps, 3),
            "rose": round(one.rose / one.steps, 3),
            "cause first as shown": round(one.shown / one.touched, 3),
            "cause first of its part": round(one.first / one.touched, 3),
            "cause first of what changed": round(one.named / one.touched, 3),
            "at each step": [round(count * 5 / one.touched, 2) for count in named[way]],
        }
        for way, one in tallies.items()
    }
    steps = sum(one.steps for one in tallies.values())
    touched = sum(one.touched for one in tallies.values())
    return {
        "ways": ways,
        "fell": round(sum(one.fell for one in tallies.values()) / steps, 3),
        "rose": round(sum(one.rose for one in tallies.values()) / steps, 3),
        "cause first as shown": round(sum(one.shown for one in tallies.values()) / touched, 3),
        "cause first of its part": round(sum(one.first for one in tallies.values()) / touched, 3),
        "cause first of what changed": round(
            sum(one.named for one in tallies.values()) / touched, 3
        ),
        "aims": {"fell": 0.95, "cause named first": 0.9},
        "steps that didn't fall or weren't named": odd,
    }


if __name__ == "__main__":
    raise SystemExit(main())
