"""Doors that everyone uses: the landing page, the way home by role, theme, messages."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.models import Notification, User
from creatorspark.core.services import notifications as notification_service
from creatorspark.portals.context import THEMES
from creatorspark.portals.roles import signed_in_as

HOME_BY_ROLE = {
    User.Role.CREATOR: "creators:overview",
    User.Role.BRAND: "brands:home",
    User.Role.AUDITOR: "learn:fairness",
    User.Role.STAFF: "admin:index",
}
YEAR_SECONDS = 365 * 24 * 3600
MESSAGES_PER_PAGE = 30


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say what this is to a stranger; send those we know to their own page."""
    if request.user.is_authenticated:
        return redirect("home")
    return render(request, "landing/landing.html")


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead a person to the home of their role."""
    return redirect(HOME_BY_ROLE[User.Role(signed_in_as(request).role)])


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark for a year; anything else follows the device again."""
    response = redirect(_back(request))
    choice = request.POST.get("theme", "")
    if choice in THEMES:
        response.set_cookie(
            "theme", choice, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """List a person's messages, newest first."""
    inbox = Notification.objects.filter(user=signed_in_as(request))
    page = Paginator(inbox, MESSAGES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/notifications.html", {"page": page})


@login_required
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    notification_service.mark_read(signed_in_as(request), now=timezone.now())
    return redirect("notifications")


def _back(request: HttpRequest) -> str:
    """Return the page a form was sent from, if it is one of ours."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return came_from if ours else "/"
