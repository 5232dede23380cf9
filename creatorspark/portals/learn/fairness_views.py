"""The fairness report, the rules it is about, and the export for independent reviewers."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from creatorspark.core.models import User
from creatorspark.portals.learn.fairness_presenters import fairness_page
from creatorspark.portals.learn.fairness_rules import rules_page
from rewards import interface as rewards

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_reviewer(user: object) -> bool:
    """Say whether a person may read fairness where it isn't public: staff and auditors."""
    return isinstance(user, User) and (user.is_staff or user.role == User.Role.AUDITOR)


def _for_reviewers(view: View[P], *, or_public: bool) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_reviewer(request.user) or (or_public and rewards.fairness_is_public()):
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied

    return guarded


def _report(request: HttpRequest, week: date | None = None) -> HttpResponse:
    """Show a week's report, the newest if none is named."""
    found = rewards.fairness_report(week=week)
    if week is not None and found is None:
        raise Http404
    page = fairness_page(found, history=rewards.fairness_history())
    context = {"page": page, "is_reviewer": is_reviewer(request.user)}
    return render(request, "learn/fairness.html", context)


def _rules(request: HttpRequest) -> HttpResponse:
    """List the rules that are or were in force."""
    return render(request, "learn/fairness_rules.html", {"page": rules_page()})


def _outcomes(request: HttpRequest) -> HttpResponseBase:
    """Hand out what was decided in every closed week, without ids."""
    response = StreamingHttpResponse(rewards.outcomes_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="outcomes.csv"'
    return response


report = require_safe(_for_reviewers(_report, or_public=True))
rules = require_safe(_for_reviewers(_rules, or_public=True))
outcomes = require_safe(never_cache(_for_reviewers(_outcomes, or_public=False)))
