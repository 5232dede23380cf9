"""The staff's pages about fraud protection. Registered when Django looks for `admin`."""

from fraud.admin import alerts, holds, rules, trials

__all__ = ["alerts", "holds", "rules", "trials"]
