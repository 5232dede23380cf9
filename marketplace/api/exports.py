"""What matching rests on and what came of it, as files; for staff, since they name everybody."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from creatorspark.core.api.permissions import HasScope, IsStaff
from creatorspark.core.api.views import ApiView
from marketplace import interface

KIND = OpenApiParameter(
    "kind", str, OpenApiParameter.PATH, enum=list(interface.RUN_EXPORTS),
    description="The recommendations, the features, all scores, or both sides beside each other.",
)  # fmt: skip


class MatchingFile(ApiView):
    """A table of the run that pages show."""

    permission_classes = [HasScope, IsStaff]

    @extend_schema(
        operation_id="matching_file",
        parameters=[KIND],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, kind: str) -> StreamingHttpResponse:
        """Give a table of the newest run as CSV; 404 before the first one."""
        known = kind in interface.RUN_EXPORTS
        lines = interface.run_csv(kind=kind, now=timezone.now()) if known else None
        if lines is None:
            raise NotFound(_("Nothing was computed yet. Import brands and creators first."))
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
        return answer
