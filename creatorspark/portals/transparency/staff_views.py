"""How protection does, exactly and up to now: a page of the staff's site."""

from datetime import datetime

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from creatorspark.core.admin.simulation import as_shown
from creatorspark.lib.calendar_periods import Length, Period, parse_period
from creatorspark.portals.transparency.composing import Composed, composed_from_json
from creatorspark.portals.transparency.publishing import running
from creatorspark.portals.transparency.staff_report import staff_report
from fraud import interface as fraud

MONTHS_DRAWN = 11
QUARTERS_LISTED = 8


@require_safe
def _figures(request: HttpRequest) -> HttpResponse:
    """Show the month that runs, or a period that is over."""
    # Links of the theme lead to the staff's site, not to this page's own addresses.
    vars(request)["current_app"] = admin.site.name
    now = timezone.now()
    current, worked_out = running(now=now)
    months = _kept(Length.MONTH, MONTHS_DRAWN)
    quarters = _kept(Length.QUARTER, QUARTERS_LISTED)
    known: dict[Period, tuple[Composed, datetime]] = {current.period: (current, worked_out)}
    known |= {one.period: (one, at) for one, at in (*months, *quarters)}
    chosen = _asked(request.GET.get("period", ""), current.period)
    if chosen not in known:
        raise Http404
    shown, at = known[chosen]
    drawn = [*reversed([one for one, _at in months]), current]
    context = {
        **admin.site.each_context(request),
        "title": _("Protection in figures"),
        "report": as_shown(staff_report(shown, months=drawn)),
        "periods": [period.label for period in known],
        "chosen": chosen.label,
        "is_running": chosen == current.period,
        "worked_out": at,
    }
    return TemplateResponse(request, "admin/transparency/figures.html", context)


def _kept(length: Length, limit: int) -> list[tuple[Composed, datetime]]:
    return [
        (composed_from_json(one.period, one.figures), one.computed_at)
        for one in fraud.kept_periods(length=length, limit=limit)
    ]


def _asked(label: str, otherwise: Period) -> Period:
    try:
        return parse_period(label) if label else otherwise
    except ValueError as error:
        raise Http404 from error


figures = admin.site.admin_view(_figures)
