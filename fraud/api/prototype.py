"""The addresses of the first version, kept: look for fraud, list what was found, decide it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from creatorspark.core.api.filtering import Filtering
from creatorspark.core.api.permissions import HasScope, IsStaff
from creatorspark.core.api.scoping import sees_everything
from creatorspark.core.api.views import ApiView
from fraud.api.alerts import AlertFilters, AlertSerializer, alerts_of, decided
from fraud.models import Alert
from fraud.services.looking import look_at_some

SHOWN_AT_MOST = 200


def _told(alert: Alert, *, reader: Any) -> dict[str, Any]:
    """Return an alert with its post and profile, when it was decided and, for staff, by whom."""
    video, creator = alert.video, alert.creator
    reviewer = alert.resolved_by if sees_everything(reader) else None
    return {
        **AlertSerializer(alert).data,
        "post": None
        if video is None
        else {
            "id": str(video.pk),
            "external_id": video.external_id,
            "caption": video.caption,
            "url": video.url,
            "posted_at": video.posted_at,
        },
        "profile": {
            "id": str(creator.pk),
            "handle": creator.handle,
            "platform": creator.platform,
            "followers": creator.follower_count,
        },
        "reviewer": str(reviewer) if reviewer else None,
        "timestamp": alert.resolved_at,
    }


class DetectFraud(ApiView):
    """Run the checks now, as staff, and get the alerts that are new."""

    schema = None
    permission_classes: list[type[BasePermission]] = [HasScope, IsStaff]

    def post(self, request: Request) -> Response:
        """Examine some of those whose numbers changed; the workers go on with the others."""
        looked = look_at_some(now=timezone.now())
        made = [alert.pk for alert in looked.made]
        rows = alerts_of(request.user).select_related("resolved_by").filter(pk__in=made)
        alerts = [_told(row, reader=request.user) for row in rows]
        answer = {"count": len(alerts), "alerts": alerts}
        left = {"complete": looked.is_all, "creators_waiting": looked.waiting}
        return Response(answer | left, status=status.HTTP_200_OK)


class FraudAlerts(ApiView):
    """List what was found: your own, or as staff everyone's, newest first."""

    schema = None
    filterset_class = AlertFilters

    def get(self, request: Request) -> Response:
        """Return up to 200 alerts, narrowed like `/api/v1/alerts/`; `count` counts all of them."""
        rows = alerts_of(request.user).select_related("resolved_by")
        found = Filtering().filter_queryset(request, rows, self).order_by("-pk")
        alerts = [_told(row, reader=request.user) for row in found[:SHOWN_AT_MOST]]
        return Response({"count": found.count(), "alerts": alerts})


class ResolveAlert(ApiView):
    """Decide one, as staff: outcome, reason; the reviewer and the moment are kept."""

    schema = None
    permission_classes: list[type[BasePermission]] = [HasScope, IsStaff]

    def post(self, request: Request, alert_id: int) -> Response:
        """Decide it; 404 for one that isn't there, 409 for one that is decided."""
        row = decided(get_object_or_404(alerts_of(request.user), pk=alert_id), request)
        return Response(_told(alerts_of(request.user).get(pk=row.pk), reader=request.user))
