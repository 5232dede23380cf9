"""Webhooks: where your programs are told what happens, and what became of each message."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import IdField, MomentField, TextField, WholeNumberField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.problems import refused
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import Readable
from creatorspark.core.models import User, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from creatorspark.core.webhooks import endpoints, resending
from creatorspark.core.webhooks.errors import WebhookRefused

HOURS = int(endpoints.LONGEST_OVERLAP / timedelta(hours=1))
USUAL_HOURS = int(endpoints.OVERLAP / timedelta(hours=1))
LONGEST_NAME, LONGEST_EVENT, MOST_EVENTS = 80, 60, 50


class WebhookSerializer(serializers.ModelSerializer):
    """An endpoint without its secret."""

    id = IdField(read_only=True)
    events = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Which events it hears."
    )
    off_because = serializers.CharField(
        read_only=True, help_text="asked, gone (410) or failing; empty while it is on."
    )
    earlier_secret_until = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Until when messages carry two signatures."
    )
    failing_since = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Since when it has taken nothing."
    )

    class Meta:
        model = WebhookEndpoint
        fields: tuple[str, ...] = (
            "id",
            "name",
            "url",
            "events",
            "state",
            "off_because",
            "off_since",
            "earlier_secret_until",
            "created_at",
            "last_delivered_at",
            "failing_since",
            "failures_in_a_row",
        )
        read_only_fields: tuple[str, ...] = fields


class IssuedWebhookSerializer(WebhookSerializer):
    """An endpoint with its new secret."""

    secret = serializers.CharField(
        read_only=True, allow_null=True, help_text="Shown once; null when this answer is repeated."
    )

    class Meta(WebhookSerializer.Meta):
        fields: tuple[str, ...] = (*WebhookSerializer.Meta.fields, "secret")
        read_only_fields: tuple[str, ...] = fields


class NewWebhookSerializer(serializers.Serializer):
    """What an endpoint is called, where it is, and what it hears."""

    name = TextField(max_length=LONGEST_NAME)
    url = TextField(max_length=500, help_text="https, on the public internet.")
    events = serializers.ListField(
        child=TextField(max_length=LONGEST_EVENT),
        allow_empty=False,
        max_length=MOST_EVENTS,
        help_text="Names of events, such as “fraud.hold.released”: see docs/webhooks.md.",
    )


class RotationSerializer(serializers.Serializer):
    """How many hours the old secret goes on signing beside the new one; 0 ends it at once."""

    overlap_hours = WholeNumberField(min_value=0, max_value=HOURS, default=USUAL_HOURS)


class RecoverySerializer(serializers.Serializer):
    """From when on what was missed is sent."""

    since = MomentField()


class RecoveredSerializer(serializers.Serializer):
    """How many messages are on their way."""

    messages = serializers.IntegerField(read_only=True)


class AttemptSerializer(serializers.ModelSerializer):
    """One try. `problem` says why there was no answer; else `status` is the answer."""

    class Meta:
        model = WebhookAttempt
        fields = ("at", "status", "problem", "milliseconds")
        read_only_fields = fields


class DeliverySerializer(serializers.ModelSerializer):
    """One event for one endpoint, with every try."""

    id = IdField(read_only=True)
    endpoint = IdField(source="endpoint_id", read_only=True)
    message = serializers.CharField(
        source="event.message_id", read_only=True, help_text="The header webhook-id."
    )
    event = serializers.CharField(source="event.name", read_only=True)
    sequence = serializers.IntegerField(source="event_id", read_only=True)
    happened_at = serializers.DateTimeField(source="event.happened_at", read_only=True)
    payload = serializers.SerializerMethodField(help_text="The `data` of the message.")
    attempts = AttemptSerializer(many=True, read_only=True)

    class Meta:
        model = WebhookDelivery
        fields = (
            "id",
            "endpoint",
            "message",
            "event",
            "sequence",
            "happened_at",
            "payload",
            "state",
            "tries",
            "next_at",
            "delivered_at",
            "attempts",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_payload(self, delivery: WebhookDelivery) -> Any:
        """Return the message's data."""
        return delivery.event.data


class DeliveryFilters(filters.FilterSet):
    """Narrows a list of deliveries."""

    endpoint = IdFilter(field_name="endpoint_id")
    state = filters.ChoiceFilter(choices=WebhookDelivery.State.choices)
    event = filters.CharFilter(field_name="event__name", max_length=LONGEST_EVENT)


