"""The Insight page and its file, for brands and staff."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from creatorspark.portals.insight.csv_file import insight_csv
from creatorspark.portals.insight.page import insight_page
from creatorspark.portals.market.access import for_brands_and_staff
from marketplace import interface as marketplace


@require_safe
@for_brands_and_staff
def insight(request: HttpRequest) -> HttpResponse:
    """How audiences behave, as it was frozen last night."""
    found = marketplace.newest_insight()
    page = insight_page(found) if found else None
    return render(request, "insight/insight.html", {"page": page})


@require_safe
@for_brands_and_staff
def as_csv(_request: HttpRequest) -> HttpResponseBase:
    """Hand out all figures of the page."""
    found = marketplace.newest_insight()
    if found is None:
        raise Http404
    response = StreamingHttpResponse(insight_csv(found), content_type="text/csv; charset=utf-8")
    name = f"insight-{found.computed_at:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
