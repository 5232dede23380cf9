"""Offers: both sides read their own and answer; whatever is done needs an idempotency key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.permissions import HasScope, IsStaff
from creatorspark.core.api.problems import refused
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import Readable
from marketplace.api.offer_fields import (
    NewOfferSerializer,
    OfferAnswerSerializer,
    OfferDecisionSerializer,
    OfferDeliverySerializer,
    OfferFeeSerializer,
    OfferReasonSerializer,
    OfferSerializer,
    OfferTermsSerializer,
    OfferWordsSerializer,
)
from marketplace.domain.offers.states import Side
from marketplace.models import Offer
from marketplace.selectors.offers import offers_seen_by, side_of
from marketplace.services.offers import answering, deciding, making, working, writing
from marketplace.services.offers.refusals import NoSuchOffer, OfferRefused

STAFF_STEPS = frozenset({"decide", "received"})


class OfferFilters(filters.FilterSet):
    """Narrows a list of offers."""

    campaign = IdFilter(field_name="campaign_id")
    creator = IdFilter(field_name="creator_id")
    state = filters.ChoiceFilter(choices=Offer.State.choices)


class Offers(Readable):
    """Your own offers, on either side; for staff, everyone's. `version` guards against answers to
    an offer that changed meanwhile.
    """

    tag = "offers"
    model = Offer
    serializer_class = OfferSerializer
    filterset_class = OfferFilters

    def scoped(self, user: Any) -> QuerySet[Offer]:
        """Return the offers that `user` may know of."""
        return offers_seen_by(user).prefetch_related("steps", "deliveries")

    def get_permissions(self) -> list[Any]:
        """Let staff alone decide and write down payments."""
        needed = [HasScope, IsStaff] if self.action in STAFF_STEPS else [HasScope]
        return [permission() for permission in needed]

    @extend_schema(request=NewOfferSerializer, responses={201: OfferSerializer})
    @idempotent(required=True)
    def create(self, request: Request) -> Response:
        """Ask a creator, as a brand: with a fee it is an offer, without one an invitation."""
        wish = _read(NewOfferSerializer, request)
        with refusals():
            receipt = making.begin(
                campaign_id=wish["campaign"],
                creator_id=wish["creator"],
                amount=wish.get("amount"),
                wish=wish["wish"],
                deadline=wish.get("deadline"),
                deliver_by=wish.get("deliver_by"),
                actor=caller(request),
                now=timezone.now(),
            )
        return self._shown(receipt.offer_id, status_code=status.HTTP_201_CREATED)

    @extend_schema(request=OfferTermsSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def offer(self, request: Request, pk: str) -> Response:
        """Name a fee on an invitation, or change what was offered. Brand only."""
        return self._take(answering.offer_fee, OfferTermsSerializer, request)

    @extend_schema(request=OfferFeeSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def counter(self, request: Request, pk: str) -> Response:
        """Name your own fee. Creator only."""
        return self._take(answering.counter, OfferFeeSerializer, request)

    @extend_schema(request=OfferAnswerSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def accept(self, request: Request, pk: str) -> Response:
        """Agree to what the other side put on the table; the fee is promised, once."""
        return self._take(answering.accept, OfferAnswerSerializer, request, with_side=True)

    @extend_schema(request=OfferReasonSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def decline(self, request: Request, pk: str) -> Response:
        """Say no, with a reason."""
        return self._take(answering.decline, OfferReasonSerializer, request, with_side=True)

    @extend_schema(request=OfferReasonSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take back what nobody has answered. Brand only."""
        return self._take(answering.withdraw, OfferReasonSerializer, request)

    @extend_schema(request=OfferDeliverySerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def deliver(self, request: Request, pk: str) -> Response:
        """Show what was made: your own videos, posted since you agreed. Creator only."""
        return self._take(working.deliver, OfferDeliverySerializer, request)

    @extend_schema(request=OfferAnswerSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def complete(self, request: Request, pk: str) -> Response:
        """Say that the work is done; the fee is owed. Brand only."""
        return self._take(working.complete, OfferAnswerSerializer, request)

    @extend_schema(request=OfferReasonSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def cancel(self, request: Request, pk: str) -> Response:
        """End accepted work; the promise is released."""
        return self._take(working.cancel, OfferReasonSerializer, request, with_side=True)

    @extend_schema(request=OfferReasonSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def dispute(self, request: Request, pk: str) -> Response:
        """Ask a person of the house to look; `text` says what is wrong."""
        return self._take(working.dispute, OfferReasonSerializer, request, with_side=True)

    @extend_schema(request=OfferWordsSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def message(self, request: Request, pk: str) -> Response:
        """Write to the other side."""
        return self._take(writing.write, OfferWordsSerializer, request, with_side=True)

    @extend_schema(request=OfferDecisionSerializer, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def decide(self, request: Request, pk: str) -> Response:
        """Decide a dispute: what of the agreed fee is owed, from nothing to all. Staff only."""
        return self._take(deciding.decide, OfferDecisionSerializer, request)

    @extend_schema(request=None, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    @idempotent(required=True)
    def received(self, request: Request, pk: str) -> Response:
        """Write down that the brand paid; the fee joins the next statement. Staff only."""
        return self._take(deciding.received, None, request)

    def _take(
        self,
        step: Callable[..., object],
        serializer: type[serializers.Serializer] | None,
        request: Request,
        *,
        with_side: bool = False,
    ) -> Response:
        offer = self.get_object()
        answers = _read(serializer, request) if serializer else {}
        if with_side:
            answers["side"] = side_of(offer, user=caller(request)) or Side.STAFF
        with refusals():
            step(offer.pk, actor=caller(request), now=timezone.now(), **answers)
        return self._shown(offer.pk)

    def _shown(self, offer_id: int, *, status_code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=offer_id)
        return Response(self.get_serializer(row).data, status=status_code)


def _read(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    read = serializer(data=request.data)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what offers refuse in the API's words."""
    try:
        yield
    except NoSuchOffer as error:
        raise NotFound from error
    except OfferRefused as error:
        raise refused(str(error), reason=error.code) from error
