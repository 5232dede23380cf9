"""The staff's pages about fraud protection. Registered when Django looks for `admin`."""

from fraud.admin import alerts, holds, rules, spam_hosts, trials

__all__ = ["alerts", "holds", "rules", "spam_hosts", "trials"]
