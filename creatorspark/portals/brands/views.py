"""What a brand sees after logging in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from creatorspark.core.models import User
from creatorspark.portals.brands.presenters import topics_here
from creatorspark.portals.profile import profile_context, save_profile
from creatorspark.portals.roles import role_required


@role_required(User.Role.BRAND)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show who makes videos here, topic by topic."""
    return render(request, "brands/home.html", {"page": topics_here()})


@role_required(User.Role.BRAND)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, log-in and security of a member of a brand."""
    form = save_profile(request) if request.method == "POST" else None
    if request.method == "POST" and form is None:
        return redirect("brands:profile")
    return render(request, "brands/profile.html", profile_context(request, form))
