"""Events of the platforms, what was found in them, what was decided, and holds."""

from fraud.models.alerts import Alert, AlertDecision
from fraud.models.events import ActivityEvent, EventSource, HourlyCount, Referrer, UserAgent
from fraud.models.figures import PeriodFigures
from fraud.models.holds import Hold
from fraud.models.rules import DueCreator, RuleSnooze, RuleSwitch
from fraud.models.spam_hosts import SpamHostList
from fraud.models.trials import BackTest, RegressionCase

__all__ = [
    "ActivityEvent",
    "Alert",
    "AlertDecision",
    "BackTest",
    "DueCreator",
    "EventSource",
    "Hold",
    "HourlyCount",
    "PeriodFigures",
    "Referrer",
    "RegressionCase",
    "RuleSnooze",
    "RuleSwitch",
    "SpamHostList",
    "UserAgent",
]
