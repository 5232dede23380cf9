"""The staff's pages about facts. Registered when Django looks for `admin`."""

from creatorspark.core.admin import dashboard, facts, jobs, people, policies, site

__all__ = ["dashboard", "facts", "jobs", "people", "policies", "site"]
