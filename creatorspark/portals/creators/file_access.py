"""What every page that takes files needs: whose it is, and how a body too large is refused."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from scoring import interface as scoring

FORM_OVERHEAD = 64 * 1024
UNPROCESSABLE = 422


def own_submission(creator: Creator, submission_id: UUID) -> scoring.SubmissionFacts:
    """Return what a creator sent. Raises Http404 for anybody else's."""
    found = scoring.submission_of_creator(creator_id=creator.pk, submission_id=submission_id)
    if found is None:
        raise Http404
    return found


def is_too_large(request: HttpRequest) -> bool:
    """Look at the announced size before a byte of the body is read; the CSRF check reads it."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    return announced > settings.MEDIA.file_bytes + FORM_OVERHEAD


def refuse_unread(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer a body that nobody reads."""
    messages.error(request, _("This file is larger than we can take. Nothing of it was read."))
    response["Connection"] = "close"
    return response
