"""The page of a policy's trial: how far it is, then figures, charts and the tables behind them."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin

from creatorspark.core.models import Job, Policy
from creatorspark.core.policies import kinds, simulations

COLOURS = ("var(--color-primary-600)", "var(--color-base-400)", "var(--color-primary-300)")


def latest_simulation(policy: Policy) -> Job | None:
    """Return the newest trial of the policy."""
    return simulations.latest(policy)


class SimulationPage(ModelAdmin):
    """Adds `<policy>/simulation/` to the policy pages."""

    def get_urls(self) -> list[URLPattern]:
        """Put the page's address before the theme's catch-all."""
        page = self.admin_site.admin_view(self.simulation_view)
        return [
            path("<int:policy_id>/simulation/", page, name="core_policy_simulation"),
            *super().get_urls(),
        ]

    def simulation_view(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        """Show the trial; the part that moves asks again by itself while the job runs."""
        policy = Policy.objects.filter(pk=policy_id).first()
        job = latest_simulation(policy) if policy else None
        if policy is None or job is None:
            raise Http404
        under_way = job.state in {Job.State.QUEUED, Job.State.RUNNING}
        context = {
            **self.admin_site.each_context(request),
            "title": str(policy),
            "opts": self.model._meta,
            "policy": policy,
            "original": policy,
            "back": reverse("admin:core_policy_change", args=[policy.pk]),
            "job": job,
            "job_url": reverse("admin:core_job_change", args=[job.pk]),
            "under_way": under_way,
            "stale": job.parameters.get("sha256") not in (None, policy.sha256),
            "report": as_shown(_report(policy, job)),
        }
        part = "admin/core/policy/trial.html"
        whole = "admin/core/policy/simulation.html"
        return TemplateResponse(
            request, part if request.headers.get("HX-Request") else whole, context
        )


def _report(policy: Policy, job: Job) -> kinds.Report:
    trial = kinds.trial_of(policy)
    done = job.state == Job.State.SUCCEEDED and trial is not None
    return trial.report(job.result or {}) if done and trial else {}


def as_shown(report: dict[str, Any]) -> dict[str, Any]:
    """Return the report with each chart as the data and options that the theme draws."""
    charts = [
        {
            "title": chart["title"],
            "data": json.dumps(_data(chart)),
            "options": json.dumps(_options(chart)),
            "table": _table(chart),
        }
        for chart in report.get("charts", [])
    ]
    return {
        "figures": report.get("figures", []),
        "charts": charts,
        "tables": [
            {"title": table["title"], "table": {"headers": table["headers"], "rows": table["rows"]}}
            for table in report.get("tables", [])
        ],
    }


def _data(chart: dict[str, Any]) -> dict[str, Any]:
    return {
        "labels": chart["labels"],
        "datasets": [
            {
                "label": series["name"],
                "data": series["values"],
                "backgroundColor": COLOURS[place % len(COLOURS)],
                "displayYAxis": True,
            }
            for place, series in enumerate(chart["series"])
        ],
    }


def _options(chart: dict[str, Any]) -> dict[str, Any]:
    return {
        "responsive": True,
        "animation": False,
        "plugins": {"legend": {"display": True, "position": "top"}},
        "scales": {
            "y": {
                "display": True,
                "beginAtZero": True,
                "title": {"display": bool(chart.get("unit")), "text": chart.get("unit", "")},
            }
        },
    }


def _table(chart: dict[str, Any]) -> dict[str, Any]:
    """Return the table behind a chart: the same figures for those who can't see it."""
    rows = zip(chart["labels"], *(series["values"] for series in chart["series"]), strict=True)
    return {
        "headers": ["", *(series["name"] for series in chart["series"])],
        "rows": [list(row) for row in rows],
    }
