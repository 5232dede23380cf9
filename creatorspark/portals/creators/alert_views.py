"""A creator's alerts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.alert_page import alert_page, alert_rows


@require_safe
@for_creator
def alerts(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Every alert, newest first."""
    return render(
        request, "creators/alerts.html", {"rows": alert_rows(creator, now=timezone.now())}
    )


@require_safe
@for_creator
def alert(request: HttpRequest, creator: Creator, alert_id: int) -> HttpResponse:
    """One report. Others' don't exist."""
    page = alert_page(creator, alert_id, now=timezone.now())
    if page is None:
        raise Http404
    return render(request, "creators/alert.html", {"page": page})
