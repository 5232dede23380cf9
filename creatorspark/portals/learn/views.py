"""Guides for everyone, logged in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.portals.learn.better import GUIDES, lessons_of
from creatorspark.portals.learn.grade_guide import grade_guide
from creatorspark.portals.learn.pay_guide import pay_guide
from creatorspark.portals.learn.presenters import counted_fields, tiers_in_force
from creatorspark.portals.learn.shelf import guide_groups


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Explain how points are worked out."""
    return render(request, "learn/points.html", {"fields": counted_fields()})


@require_safe
def tiers(request: HttpRequest) -> HttpResponse:
    """Explain how tiers are earned and lost, by the policy in force."""
    return render(request, "learn/tiers.html", {"ladder": tiers_in_force(now=timezone.now())})


@require_safe
def earnings(request: HttpRequest) -> HttpResponse:
    """Explain how pay is worked out, with the rules in force."""
    return render(request, "learn/earnings.html", {"guide": pay_guide(now=timezone.now())})


@require_safe
def originality(request: HttpRequest) -> HttpResponse:
    """Explain how copies are found, what counts as one, and what anyone can do about it."""
    return render(request, "learn/originality.html")


@require_safe
def better(request: HttpRequest, guide: str) -> HttpResponse:
    """Explain how to film, record and caption better, by what feedback names."""
    context = {"guide": guide, "head": GUIDES[guide], "lessons": lessons_of(guide)}
    return render(request, "learn/better.html", context)


@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """Explain how the engagement grade is worked out, by the rules in force."""
    return render(request, "learn/grades.html", {"guide": grade_guide(now=timezone.now())})


@require_safe
def fair_play(request: HttpRequest) -> HttpResponse:
    """Explain what doesn't count, what is fine, and what happens when something is on hold."""
    return render(request, "learn/fair_play.html")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the guides."""
    return render(request, "learn/index.html", {"groups": guide_groups()})
