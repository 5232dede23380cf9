"""The ledger: what a creator has, and every movement that made it so."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.fields import ID_SCHEMA, IdField, MomentField
from creatorspark.core.api.pagination import KeysetPagination, read_id_cursor
from creatorspark.core.api.scoping import own_creators
from creatorspark.core.api.views import ApiView, Ordered
from rewards import interface
from rewards.models import Entry

POINTS_KINDS = interface.statement_kinds()
ID = OpenApiParameter("id", ID_SCHEMA, OpenApiParameter.PATH)


class BalanceSerializer(serializers.Serializer):
    """A creator's points. `frozen` of them are on hold; `owed` are paid back from what comes."""

    creator = IdField()
    points = serializers.IntegerField()
    frozen = serializers.IntegerField()
    all_held = serializers.BooleanField()
    owed = serializers.IntegerField()


class LineSerializer(serializers.Serializer):
    """A movement: `amount` points in or out, and the balance after it."""

    id = IdField(source="entry_id")
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=POINTS_KINDS)
    amount = serializers.IntegerField()
    balance_after = serializers.IntegerField()
    title = serializers.CharField()
    video = IdField(source="video_id", allow_null=True)
    redemption = IdField(source="redemption_id", allow_null=True)


class StatementQuery(serializers.Serializer):
    """Narrows a statement."""

    kind = serializers.ChoiceField(choices=POINTS_KINDS, required=False)
    since = MomentField(required=False, help_text="From this moment on.")
    until = MomentField(required=False, help_text="Before this moment.")


class CreatorBalance(ApiView):
    """The points of your own profile; for staff, of any."""

    tag = "ledger"

    @extend_schema(operation_id="creators_balance", parameters=[ID], responses=BalanceSerializer)
    def get(self, request: Request, id: str) -> Response:
        """Return what a creator has, what of it is on hold, and what is owed."""
        creator = get_object_or_404(own_creators(request.user), pk=id)
        there = interface.balance(creator_id=creator.pk)
        answer = {
            "creator": creator.pk,
            "points": there.points,
            "frozen": there.frozen,
            "all_held": there.all_held,
            "owed": there.owed,
        }
        return Response(BalanceSerializer(answer).data)


class CreatorStatement(Ordered, GenericAPIView):
    """The statement of your own points; for staff, of anyone's."""

    tag = "ledger"
    serializer_class = LineSerializer
    filter_backends = ()
    queryset = Entry.objects.none()

    @extend_schema(
        operation_id="creators_statement",
        parameters=[ID, StatementQuery],
        responses=LineSerializer(many=True),
    )
    def get(self, request: Request, id: str) -> Response:
        """List every movement of a creator's points, newest first, with the running balance."""
        creator = get_object_or_404(own_creators(request.user), pk=id)
        query = StatementQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        chosen = query.validated_data
        page = KeysetPagination()
        found = interface.statement(
            creator_id=creator.pk,
            kinds=[chosen["kind"]] if "kind" in chosen else None,
            since=chosen.get("since"),
            until=chosen.get("until"),
            cursor=read_id_cursor(request),
            limit=page.begin(request),
        )
        page.go_on(found.next_cursor)
        return page.get_paginated_response(LineSerializer(found.lines, many=True).data)
