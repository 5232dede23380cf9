"""What a film shows, as plain facts: small enough to be kept with the video."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Take:
    """What a camera filmed: where (`place` and the `seed` of it), which `take`, how long."""

    place: str
    seed: int
    take: int = 0
    seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """A film: a take as it is, or edited; `other` stands beside it in a duet."""

    take: Take
    edit: str = "untouched"
    other: Take | None = None

    @property
    def seconds(self) -> int:
        """How long the edited film is, as a platform would say it."""
        return round(self.take.seconds * SHORTENED.get(self.edit, 1.0))


FASTER = 1.25
CUT_OFF = 1 / 6
SHORTENED = {"faster": 1 / FASTER, "captioned": 1 - CUT_OFF, "warmer": 1 - CUT_OFF}
