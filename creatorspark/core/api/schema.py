"""How the API describes itself: OpenAPI 3.1 through drf-spectacular."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from creatorspark.core.api.idempotency import HEADER
from creatorspark.core.api.problems import MEDIA_TYPE

VERSION_PREFIX = "/api/v1/"


class FieldProblemSerializer(serializers.Serializer):
    """One value that can't be accepted."""

    field = serializers.CharField(help_text="Dotted path; empty for the request as a whole.")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """What went wrong, as RFC 9457 has it."""

    type = serializers.CharField(help_text="Names the kind of problem; leads to its explanation.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What happened, and what to do next.")
    instance = serializers.CharField(help_text="The address that was asked.")
    reason = serializers.CharField(required=False, help_text="Which rule refused, for machines.")
    request_id = serializers.CharField(required=False, help_text="Tell us this when you ask.")
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]


class ApiSchema(AutoSchema):
    """Adds what every operation shares: problem answers and the idempotency key."""

    def get_tags(self) -> list[str]:
        """Group operations by resource."""
        return [getattr(self.view, "tag", None) or super().get_tags()[0]]

    def get_operation_id(self) -> str:
        """Name an action by itself: `redemptions_cancel`, not `redemptions_cancel_create`."""
        name: str = super().get_operation_id()
        action = getattr(self.view, "action", None) or ""
        return name.removesuffix("_create") if action not in ("", "create") else name

    def get_override_parameters(self) -> list[Any]:
        """Name the idempotency key where a write takes one."""
        name = getattr(self.view, "action", None) or self.method.lower()
        rule = getattr(getattr(self.view, name, None), "idempotency", None)
        if rule is None:
            return []
        return [
            OpenApiParameter(
                HEADER,
                {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
                OpenApiParameter.HEADER,
                required=rule == "required",
                description=_(
                    "A text of your own, such as a UUID. The same request with the same key is "
                    "done once and answered alike."
                ),
            )
        ]

    def get_auth(self) -> list[dict[str, Any]]:
        """Say that public reading needs no sign-in."""
        public = getattr(self.view, "public_read", False) and self.method == "GET"
        return [*super().get_auth(), {}] if public else super().get_auth()

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(ProblemSerializer, "response")
        bodies["default"] = {
            "description": _("A problem document."),
            "content": {MEDIA_TYPE: {"schema": problem.ref}},
        }
        return bodies


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens for machines."""

    target_class = "creatorspark.core.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the header."""
        return {"type": "http", "scheme": "bearer", "description": "A token of your profile page."}


class BrowserScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The portal's session."""

    target_class = "creatorspark.core.api.authentication.BrowserAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the cookie."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Unsafe requests also send the header X-CSRFToken.",
        }


def only_this_version(endpoints: Sequence[tuple[Any, ...]], **_: Any) -> list[tuple[Any, ...]]:
    """Leave out addresses that are no part of this version."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(VERSION_PREFIX)]
