"""Events in bulk: JSON lines from a platform's collector."""

import re
from collections.abc import Mapping
from typing import IO, Any, Final, cast

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from creatorspark.core.api.authentication import caller, token_of
from creatorspark.core.api.permissions import HasScope, Scope
from creatorspark.core.api.problems import Problem, malformed
from creatorspark.core.api.throttles import IngestThrottle
from creatorspark.core.api.views import ApiView
from creatorspark.core.models.videos import Platform
from fraud.domain.lines import count_lines
from fraud.services.events.ingestion import Busy, Delivered, Scattered, source_of, take_in

SHOWN = 100
SOURCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class LinesParser(BaseParser):
    """Reads JSON lines as bytes; each line is weighed by itself later."""

    media_type = "application/x-ndjson"

    def parse(  # type: ignore[override]
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the body. Raises a problem for more bytes or lines than one call may hold."""
        limit = settings.API_LIMITS["event_bytes"]
        body = stream.read(limit + 1)
        most = settings.API_LIMITS["event_rows"]
        if len(body) > limit or count_lines(body) > most:
            raise Problem(
                "too-large",
                _("A call holds at most %(rows)d events and %(bytes)d bytes. Nothing was kept.")
                % {"rows": most, "bytes": limit},
                status_code=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
            )
        return body


class IsSource(BasePermission):
    """Only a machine's own token delivers events."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Say whether a token of staff asks."""
        return token_of(request) is not None and caller(request).is_staff


class EventFaultSerializer(serializers.Serializer):
    """Why a line was left out."""

    line = serializers.IntegerField(help_text="Its place in the body, from 0.")
    field = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()


class EventsResultSerializer(serializers.Serializer):
    """What became of a delivery. `errors` holds the first hundred faults."""

    accepted = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    rejected = serializers.IntegerField()
    errors = EventFaultSerializer(many=True)  # type: ignore[assignment]


class Events(ApiView):
    """What people and machines did, as a platform saw it."""

    tag = "events"
    scope = Scope.INGEST
    parser_classes = [LinesParser]
    permission_classes = [HasScope, IsSource]

    def get_throttles(self) -> list[BaseThrottle]:
        """Count deliveries apart from other requests."""
        return [*super().get_throttles(), IngestThrottle()]

    @extend_schema(
        operation_id="events_create",
        parameters=[
            OpenApiParameter(
                "platform",
                {"type": "string", "enum": list(Platform.values), "default": "tiktok"},
            ),
            OpenApiParameter(
                "source",
                {"type": "string", "pattern": f"^{SOURCE.pattern}$", "default": "main"},
                description=_("Whose ids these are; an id is unique in its platform and source."),
            ),
        ],
        request={"application/x-ndjson": {"type": "string"}},
        responses=EventsResultSerializer,
    )
    def post(self, request: Request) -> Response:
        """Store up to 10,000 events, one JSON object a line.

        Repeat a call as often as you like, with a new token too: an event is stored once, by its
        id. Good lines are kept
        whatever the others are. 429 says when to come again. Accounts and devices are hashed,
        addresses cut to their network, and referrers to their host before anything is stored.
        """
        platform = request.query_params.get("platform", Platform.TIKTOK)
        if platform not in Platform.values:
            raise malformed(_("There is no such platform."))
        name = request.query_params.get("source", "main")
        if not SOURCE.fullmatch(name):
            raise malformed(_("A source has up to 80 letters, digits, dots, dashes and lines."))
        try:
            done = take_in(
                _body(request),
                source=source_of(name, platform=platform),
                platform=platform,
                now=timezone.now(),
            )
        except Busy as busy:
            raise Problem(
                "throttled",
                str(busy),
                status_code=status.HTTP_429_TOO_MANY_REQUESTS,
                headers={"Retry-After": str(busy.seconds)},
            ) from busy
        except Scattered as scattered:
            raise Problem(
                "too-large",
                str(scattered),
                status_code=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
            ) from scattered
        return Response(_told(done))


def _body(request: Request) -> bytes:
    return cast("bytes", request.data or b"")


def _told(done: Delivered) -> dict[str, Any]:
    return {
        "accepted": done.accepted,
        "duplicates": done.duplicates,
        "rejected": len(done.faults),
        "errors": [
            {
                "line": fault.line,
                "field": fault.field,
                "code": fault.code,
                "detail": _(fault.detail),
            }
            for fault in done.faults[:SHOWN]
        ],
    }
