"""The points statement, on a page and as a file."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.statement import StatementFilters, csv_of, statement_of
from creatorspark.portals.htmx import wants_part
from rewards import interface as rewards


@require_safe
@for_creator
def points(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Every movement with the balance after it; htmx asks for the lines alone."""
    filters = StatementFilters.read(request.GET)
    context = {"filters": filters, "statement": statement_of(creator, filters)}
    if wants_part(request):
        return render(request, "creators/_statement.html", context)
    context["purse"] = rewards.balance(creator_id=creator.pk)
    return render(request, "creators/points.html", context)


@require_safe
@for_creator
def points_csv(request: HttpRequest, creator: Creator) -> HttpResponseBase:
    """The same lines as a file, oldest first."""
    filters = StatementFilters.read(request.GET)
    lines = csv_of(creator, filters)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="points.csv"'
    return response
