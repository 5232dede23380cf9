"""Measures of a post of pictures: those of a video that a still picture has, and no others."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from scoring.domain.quality.looking import Looking
from scoring.domain.quality.measured import VERSION, Measured
from scoring.domain.quality.pictures import picture_values
from scoring.domain.quality.scale import Scale
from scoring.media.picture_reading import upright

Grey = npt.NDArray[np.uint8]
KIND: Final = "pictures"
SIDE, COLOUR_SIDE = 320, 96
# What only moving pictures have.
OF_MOVEMENT = ("motion", "jitter", "cuts_a_minute", "frozen", "quantiser")


def measure_post(path: Path) -> Measured:
    """Measure each picture as a second of a video would be. Raises MediaProblem."""
    looking = Looking(Scale.of(full_range=True))
    shortest: list[int] = []
    for number, picture in enumerate(upright(path)):
        luma = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        shortest.append(min(luma.shape))
        looking.see(float(number), _small(luma, SIDE))
        looking.see_closely(float(number), luma, _small(picture, COLOUR_SIDE), None)
    count = len(shortest)
    values, series = picture_values(looking, seconds=float(count))
    values["short_side"] = float(min(shortest))
    return Measured(
        version=VERSION,
        seconds=0.0,
        has_sound=False,
        values={name: value for name, value in values.items() if name not in OF_MOVEMENT},
        series={name: row for name, row in series.items() if name not in OF_MOVEMENT},
        profile={},
        facts={"kind": KIND, "pictures": str(count)},
    )


def _small(picture: Grey, side: int) -> Grey:
    scale = min(1.0, side / max(picture.shape[:2]))
    size = (max(2, round(picture.shape[1] * scale)), max(2, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
