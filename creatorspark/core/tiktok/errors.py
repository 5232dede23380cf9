"""What can go wrong between us and TikTok's API."""

from datetime import datetime


class TikTokError(Exception):
    """TikTok said no. `code` and `log_id` are TikTok's own, for its support."""

    def __init__(self, code: str, message: str = "", *, status: int = 0, log_id: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message
        self.status = status
        self.log_id = log_id


class TikTokUnavailable(TikTokError):
    """TikTok didn't answer, or answered with server errors, as often as we asked."""


class TikTokRateLimited(TikTokError):
    """The limit is used up for longer than it is sensible to wait; try at `retry_at` (UTC)."""

    def __init__(self, code: str, message: str, *, retry_at: datetime, log_id: str = "") -> None:
        super().__init__(code, message, status=429, log_id=log_id)
        self.retry_at = retry_at


class TikTokAnswerUnreadable(TikTokError):
    """The answer isn't what the protocol promises."""
