"""Webhooks for staff: who is told what, what failed, once more."""

import json
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display
from unfold.enums import ActionVariant

from creatorspark.core.admin.acts import Act, FactAdmin, Order
from creatorspark.core.models import User, WebhookDelivery, WebhookEndpoint
from creatorspark.core.webhooks import endpoints, resending
from creatorspark.core.webhooks.errors import WebhookRefused

ON = WebhookEndpoint.State.ON


def _switch_on(order: Order) -> str:
    endpoints.switch_on(order.row, actor=order.actor, now=order.now)
    return _("On. It hears what happens from now on.")


def _switch_off(order: Order) -> str:
    endpoints.switch_off(order.row, actor=order.actor, now=order.now)
    return _("Off. What waited for it was given up and can be sent again.")


def _test(order: Order) -> str:
    resending.send_test(order.row, actor=order.actor, now=order.now)
    return _("A test message is on its way.")


def _recover(order: Order) -> str:
    since = order.now - resending.KEPT
    count = resending.recover(order.row, since=since, actor=order.actor, now=order.now)
    told = ngettext("%(n)d message is on its way.", "%(n)d messages are on their way.", count)
    return told % {"n": count} if count else _("It missed nothing.")


def _resend(order: Order) -> str:
    resending.resend(order.row, actor=order.actor, now=order.now)
    return _("It is sent again now, with the same id.")


def _is_on(row: WebhookEndpoint, actor: User) -> bool:
    return row.state == ON


def message_of(text: str) -> UUID | None:
    """Return the message that an id names, or None where it is no id."""
    if not text.startswith("msg_"):
        return None
    try:
        return UUID(hex=text.removeprefix("msg_"))
    except ValueError:
        return None


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(FactAdmin):
    """Every address that is told something. Nobody sees a secret, staff neither."""

    list_display = ("name", "url", "of_whom", "state_label", "last_delivered_at", "failing_since")
    list_filter = ("state", "off_because")
    list_select_related = ("owner",)
    search_fields = ("name", "url", "owner__email")
    fields = (
        ("name", "of_whom"),
        "url",
        "events",
        ("state", "off_because", "off_since"),
        ("last_delivered_at", "failing_since", "failures_in_a_row"),
        ("created_at", "created_by", "earlier_secret_until"),
        "messages",
    )
    readonly_fields = ("of_whom", "messages")
    acts = (
        Act(
            name="send-test",
            label=gettext_lazy("Send a test"),
            run=_test,
            refusals=(WebhookRefused,),
            may=_is_on,
        ),
        Act(
            name="recover",
            label=gettext_lazy("Send what it missed"),
            explanation=gettext_lazy(
                "Everything of the last 30 days that it hears and doesn’t have yet is sent."
            ),
            run=_recover,
            refusals=(WebhookRefused,),
            may=_is_on,
        ),
        Act(
            name="switch-on",
            label=gettext_lazy("Switch on"),
            run=_switch_on,
            refusals=(WebhookRefused,),
            may=lambda row, actor: row.state != ON,
            variant=ActionVariant.PRIMARY,
        ),
        Act(
            name="switch-off",
            label=gettext_lazy("Switch off"),
            explanation=gettext_lazy("What waits for it is given up; it can be sent again later."),
            run=_switch_off,
            refusals=(WebhookRefused,),
            may=_is_on,
            variant=ActionVariant.DANGER,
        ),
    )

    @display(description=gettext_lazy("Of whom"), ordering="owner")
    def of_whom(self, row: WebhookEndpoint) -> str:
        """Name the owner."""
        return str(row.owner) if row.owner else _("The platform")

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={"on": "success", "off": "danger"},
    )
    def state_label(self, row: WebhookEndpoint) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Messages"))
    def messages(self, row: WebhookEndpoint) -> str:
        """Lead to what was sent there."""
        address = reverse("admin:core_webhookdelivery_changelist")
        link = '<a class="text-primary-600" href="{}?endpoint__id__exact={}">{}</a>'
        return format_html(link, address, row.pk, _("What was sent there"))


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(FactAdmin):
    """Every message to every endpoint, with its tries."""

    list_display = ("event_name", "endpoint", "state_label", "tries", "next_at", "created_at")
    list_filter = ("state", "event__name", "endpoint")
    list_select_related = ("endpoint", "event")
    search_fields = ("event__key", "endpoint__name")
    search_help_text = gettext_lazy("A message’s id (msg_…), an event’s key, or an endpoint.")
    actions = ("resend_chosen",)
    fields = (
        ("event_name", "sequence"),
        "message",
        ("endpoint", "state", "tries"),
        ("created_at", "delivered_at", "next_at"),
        "attempts_as_table",
        "data_as_text",
    )
    readonly_fields = ("event_name", "message", "sequence", "attempts_as_table", "data_as_text")
    acts = (
        Act(
            name="resend",
            label=gettext_lazy("Send again"),
            run=_resend,
            refusals=(WebhookRefused,),
            may=lambda row, actor: row.endpoint.state == ON,
            variant=ActionVariant.PRIMARY,
        ),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[WebhookDelivery], search_term: str
    ) -> tuple[QuerySet[WebhookDelivery], bool]:
        """Find a message by the id that its receiver saw."""
        message = message_of(search_term.strip())
        if message is not None:
            return queryset.filter(event__message=message), False
        return super().get_search_results(request, queryset, search_term)

    @display(description=gettext_lazy("Event"), ordering="event__name")
    def event_name(self, row: WebhookDelivery) -> str:
        """Name what happened."""
        return row.event.name

    @display(description=gettext_lazy("Message"))
    def message(self, row: WebhookDelivery) -> str:
        """Show the id that receivers see."""
        return row.event.message_id

    @display(description=gettext_lazy("Sequence"))
    def sequence(self, row: WebhookDelivery) -> int:
        """Show its place in the order in which things happened."""
        return row.event_id

    @display(
        description=gettext_lazy("State"),
        ordering="state",
        label={"waiting": "info", "delivered": "success", "failed": "danger"},
    )
    def state_label(self, row: WebhookDelivery) -> tuple[str, str]:
        """Show the state as a coloured label."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("Tries"))
    def attempts_as_table(self, row: WebhookDelivery) -> str:
        """List each try and what came of it."""
        tries = [
            (one.at.isoformat(timespec="seconds"), one.status or one.problem, one.milliseconds)
            for one in row.attempts.all()
        ]
        if not tries:
            return "—"
        return format_html_join("", "<p>{}: {} ({} ms)</p>", tries)

    @display(description=gettext_lazy("Data"))
    def data_as_text(self, row: WebhookDelivery) -> str:
        """Show what was told."""
        text = json.dumps(row.event.data, indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", text)

    @admin.action(description=gettext_lazy("Send the chosen ones again"))
    def resend_chosen(self, request: HttpRequest, chosen: QuerySet[WebhookDelivery]) -> None:
        """Send each one again; what can't be is left and counted."""
        actor, now, done, refused = request.user, timezone.now(), 0, 0
        assert isinstance(actor, User)
        for row in chosen.select_related("endpoint"):
            try:
                resending.resend(row, actor=actor, now=now)
                done += 1
            except WebhookRefused:
                refused += 1
        told = ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", done)
        self.message_user(request, told % {"n": done})
        if refused:
            left = _("%(n)d were left: their endpoints are off.")
            self.message_user(request, left % {"n": refused}, level="WARNING")
