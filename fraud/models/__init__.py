"""Events of the platforms, what was found in them, and holds."""

from fraud.models.alerts import Alert
from fraud.models.events import ActivityEvent, EventSource, HourlyCount, Referrer, UserAgent
from fraud.models.holds import Hold

__all__ = ["ActivityEvent", "Alert", "EventSource", "Hold", "HourlyCount", "Referrer", "UserAgent"]
