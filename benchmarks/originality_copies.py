"""The catalogue of edits in groups, and the rendering of every edit of a clip, once."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import originality_edits as edits
from benchmarks.originality_clips import read, write
from benchmarks.originality_drawing import Edit, Take

MOST_SECONDS = 10.0


# Combinations of three --------------------------------------------------------------------------
def chain(*steps: Edit) -> Edit:
    def together(take: Take) -> Take:
        for step in steps:
            take = step(take)
        return take

    return together


GROUPS: dict[str, dict[str, Edit]] = {
    "coding and colour": {
        "coded hard": edits.coded_hard,
        "small": edits.small,
        "brighter": edits.brighter,
        "tinted": edits.tinted,
        "grey": edits.grey,
        "gamma": edits.gamma,
        "blurred": edits.blurred,
        "noisy": edits.noisy,
    },
    "mirror, boxes, rotation": {
        "mirrored": edits.mirrored,
        "letterboxed": edits.letterboxed,
        "pillarboxed": edits.pillarboxed,
        "reframed": edits.reframed,
        "bordered": edits.bordered,
        "rotated 4": edits.rotated_4,
        "rotated 10": edits.rotated_10,
    },
    "crops": {
        "cropped 10": edits.cropped_10,
        "cropped 20": edits.cropped_20,
        "cropped 30": edits.cropped_30,
        "cropped upright": edits.cropped_upright,
    },
    "time": {
        "slower": edits.slower,
        "faster 1.25": edits.faster_125,
        "faster 1.5": edits.faster_150,
        "reversed": edits.reversed_,
        "trimmed": edits.trimmed,
        "half": edits.half,
        "introduced": edits.introduced,
        "fewer frames": edits.fewer_frames,
    },
    "overlays": {
        "captioned": edits.captioned,
        "watermarked": edits.watermarked,
        "stickers": edits.stickers,
        "banner": edits.banner,
    },
    "duet, screen, compilation, combinations": {
        "duet": edits.duet,
        "recorded screen": edits.recorded_screen,
        "compilation": edits.compilation,
        "mirror+crop+caption": chain(edits.mirrored, edits.cropped_20, edits.captioned),
        "speed+border+colour": chain(edits.faster_125, edits.bordered, edits.tinted),
        "reframe+caption+coded": chain(edits.reframed, edits.captioned, edits.coded_hard),
        "crop+rotate+stickers": chain(edits.cropped_10, edits.rotated_4, edits.stickers),
        "mirror+letterbox+speed": chain(edits.mirrored, edits.letterboxed, edits.slower),
    },
    "picture in picture": {"picture in picture": edits.picture_in_picture},
}
EDITS = {name: edit for group in GROUPS.values() for name, edit in group.items()}
GROUP_OF = {name: group for group, edits in GROUPS.items() for name in edits}
HARMLESS = ("brighter", "mirrored", "cropped 10", "captioned", "faster 1.25", "letterboxed")


@dataclass(frozen=True)
class Copy:
    """A rendered edit: its file and the line from its seconds to the original's."""

    path: Path
    edit: str
    slope: float
    shift: float


def render(
    path: Path, foreign: Path, folder: Path, names: tuple[str, ...] = tuple(EDITS)
) -> list[Copy]:
    """Write the named edits of a clip into a folder; what is there already stays."""
    missing = [name for name in names if not (folder / f"{name}.mp4").exists()]
    frames, rate = read(path, seconds=MOST_SECONDS) if missing else ([], 25.0)
    others, _ = read(foreign, seconds=MOST_SECONDS) if missing else ([], 25.0)
    made = []
    for name in names:
        target, note = folder / f"{name}.mp4", folder / f"{name}.txt"
        if name in missing:
            seed = zlib.crc32(f"{path.stem} {name}".encode())
            take = EDITS[name](Take(frames, rate, others, np.random.default_rng(seed)))
            write(target, take.frames, rate=take.rate, crf=take.quality)
            note.write_text(f"{take.slope} {take.shift}")
        slope, shift = map(float, note.read_text().split())
        made.append(Copy(target, name, slope, shift))
    return made