class Webhooks(Readable):
    """Your endpoints; for staff, the platform's."""

    tag = "webhooks"
    model = WebhookEndpoint
    serializer_class = WebhookSerializer

    def scoped(self, user: Any) -> QuerySet[WebhookEndpoint]:
        """Return the endpoints that the caller manages."""
        return _endpoints_of(user)

    @extend_schema(request=NewWebhookSerializer, responses={201: IssuedWebhookSerializer})
    @idempotent(secret_fields=("secret",))
    def create(self, request: Request) -> Response:
        """Make an endpoint. Its secret is in this answer and nowhere else."""
        wish = _wish(NewWebhookSerializer(data=request.data))
        try:
            issued = endpoints.create(wish, actor=caller(request), now=timezone.now())
        except WebhookRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(_issued(issued), status=status.HTTP_201_CREATED)

    @extend_schema(request=NewWebhookSerializer, responses=WebhookSerializer)
    @idempotent()
    def update(self, request: Request, pk: str) -> Response:
        """Change its name, address and events. What waits goes to the new address."""
        row = self.get_object()
        wish = _wish(NewWebhookSerializer(data=request.data))
        try:
            endpoints.change(row, wish, actor=caller(request), now=timezone.now())
        except WebhookRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(WebhookSerializer(row).data)

    @extend_schema(responses={204: None})
    @idempotent()
    def destroy(self, request: Request, pk: str) -> Response:
        """Take an endpoint away, with its secret and its deliveries."""
        endpoints.remove(self.get_object(), actor=caller(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=RotationSerializer, responses=IssuedWebhookSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(secret_fields=("secret",))
    def rotate(self, request: Request, pk: str) -> Response:
        """Get a new secret. For some hours messages are signed with both, so that nothing is lost
        while you put it in place.
        """
        row = self.get_object()
        given = RotationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        overlap = timedelta(hours=given.validated_data["overlap_hours"])
        try:
            issued = endpoints.rotate(
                row, overlap=overlap, actor=caller(request), now=timezone.now()
            )
        except WebhookRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(_issued(issued))

    @extend_schema(request=None, responses=WebhookSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def on(self, request: Request, pk: str) -> Response:
        """Switch an endpoint on. What it missed is sent when you ask for it."""
        row = self.get_object()
        endpoints.switch_on(row, actor=caller(request), now=timezone.now())
        return Response(WebhookSerializer(row).data)

    @extend_schema(request=None, responses=WebhookSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def off(self, request: Request, pk: str) -> Response:
        """Switch an endpoint off. What waits for it is given up."""
        row = self.get_object()
        endpoints.switch_off(row, actor=caller(request), now=timezone.now())
        return Response(WebhookSerializer(row).data)

    @extend_schema(request=None, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def test(self, request: Request, pk: str) -> Response:
        """Send a message that means nothing; while one waits, that one."""
        row = self.get_object()
        try:
            sent = resending.send_test(row, actor=caller(request), now=timezone.now())
        except WebhookRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(DeliverySerializer(sent).data)

    @extend_schema(request=RecoverySerializer, responses=RecoveredSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def recover(self, request: Request, pk: str) -> Response:
        """Send everything since a moment that the endpoint hears and doesn't have."""
        row = self.get_object()
        given = RecoverySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            count = resending.recover(
                row,
                since=given.validated_data["since"],
                actor=caller(request),
                now=timezone.now(),
            )
        except WebhookRefused as refusal:
            raise _problem(refusal) from refusal
        return Response({"messages": count})


class WebhookDeliveries(Readable):
    """What was sent to your endpoints, newest first."""

    tag = "webhooks"
    model = WebhookDelivery
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilters

    def scoped(self, user: Any) -> QuerySet[WebhookDelivery]:
        """Return the deliveries to the endpoints that the caller manages."""
        rows = WebhookDelivery.objects.filter(endpoint__in=_endpoints_of(user))
        return rows.select_related("event").prefetch_related("attempts")

    @extend_schema(request=None, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def resend(self, request: Request, pk: str) -> Response:
        """Send it again, with the same id."""
        try:
            sent = resending.resend(self.get_object(), actor=caller(request), now=timezone.now())
        except WebhookRefused as refusal:
            raise _problem(refusal) from refusal
        return Response(self.get_serializer(sent).data)


def _endpoints_of(user: Any) -> QuerySet[WebhookEndpoint]:
    if not isinstance(user, User):
        return WebhookEndpoint.objects.none()
    return endpoints.endpoints_of(user)


def _wish(given: NewWebhookSerializer) -> endpoints.Wish:
    given.is_valid(raise_exception=True)
    return endpoints.Wish(**given.validated_data)


def _issued(issued: endpoints.Issued) -> dict[str, Any]:
    return WebhookSerializer(issued.endpoint).data | {"secret": issued.secret}


def _problem(refusal: WebhookRefused) -> APIException:
    field = refusal.code.partition("_")[0]
    if field in {"name", "url", "events"}:
        return ValidationError({field: str(refusal)})
    return NotFound() if refusal.code == "not_found" else refused(str(refusal), reason=refusal.code)
