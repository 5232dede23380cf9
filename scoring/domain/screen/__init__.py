"""Text in a video's pictures: what it says, and whether there is time and size to read it."""

from scoring.domain.screen.versions import TEXT_VERSION

__all__ = ["TEXT_VERSION"]
