"""Downloads by which a creator checks every statement on their own machine."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from creatorspark.core.models import Creator
from creatorspark.lib.periods import parse_week
from creatorspark.portals.creators.access import for_creator
from rewards import interface as rewards


@require_safe
@for_creator
def statements(request: HttpRequest, creator: Creator) -> HttpResponseBase:
    """Every signed statement in one file, oldest first."""
    body = rewards.creator_statements_file(creator_id=creator.pk)
    response = StreamingHttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="statements.json"'
    return response


@require_safe
@for_creator
def policies(request: HttpRequest, creator: Creator) -> HttpResponseBase:
    """Only the rules that the creator's statements refer to; `?week=` asks for those of one."""
    week = _week(request.GET.get("week", ""))
    body = rewards.creator_policies_file(creator_id=creator.pk, week=week)
    response = StreamingHttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="policies.json"'
    return response


def _week(label: str) -> date | None:
    try:
        return parse_week(label) if label else None
    except ValueError as fault:
        raise Http404 from fault
