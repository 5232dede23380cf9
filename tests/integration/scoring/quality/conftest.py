"""Each test begins with an empty library."""

from tests.integration.scoring.originality.conftest import empty_library

__all__ = ["empty_library"]
