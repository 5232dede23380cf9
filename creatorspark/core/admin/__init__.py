"""The staff's pages about facts. Registered when Django looks for `admin`."""

from creatorspark.core.admin import (
    appeal_reasons,
    appeals,
    dashboard,
    facts,
    jobs,
    people,
    policies,
    site,
    webhooks,
)

__all__ = [
    "appeal_reasons",
    "appeals",
    "dashboard",
    "facts",
    "jobs",
    "people",
    "policies",
    "site",
    "webhooks",
]
