"""Shortlists of one's campaigns: lists of creators with what the team noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.authentication import caller
from creatorspark.core.api.fields import IdField, TextField
from creatorspark.core.api.idempotency import idempotent
from creatorspark.core.api.problems import refused
from creatorspark.core.api.scoping import sees_everything
from creatorspark.core.api.videos import IdFilter
from creatorspark.core.api.views import Readable
from marketplace.models import Shortlist, ShortlistEntry
from marketplace.selectors.campaigns import campaigns_of, shortlists_of
from marketplace.services import shortlists
from marketplace.services.shortlists import LONGEST_NAME, LONGEST_NOTE, ShortlistRefused

MOST_AT_ONCE = 100


class ShortlistEntrySerializer(serializers.ModelSerializer):
    """A creator on a list."""

    creator = IdField(source="creator_id", read_only=True)
    creator_name = serializers.CharField(source="creator.display_name", read_only=True)

    class Meta:
        model = ShortlistEntry
        fields = ("creator", "creator_name", "note", "added_at")
        read_only_fields = fields


class ShortlistSerializer(serializers.ModelSerializer):
    """A list, which the whole team shares."""

    id = IdField(read_only=True)
    campaign = IdField(source="campaign_id", read_only=True)
    entries = ShortlistEntrySerializer(many=True, read_only=True)

    class Meta:
        model = Shortlist
        fields = ("id", "campaign", "name", "created_at", "entries")
        read_only_fields = fields


class NewShortlistSerializer(serializers.Serializer):
    """A list that begins; one of that name is returned as it is."""

    campaign = IdField()
    name = TextField(max_length=LONGEST_NAME)


class OnShortlistSerializer(serializers.Serializer):
    """Creators to put on a list; those on it stay as they are."""

    creators = serializers.ListField(child=IdField(), min_length=1, max_length=MOST_AT_ONCE)
    note = TextField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class OffShortlistSerializer(serializers.Serializer):
    """A creator to take off."""

    creator = IdField()


class ShortlistNoteSerializer(OffShortlistSerializer):
    """What the team thinks of a creator on the list; empty takes the note away."""

    note = TextField(max_length=LONGEST_NOTE, allow_blank=True)


class ShortlistFilters(filters.FilterSet):
    """Narrows a list of shortlists."""

    campaign = IdFilter(field_name="campaign_id")


class Shortlists(Readable):
    """The shortlists of your campaigns, newest first; for staff, everyone's to read."""

    tag = "shortlists"
    model = Shortlist
    serializer_class = ShortlistSerializer
    filterset_class = ShortlistFilters

    def scoped(self, user: Any) -> QuerySet[Shortlist]:
        """Return the lists that `user` may know of."""
        rows = Shortlist.objects.all() if sees_everything(user) else shortlists_of(user)
        return rows.prefetch_related("entries__creator")

    @extend_schema(request=NewShortlistSerializer, responses={201: ShortlistSerializer})
    @idempotent()
    def create(self, request: Request) -> Response:
        """Begin a list."""
        given = _read(NewShortlistSerializer, request)
        campaign = get_object_or_404(campaigns_of(caller(request)), pk=given["campaign"])
        with refusals():
            row = shortlists.create(
                campaign, name=given["name"], actor=caller(request), now=timezone.now()
            )
        return self._shown(row, status_code=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    @idempotent()
    def destroy(self, request: Request, pk: str) -> Response:
        """Throw a list away with its notes. Offers stay."""
        row = self.get_object()
        with refusals():
            shortlists.delete(row, actor=caller(request), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=OnShortlistSerializer, responses=ShortlistSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def add(self, request: Request, pk: str) -> Response:
        """Put creators on a list."""
        row, given = self.get_object(), _read(OnShortlistSerializer, request)
        with refusals():
            shortlists.add(
                row,
                creator_ids=given["creators"],
                note=given["note"],
                actor=caller(request),
                now=timezone.now(),
            )
        return self._shown(row)

    @extend_schema(request=OffShortlistSerializer, responses=ShortlistSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def remove(self, request: Request, pk: str) -> Response:
        """Take a creator off a list."""
        row, given = self.get_object(), _read(OffShortlistSerializer, request)
        with refusals():
            shortlists.remove(
                row, creator_id=given["creator"], actor=caller(request), now=timezone.now()
            )
        return self._shown(row)

    @extend_schema(request=ShortlistNoteSerializer, responses=ShortlistSerializer)
    @action(detail=True, methods=["post"])
    @idempotent()
    def note(self, request: Request, pk: str) -> Response:
        """Write what the team thinks of a creator on a list."""
        row, given = self.get_object(), _read(ShortlistNoteSerializer, request)
        with refusals():
            shortlists.note(
                row,
                creator_id=given["creator"],
                text=given["note"],
                actor=caller(request),
                now=timezone.now(),
            )
        return self._shown(row)

    def _shown(self, row: Shortlist, *, status_code: int = status.HTTP_200_OK) -> Response:
        fresh = Shortlist.objects.prefetch_related("entries__creator").get(pk=row.pk)
        return Response(self.get_serializer(fresh).data, status=status_code)


def _read(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    read = serializer(data=request.data)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = read.validated_data
    return values


@contextmanager
def refusals() -> Iterator[None]:
    """Tell what shortlists refuse in the API's words."""
    try:
        yield
    except ShortlistRefused as refusal:
        raise refused(str(refusal), reason="shortlist") from refusal
