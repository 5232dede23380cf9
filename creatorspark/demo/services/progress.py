"""How a stage says how far it is, without knowing who watches."""

from typing import Protocol


class Progress(Protocol):
    """Watches a stage. `expect` names the total once it is known."""

    def expect(self, total: int) -> None:
        """Set how many steps the stage has."""

    def advance(self, steps: int = 1) -> None:
        """Say that steps are done."""


class Unwatched:
    """Nobody looks."""

    def expect(self, total: int) -> None:
        """Ignore it."""

    def advance(self, steps: int = 1) -> None:
        """Ignore it."""
