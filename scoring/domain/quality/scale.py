"""The scale on which a file writes brightness: 16 to 235, or all of 0 to 255."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LIMITED_BLACK, LIMITED_WHITE = 16.0, 235.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Black and white as the file writes them."""

    black: float
    white: float

    @classmethod
    def of(cls, *, full_range: bool) -> "Scale":
        """The scale of a file that says so (ITU-R BT.709 where it says nothing)."""
        return cls(0.0, 255.0) if full_range else cls(LIMITED_BLACK, LIMITED_WHITE)

    @property
    def factor(self) -> float:
        """Levels of 0..255 for one level of the file."""
        return 255.0 / (self.white - self.black)

    def shown(self, values: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Levels of the file on the scale of 0 (black) to 255 (white)."""
        levels = (np.asarray(values, np.float64) - self.black) * self.factor
        return np.clip(levels, 0.0, 255.0)
