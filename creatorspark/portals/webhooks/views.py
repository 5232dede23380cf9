"""The webhook pages: the list with a new one, one endpoint, its secret, its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from creatorspark.core.models import User, WebhookEndpoint
from creatorspark.core.webhooks import endpoints, kinds
from creatorspark.core.webhooks.errors import WebhookRefused
from creatorspark.portals.roles import signed_in_as
from creatorspark.portals.webhooks.doors import (
    for_listeners,
    fresh_mark,
    is_first_time,
    own_endpoint,
)
from creatorspark.portals.webhooks.forms import EndpointForm, RecoverForm, RotateForm
from creatorspark.portals.webhooks.presenters import deliveries_of, events_of, line_of

METHODS = require_http_methods(["GET", "HEAD", "POST"])
PROFILE_BY_ROLE = {User.Role.CREATOR: "creators:profile", User.Role.STAFF: "mfa_index"}


@for_listeners
@METHODS
def index(request: HttpRequest) -> HttpResponse:
    """List the reader's endpoints (GET) or make one (POST)."""
    if request.method == "POST":
        return _made(request, EndpointForm(request.POST))
    return _list(request, form=EndpointForm())


def _made(request: HttpRequest, form: EndpointForm) -> HttpResponse:
    """Make an endpoint and show its secret in this answer, which is kept nowhere."""
    if not form.is_valid():
        return _list(request, form=form)
    if not is_first_time(request, "new"):
        messages.info(request, _("This was made already. Its secret was shown only then."))
        return redirect("webhooks:index")
    try:
        issued = endpoints.create(form.wish(), actor=signed_in_as(request), now=timezone.now())
    except WebhookRefused as refusal:
        _blame(form, refusal)
        return _list(request, form=form)
    return _page(request, issued.endpoint, secret=issued.secret)


def _blame(form: EndpointForm, refusal: WebhookRefused) -> None:
    field = refusal.code.partition("_")[0]
    form.add_error(field if field in form.fields else None, str(refusal))


def _list(request: HttpRequest, *, form: EndpointForm) -> HttpResponse:
    user = signed_in_as(request)
    context = {
        "endpoints": [line_of(row) for row in endpoints.endpoints_of(user).order_by("pk")],
        "form": form,
        "once": fresh_mark(),
        "event_count": len(kinds.kinds()),
        "profile_page": PROFILE_BY_ROLE[User.Role(user.role)],
    }
    return render(request, "webhooks/webhooks.html", context)


@for_listeners
@require_http_methods(["GET", "HEAD"])
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Show one endpoint: what it hears, what was sent, what can be done."""
    return _page(request, own_endpoint(request, endpoint_id))


def _page(request: HttpRequest, row: WebhookEndpoint, *, secret: str = "") -> HttpResponse:
    context = {
        "endpoint": row,
        "line": line_of(row),
        "events": events_of(row),
        "deliveries": deliveries_of(row),
        "secret": secret,
        "recover": RecoverForm(),
    }
    return render(request, "webhooks/endpoint.html", context)


@for_listeners
@METHODS
def change(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Ask what shall be otherwise (GET) or change it (POST)."""
    row = own_endpoint(request, endpoint_id)
    form = EndpointForm(request.POST or None, endpoint=row)
    if request.method == "POST" and form.is_valid():
        try:
            changed = endpoints.change(
                row, form.wish(), actor=signed_in_as(request), now=timezone.now()
            )
        except WebhookRefused as refusal:
            _blame(form, refusal)
        else:
            words = _("Saved.") if changed else _("It was like that already.")
            messages.success(request, words)
            return redirect("webhooks:endpoint", row.pk)
    return render(request, "webhooks/change.html", {"endpoint": row, "form": form})


@for_listeners
@METHODS
def rotate(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Ask what becomes of the old secret (GET) or make a new one and show it (POST)."""
    row = own_endpoint(request, endpoint_id)
    form = RotateForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"endpoint": row, "form": form, "once": fresh_mark()}
        return render(request, "webhooks/rotate.html", context)
    if not is_first_time(request, "secret"):
        messages.info(request, _("The new secret was made already, and shown only then."))
        return redirect("webhooks:endpoint", row.pk)
    try:
        issued = endpoints.rotate(
            row, overlap=form.overlap(), actor=signed_in_as(request), now=timezone.now()
        )
    except WebhookRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("webhooks:index")
    return _page(request, issued.endpoint, secret=issued.secret)


@for_listeners
@METHODS
def remove(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Ask whether an endpoint shall go (GET) or take it away (POST)."""
    row = own_endpoint(request, endpoint_id)
    if request.method != "POST":
        return render(request, "webhooks/remove.html", {"endpoint": row})
    endpoints.remove(row, actor=signed_in_as(request))
    messages.success(request, _("“%(name)s” is told nothing more.") % {"name": row.name})
    return redirect("webhooks:index")
