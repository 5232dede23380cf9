"""What a brand sees after logging in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from creatorspark.core.models import User
from creatorspark.core.selectors import market_overview
from creatorspark.portals.accounts import save_display_name
from creatorspark.portals.forms import ProfileForm
from creatorspark.portals.roles import role_required, signed_in_as


@role_required(User.Role.BRAND)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show who makes videos here, by topic."""
    return render(request, "brands/home.html", {"niches": market_overview()})
