"""Earnings: the list of statements, one statement line by line, and the files of both."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.core.models import Creator
from creatorspark.lib.periods import week_label
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.earnings_csv import csv_of
from creatorspark.portals.creators.earnings_list import earnings_list, year_asked
from creatorspark.portals.creators.earnings_page import statement_page
from creatorspark.portals.creators.earnings_print import printed_statement
from rewards import interface as rewards


@require_safe
@for_creator
def earnings(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Every statement of a year, and where the money of all is."""
    page = earnings_list(creator, request.GET, now=timezone.now())
    return render(request, "creators/earnings.html", {"page": page})


@require_safe
@for_creator
def earnings_csv(request: HttpRequest, creator: Creator) -> HttpResponseBase:
    """The lines of a year, or of all, as a file."""
    year = year_asked(request.GET)
    lines = csv_of(creator, year=year)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"earnings-{year}.csv" if year else "earnings.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@for_creator
def statement(request: HttpRequest, creator: Creator, week: dt.date) -> HttpResponse:
    """One statement by video. A week without one, and others' statements, don't exist."""
    page = statement_page(creator, week=week, page=request.GET.get("page"), now=timezone.now())
    if page is None:
        raise Http404
    return render(request, "creators/earnings_statement.html", {"page": page})


@require_safe
@for_creator
def printed(request: HttpRequest, creator: Creator, week: dt.date) -> HttpResponse:
    """The same for paper: every line on sheets of A4."""
    sheet = printed_statement(creator, week=week, now=timezone.now())
    if sheet is None:
        raise Http404
    return render(request, "creators/earnings_print.html", {"sheet": sheet})


@require_safe
@for_creator
def envelope(request: HttpRequest, creator: Creator, week: dt.date) -> HttpResponse:
    """The signed bytes, with what proves them. They hold ids, and nothing else about a person."""
    file = rewards.earnings_envelope(creator_id=creator.pk, week=week)
    if file is None:
        raise Http404
    response = HttpResponse(file, content_type="application/json")
    name = f"statement-{week_label(week)}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
