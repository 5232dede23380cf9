"""The transparency page and its files, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.lib.calendar_periods import Length, Period, period_of
from creatorspark.portals.transparency.csv_file import csv_of
from creatorspark.portals.transparency.page import page_of
from fraud import interface as fraud


@require_safe
def transparency(request: HttpRequest, period: Period | None = None) -> HttpResponse:
    """Show a quarter, the newest if none is named."""
    kept = fraud.kept_periods(length=Length.QUARTER)
    shown = _one(kept, period) if period else next(iter(kept), None)
    now = timezone.now()
    running = period_of(now, Length.QUARTER)
    context = {
        "page": page_of(shown, others=[one.period.label for one in kept]) if shown else None,
        "promises": fraud.promises(now=now),
        "running": running.label,
        "running_ends": running.end,
    }
    return render(request, "transparency/page.html", context)


@require_safe
def as_json(_request: HttpRequest, period: Period) -> JsonResponse:
    """Hand out what is published of a quarter, as it is kept."""
    kept = _one(fraud.kept_periods(length=Length.QUARTER), period)
    response = JsonResponse(dict(kept.published), json_dumps_params={"indent": 2})
    response["Content-Disposition"] = f'attachment; filename="transparency-{period.label}.json"'
    return response


@require_safe
def as_csv(_request: HttpRequest, period: Period | None = None) -> HttpResponse:
    """Hand out a quarter as a table, or all of them."""
    kept = fraud.kept_periods(length=Length.QUARTER)
    chosen = (_one(kept, period),) if period else kept
    response = HttpResponse("".join(csv_of(chosen)), content_type="text/csv; charset=utf-8")
    name = period.label if period else "all"
    response["Content-Disposition"] = f'attachment; filename="transparency-{name}.csv"'
    return response


def _one(kept: tuple[fraud.KeptFigures, ...], period: Period) -> fraud.KeptFigures:
    found = next((one for one in kept if one.period == period), None)
    if found is None:
        raise Http404
    return found
