"""The moment at which tests play: a Wednesday in the middle of an ISO week."""

from datetime import UTC, datetime

NOW = datetime(2025, 5, 14, 12, 0, tzinfo=UTC)
