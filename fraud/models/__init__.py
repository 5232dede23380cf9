"""Events of the platforms, and holds."""

from fraud.models.events import ActivityEvent, EventSource, HourlyCount, Referrer, UserAgent
from fraud.models.holds import Hold

__all__ = ["ActivityEvent", "EventSource", "Hold", "HourlyCount", "Referrer", "UserAgent"]
