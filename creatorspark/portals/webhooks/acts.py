"""Buttons of an endpoint's page: each makes one service call and leads back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from creatorspark.core.models import WebhookDelivery
from creatorspark.core.webhooks import endpoints, resending
from creatorspark.core.webhooks.errors import WebhookRefused
from creatorspark.portals.roles import signed_in_as
from creatorspark.portals.webhooks.doors import for_listeners, own_endpoint
from creatorspark.portals.webhooks.forms import RecoverForm


@for_listeners
@require_POST
def switch_on(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Let it hear again."""
    row = own_endpoint(request, endpoint_id)
    if endpoints.switch_on(row, actor=signed_in_as(request), now=timezone.now()):
        messages.success(request, _("On. It hears what happens from now on."))
    else:
        messages.info(request, _("It was on already."))
    return redirect("webhooks:endpoint", row.pk)


@for_listeners
@require_POST
def switch_off(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Tell it nothing more."""
    row = own_endpoint(request, endpoint_id)
    if endpoints.switch_off(row, actor=signed_in_as(request), now=timezone.now()):
        messages.success(request, _("Off. You can have what it misses sent later."))
    else:
        messages.info(request, _("It was off already."))
    return redirect("webhooks:endpoint", row.pk)


@for_listeners
@require_POST
def test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send a message that means nothing."""
    row = own_endpoint(request, endpoint_id)
    try:
        resending.send_test(row, actor=signed_in_as(request), now=timezone.now())
    except WebhookRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A test message is on its way. Reload to see how it went."))
    return redirect("webhooks:endpoint", row.pk)


@for_listeners
@require_POST
def recover(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send what was missed."""
    row, form = own_endpoint(request, endpoint_id), RecoverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how far back to look."))
        return redirect("webhooks:endpoint", row.pk)
    now = timezone.now()
    try:
        count = resending.recover(
            row, since=form.since(now=now), actor=signed_in_as(request), now=now
        )
    except WebhookRefused as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext("%(n)d message is on its way.", "%(n)d messages are on their way.", count)
        messages.success(request, told % {"n": count} if count else _("It missed nothing."))
    return redirect("webhooks:endpoint", row.pk)


@for_listeners
@require_POST
def resend(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send one message again."""
    user = signed_in_as(request)
    mine = WebhookDelivery.objects.filter(endpoint__in=endpoints.endpoints_of(user))
    row = get_object_or_404(mine, pk=delivery_id)
    try:
        resending.resend(row, actor=user, now=timezone.now())
    except WebhookRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is sent again now. Reload to see how it went."))
    return redirect("webhooks:endpoint", row.endpoint_id)
