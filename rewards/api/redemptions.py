"""Redemptions: what points bought, and what became of it."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import (
    IdField,
    TextField,
    WholeNumberField,
)
from creatorspark.core.api.idempotency import HEADER, idempotent
from creatorspark.core.api.permissions import HasScope, IsStaff
from creatorspark.core.api.problems import Problem, refused
from creatorspark.core.api.scoping import own_creator, own_creators
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import Readable
from rewards.models import Redemption, RedemptionEvent
from rewards.services import fulfilment, redemptions
from rewards.services.refusals import (
    KeyReused,
    NoSuchRedemption,
    ReasonMissing,
    RedemptionRefused,
)


class EventSerializer(serializers.ModelSerializer):
    """A step in a redemption's life."""

    class Meta:
        model = RedemptionEvent
        fields = ("state", "reason", "at")
        read_only_fields = fields


class RedemptionSerializer(serializers.ModelSerializer):
    """A purchase: `amount` points were paid; `exposure` is as it was promised."""

    id = IdField(read_only=True)
    creator = IdField(source="creator_id", read_only=True)
    item = IdField(source="item_id", read_only=True)
    item_name = serializers.CharField(source="item.name", read_only=True)
    events = EventSerializer(many=True, read_only=True)

    class Meta:
        model = Redemption
        fields = (
            "id",
            "creator",
            "item",
            "item_name",
            "amount",
            "exposure",
            "state",
            "creation_date",
            "updated_at",
            "events",
        )
        read_only_fields = fields


class NewRedemptionSerializer(serializers.Serializer):
    """What to redeem, and at which price."""

    item = IdField()
    agreed_cost = WholeNumberField(
        min_value=1,
        max_value=2**31 - 1,
        required=False,
        allow_null=True,
        help_text="The price in points you agree to; refused when it changed meanwhile.",
    )


class NoteSerializer(serializers.Serializer):
    """Words that the creator will read."""

    note = TextField(max_length=2_000, required=False, allow_blank=True, default="")


class ReasonSerializer(serializers.Serializer):
    """A reason that the creator will read."""

    reason = TextField(max_length=2_000)


class RedemptionFilters(filters.FilterSet):
    """Narrows a list of redemptions."""

    creator = IdFilter(field_name="creator_id")
    item = IdFilter(field_name="item_id")
    state = filters.ChoiceFilter(choices=Redemption.State.choices)


STAFF_STEPS = frozenset({"approve", "fulfil", "reject", "hold", "release"})


class Redemptions(Readable):
    """Your own purchases; for staff, everyone's. Whatever moves points needs an idempotency key."""

    tag = "redemptions"
    model = Redemption
    serializer_class = RedemptionSerializer
    filterset_class = RedemptionFilters

    def scoped(self, user: Any) -> QuerySet[Redemption]:
        """Return the redemptions that `user` may know of."""
        rows = Redemption.objects.select_related("item").prefetch_related("events")
        return rows.filter(creator__in=own_creators(user))

    def get_permissions(self) -> list[Any]:
        """Let staff alone decide."""
        needed = [HasScope, IsStaff] if self.action in STAFF_STEPS else [HasScope]
        return [permission() for permission in needed]

    @extend_schema(request=NewRedemptionSerializer, responses={201: RedemptionSerializer})
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Redeem points for an item: they are taken at once, and a person decides soon."""
        wish = _read(NewRedemptionSerializer, request)
        creator = own_creator(caller(request))
        if creator is None:
            raise refused(
                _("Your account holds no creator profile, so it has no points to redeem."),
                reason="no_profile",
            )
        with refusals():
            receipt = redemptions.redeem(
                creator_id=creator.pk,
                item_id=wish["item"],
                key=_ledger_key(request),
                agreed_cost=wish.get("agreed_cost"),
                actor_id=caller(request).pk,
                now=timezone.now(),
            )
        return self._shown(receipt.redemption_id, status_code=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=RedemptionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def cancel(self, request: Request, pk: str) -> Response:
        """Take back a request nobody has decided on; the points return at once."""
        redemption = self.get_object()
        creator = own_creator(caller(request))
        step = partial(redemptions.cancel, creator_id=creator.pk if creator else 0)
        return self._take(step, redemption, request)

    @extend_schema(request=None, responses=RedemptionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def approve(self, request: Request, pk: str) -> Response:
        """Say yes to a request. Staff only."""
        return self._take(fulfilment.approve, self.get_object(), request)

    @extend_schema(request=NoteSerializer, responses=RedemptionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def fulfil(self, request: Request, pk: str) -> Response:
        """Say that the creator has what was approved. Staff only."""
        note = _read(NoteSerializer, request)["note"]
        return self._take(partial(fulfilment.fulfil, note=note), self.get_object(), request)

    @extend_schema(request=ReasonSerializer, responses=RedemptionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def reject(self, request: Request, pk: str) -> Response:
        """Refuse a redemption and give the points back. Staff only."""
        reason = _read(ReasonSerializer, request)["reason"]
        return self._take(partial(fulfilment.reject, reason=reason), self.get_object(), request)

    @extend_schema(request=ReasonSerializer, responses=RedemptionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def hold(self, request: Request, pk: str) -> Response:
        """Stop a redemption while a person looks. Staff only."""
        reason = _read(ReasonSerializer, request)["reason"]
        return self._take(partial(fulfilment.hold, reason=reason), self.get_object(), request)

    @extend_schema(request=NoteSerializer, responses=RedemptionSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def release(self, request: Request, pk: str) -> Response:
        """Let a held redemption go on from where it was. Staff only."""
        note = _read(NoteSerializer, request)["note"]
        return self._take(partial(fulfilment.release, note=note), self.get_object(), request)

    def _take(
        self, step: Callable[..., Redemption], redemption: Redemption, request: Request
    ) -> Response:
        with refusals():
            step(redemption.pk, actor=caller(request), now=timezone.now())
        return self._shown(redemption.pk)

    def _shown(self, redemption_id: int, *, status_code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=redemption_id)
        return Response(self.get_serializer(row).data, status=status_code)


def _read(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    read = serializer(data=request.data)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = read.validated_data
    return values


def _ledger_key(request: Request) -> str:
    """Return the key under which the ledger knows the request, even after we forget the answer.

    A profile can change hands, so the person is part of it.
    """
    name = f"{caller(request).pk}:{request.headers[HEADER]}"
    return f"api:{hashlib.sha256(name.encode()).hexdigest()}"


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what the shop refuses in the API's words."""
    try:
        yield
    except NoSuchRedemption as error:
        raise NotFound from error
    except ReasonMissing as error:
        raise ValidationError({"reason": str(error)}) from error
    except KeyReused as error:
        raise Problem("key-reused", str(error), status_code=422) from error
    except RedemptionRefused as error:
        raise refused(str(error), reason=str(error.code)) from error
