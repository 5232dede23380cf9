"""The page of a policy's trial: how far it is, then figures, charts and the tables behind them."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin

from creatorspark.core.importers.downloads import defuse
from creatorspark.core.models import Job, Policy
from creatorspark.core.policies import kinds, simulations

FILE = "admin:core_policy_trial_file"
COLOURS = ("var(--color-primary-600)", "var(--color-base-400)", "var(--color-primary-300)")


def latest_simulation(policy: Policy) -> Job | None:
    """Return the newest trial of the policy."""
    return simulations.latest(policy)


class SimulationPage(ModelAdmin):
    """Adds `<policy>/simulation/` to the policy pages."""

    def get_urls(self) -> list[URLPattern]:
        """Put the page's address before the theme's catch-all."""
        page = self.admin_site.admin_view(self.simulation_view)
        file = self.admin_site.admin_view(self.simulation_file)
        return [
            path("<int:policy_id>/simulation/", page, name="core_policy_simulation"),
            path("<int:policy_id>/simulation.<str:ending>", file, name="core_policy_trial_file"),
            *super().get_urls(),
        ]

    def simulation_view(self, request: HttpRequest, policy_id: int) -> HttpResponse:
        """Show the trial; the part that moves asks again by itself while the job runs."""
        policy, job = _tried(policy_id)
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
            "files": [reverse(FILE, args=[policy.pk, ending]) for ending in _endings(policy)],
        }
        part = "admin/core/policy/trial.html"
        whole = "admin/core/policy/simulation.html"
        return TemplateResponse(
            request, part if request.headers.get("HX-Request") else whole, context
        )

    def simulation_file(self, request: HttpRequest, policy_id: int, ending: str) -> HttpResponse:
        """Hand out the finished trial: everything as JSON, or its numbers as CSV."""
        policy, job = _tried(policy_id)
        if job.state != Job.State.SUCCEEDED or ending not in _endings(policy):
            raise Http404
        kinds_of_file = {"json": (_as_json, "application/json"), "csv": (_as_csv, "text/csv")}
        write, content_type = kinds_of_file[ending]
        name = f"{policy.kind}-{policy.version}-trial.{ending}"
        return HttpResponse(
            write(policy, job),
            content_type=f"{content_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{_plain(name)}"'},
        )


def _tried(policy_id: int) -> tuple[Policy, Job]:
    policy = Policy.objects.filter(pk=policy_id).first()
    job = latest_simulation(policy) if policy else None
    if policy is None or job is None:
        raise Http404
    return policy, job


def _endings(policy: Policy) -> Sequence[str]:
    trial = kinds.trial_of(policy)
    return ("csv", "json") if trial and trial.export else ("json",)


def _plain(name: str) -> str:
    """Return a file name without what would end the header's quotes or leave the folder."""
    return "".join(letter if letter.isalnum() or letter in "-._" else "-" for letter in name)


def _as_json(policy: Policy, job: Job) -> str:
    asked = {key: value for key, value in job.parameters.items() if key != "policy_id"}
    whole = {
        "kind": policy.kind,
        "version": policy.version,
        "asked": asked,
        "result": job.result,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _as_csv(policy: Policy, job: Job) -> str:
    trial = kinds.trial_of(policy)
    file = io.StringIO()
    if trial and trial.export:
        csv.writer(file).writerows(
            [_not_a_formula(cell) for cell in row] for row in trial.export(job.result or {})
        )
    return file.getvalue()


def _not_a_formula(cell: object) -> object:
    """Keep spreadsheets from running a text that begins like a formula."""
    if isinstance(cell, str) and not _is_number(cell):
        return defuse(cell)
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


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
            {
                "title": table["title"],
                "table": {"headers": table["headers"], "rows": table["rows"]},
                "folded": table.get("folded", False),
            }
            for table in report.get("tables", [])
        ],
        "notes": report.get("notes", []),
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
    # An axis of counts has no halves.
    whole = all(isinstance(one, int) for series in chart["series"] for one in series["values"])
    return {
        "responsive": True,
        "animation": False,
        "plugins": {"legend": {"display": True, "position": "top"}},
        "scales": {
            "y": {
                "display": True,
                "beginAtZero": True,
                "ticks": {"precision": 0} if whole else {},
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
