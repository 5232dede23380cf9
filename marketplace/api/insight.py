"""How audiences behave, as it was frozen last night."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.scoping import sees_everything
from creatorspark.core.api.views import ApiView
from marketplace import interface


class InsightSerializer(serializers.Serializer):
    """A night's figures.

    `figures` has `groups` (by category, hour, weekday, length in seconds, followers, market and
    country: lower quarter, middle and upper quarter of engagement), `hidden` (how many groups are
    too small to be shown), `week` (weekday by hour), `spread`, `correlations` and `audiences`.
    `sha256` is of their canonical JSON.
    """

    computed_at = serializers.DateTimeField()
    videos = serializers.IntegerField()
    creators = serializers.IntegerField()
    sha256 = serializers.CharField()
    figures = serializers.JSONField()


class Insight(ApiView):
    """How audiences behave; for brands and staff."""

    tag = "insight"

    @extend_schema(operation_id="insight_newest", responses=InsightSerializer)
    def get(self, request: Request) -> Response:
        """Return the newest figures; 404 before the first night."""
        found = interface.newest_insight() if _may_read(request.user) else None
        if found is None:
            raise Http404
        return Response(InsightSerializer(found).data)


def _may_read(user: Any) -> bool:
    return sees_everything(user) or interface.speaks_for_a_brand(user_id=user.pk)
