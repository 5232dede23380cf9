"""The token page: whose machines act for you, a new one, and the end of one."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from creatorspark.core.models import ApiToken, User
from creatorspark.core.services import tokens
from creatorspark.portals.roles import signed_in_as
from creatorspark.portals.tokens.forms import TokenForm
from creatorspark.portals.tokens.presenters import lines_of

FORM_LIVES_SECONDS = 24 * 3600
PROFILE_BY_ROLE = {
    User.Role.CREATOR: "creators:profile",
    User.Role.BRAND: "brands:profile",
    User.Role.STAFF: "mfa_index",
}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List the reader's tokens (GET) or make one (POST)."""
    if request.method == "POST":
        return _made(request, TokenForm(signed_in_as(request), request.POST))
    return _page(request, form=TokenForm(signed_in_as(request)))


def _made(request: HttpRequest, form: TokenForm) -> HttpResponse:
    """Make a token and show its secret in this answer, which is kept nowhere."""
    if not form.is_valid():
        return _page(request, form=form)
    if not _is_first_time(request):
        messages.info(request, _("This token was made already. Its secret was shown only then."))
        return redirect("tokens:index")
    user = signed_in_as(request)
    try:
        issued = tokens.issue(
            user,
            name=form.cleaned_data["name"],
            scope=form.cleaned_data["scope"],
            lifetime=form.lifetime(),
            now=timezone.now(),
        )
    except tokens.TokenError as problem:
        form.add_error(None, str(problem))
        return _page(request, form=form)
    return _page(request, form=TokenForm(user), issued=issued)


def _is_first_time(request: HttpRequest) -> bool:
    """Whether this copy of the form wasn't sent before: reloading the answer sends it again."""
    once = request.POST.get("once", "")[:64]
    key = f"token-form:{signed_in_as(request).pk}:{once.encode().hex()}"
    return bool(cache.add(key, True, FORM_LIVES_SECONDS))


def _page(
    request: HttpRequest, *, form: TokenForm, issued: tokens.IssuedToken | None = None
) -> HttpResponse:
    user = signed_in_as(request)
    context = {
        "tokens": lines_of(user, now=timezone.now()),
        "form": form,
        "issued": issued,
        "once": secrets.token_urlsafe(12),
        "profile_page": PROFILE_BY_ROLE[User.Role(user.role)],
    }
    return render(request, "tokens/tokens.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ask whether a token shall end (GET) or end it at once (POST)."""
    user = signed_in_as(request)
    token = get_object_or_404(ApiToken, pk=token_id, user=user)
    if request.method != "POST" and token.revoked_at is None:
        return render(request, "tokens/revoke.html", {"token": token})
    if request.method == "POST" and tokens.revoke(token, actor=user, now=timezone.now()):
        words = _("Revoked. “%(name)s” stopped working at this moment.")
        messages.success(request, words % {"name": token.name})
    else:
        messages.info(request, _("This token was revoked before."))
    return redirect("tokens:index")
