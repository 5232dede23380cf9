"""Kept pictures of matches and of what feedback names, for those they concern."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from creatorspark.portals.roles import signed_in_as
from scoring import interface as scoring

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # A picture never changes under its address, but who may see it can.
    "Cache-Control": "private, max-age=600",
    "Content-Disposition": 'inline; filename="frame.jpg"',
    "X-Robots-Tag": "noindex",
}


@require_safe
@login_required
def picture(request: HttpRequest, frame_id: UUID) -> HttpResponse:
    """Send one JPEG. For a stranger it doesn't exist."""
    return _jpeg(scoring.picture_for(frame_id=frame_id, user=signed_in_as(request)))


@require_safe
@login_required
def quality_picture(request: HttpRequest, frame_id: UUID) -> HttpResponse:
    """Send one JPEG of a file, for whoever has that file here, and staff."""
    return _jpeg(scoring.quality_picture(frame_id=frame_id, user=signed_in_as(request)))


def _jpeg(content: bytes | None) -> HttpResponse:
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers=HEADERS)
