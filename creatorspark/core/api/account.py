"""The caller's own account: who they are here, and their tokens."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller, token_of
from creatorspark.core.api.creators import CreatorSerializer
from creatorspark.core.api.fields import IdField, TextField, WholeNumberField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.permissions import HasScope, IsBrowser
from creatorspark.core.api.scoping import own_creator
from creatorspark.core.api.views import ApiView, Resource
from creatorspark.core.models import ApiToken, User
from creatorspark.core.services import tokens


class MeSerializer(serializers.Serializer):
    """Who you are, and by what right you ask."""

    id = IdField(read_only=True)
    email = serializers.EmailField(read_only=True)
    display_name = serializers.CharField(read_only=True)
    role = serializers.ChoiceField(choices=User.Role.choices, read_only=True)
    creator = CreatorSerializer(read_only=True, allow_null=True)
    scope = serializers.ChoiceField(
        choices=ApiToken.Scope.choices,
        read_only=True,
        allow_null=True,
        help_text="Of your token; null in a browser.",
    )
    token_expires_at = serializers.DateTimeField(read_only=True, allow_null=True)


class Me(ApiView):
    """You."""

    tag = "account"

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Say who you are, and by what right you ask."""
        user, token = caller(request), token_of(request)
        answer = {
            "id": user.pk,
            "email": user.email,
            "display_name": user.display_name,
            "role": user.role,
            "creator": own_creator(user),
            "scope": token.scope if token else None,
            "token_expires_at": token.expires_at if token else None,
        }
        return Response(MeSerializer(answer).data)


class TokenSerializer(serializers.ModelSerializer):
    """A token without its secret."""

    id = IdField(read_only=True)

    class Meta:
        model = ApiToken
        fields: tuple[str, ...] = (
            "id",
            "name",
            "prefix",
            "scope",
            "created_at",
            "expires_at",
            "last_used_at",
        )
        read_only_fields: tuple[str, ...] = fields


class NewTokenSerializer(serializers.Serializer):
    """What to call a token, what it may do, and for how long."""

    name = TextField(max_length=80)
    scope = serializers.ChoiceField(choices=ApiToken.Scope.choices)
    days = WholeNumberField(min_value=1, max_value=tokens.MAX_LIFETIME.days, default=90)


class IssuedTokenSerializer(TokenSerializer):
    """A new token with its secret."""

    secret = serializers.CharField(
        read_only=True, allow_null=True, help_text="Shown once; null when this answer is repeated."
    )

    class Meta(TokenSerializer.Meta):
        fields: tuple[str, ...] = (*TokenSerializer.Meta.fields, "secret")
        read_only_fields: tuple[str, ...] = fields


class Tokens(mixins.ListModelMixin, mixins.RetrieveModelMixin, Resource):
    """Your tokens. They are managed in the browser, never with a token."""

    tag = "account"
    model = ApiToken
    serializer_class = TokenSerializer
    permission_classes = [HasScope, IsBrowser]

    def scoped(self, user: Any) -> QuerySet[ApiToken]:
        """Return the caller's own tokens that were not revoked."""
        return ApiToken.objects.filter(user_id=user.pk, revoked_at=None)

    @extend_schema(request=NewTokenSerializer, responses={201: IssuedTokenSerializer})
    @idempotent(secret_fields=("secret",))
    def create(self, request: Request) -> Response:
        """Make a token. Its secret is in this answer and nowhere else."""
        wish = NewTokenSerializer(data=request.data)
        wish.is_valid(raise_exception=True)
        try:
            issued = tokens.issue(
                caller(request),
                name=wish.validated_data["name"],
                scope=wish.validated_data["scope"],
                lifetime=timedelta(days=wish.validated_data["days"]),
                now=timezone.now(),
            )
        except tokens.TokenError as error:
            raise ValidationError(str(error)) from error
        body = TokenSerializer(issued.token).data | {"secret": issued.secret}
        return Response(body, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    @idempotent()
    def destroy(self, request: Request, pk: str) -> Response:
        """Revoke a token; it stops working at once."""
        tokens.revoke(self.get_object(), actor=caller(request), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
