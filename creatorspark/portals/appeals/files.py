"""Proofs: handed to whoever they belong to and to staff, as a download, never shown in a page."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from creatorspark.core.domain.appeals.proof_types import saved_name
from creatorspark.core.models import AppealProof
from creatorspark.portals.roles import signed_in_as


@login_required
@require_safe
def proof(request: HttpRequest, appeal_id: int, proof_id: int) -> FileResponse:
    """Send one file; to everybody else it doesn't exist."""
    user = signed_in_as(request)
    rows = AppealProof.objects.filter(pk=proof_id, appeal_id=appeal_id, removed_at=None)
    if not user.is_staff:
        rows = rows.filter(appeal__creator__user=user)
    found = rows.first()
    if found is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(
        content,
        as_attachment=True,
        filename=saved_name(found.name, media_type=found.media_type),
        content_type=found.media_type,
    )
    # Whatever is in it, a browser saves it and runs nothing.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
