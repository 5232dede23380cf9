"""The originality section of a video's page: by itself while it moves, and another try."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.originality_card import originality_card
from creatorspark.portals.htmx import wants_part
from creatorspark.portals.roles import signed_in_as
from scoring import interface as scoring


@require_safe
@for_creator
def part(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponseBase:
    """The section alone, for a page that watches it; anyone else gets the whole page."""
    video = get_object_or_404(Video, pk=video_id, creator=creator)
    if not wants_part(request):
        return redirect("creators:video", video_id)
    return render(request, "creators/_originality.html", {"card": originality_card(video)})


@require_POST
@for_creator
def again(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponse:
    """Have a video looked at once more."""
    video = get_object_or_404(Video, pk=video_id, creator=creator)
    try:
        scoring.ask_again(video_id=video.pk, actor=signed_in_as(request), now=timezone.now())
    except scoring.RetryRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("We look at it once more. The result appears here."))
    return redirect("creators:video", video_id)
