"""The evaluation tab of a video, its retention export, and the trend over all videos."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.evaluation.forms import LARGEST, RetentionForm
from creatorspark.portals.creators.evaluation.page import page_of, part_of
from creatorspark.portals.creators.evaluation.trends import trend_of
from creatorspark.portals.htmx import wants_part
from creatorspark.portals.roles import signed_in_as
from scoring import interface as scoring

FORM_OVERHEAD = 64 * 1024
UNPROCESSABLE = 422


@require_safe
@for_creator
def evaluation(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponse:
    """How well one video is made; htmx asks for what changes while it is measured."""
    video = _own(creator, video_id)
    if wants_part(request):
        made = part_of(video)
        response = render(request, "creators/evaluation/_made.html", {"made": made})
        if not made.is_moving:
            # The measures stand elsewhere on the page.
            response["HX-Refresh"] = "true"
        return response
    return _page(request, creator, video)


@require_POST
@for_creator
def again(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponse:
    """Have a file that couldn't be measured read once more."""
    video = _own(creator, video_id)
    try:
        scoring.measure_again(video_id=video.pk, actor=signed_in_as(request), now=timezone.now())
    except scoring.MeasuringRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("We read it once more. The result appears here."))
    return redirect("creators:evaluation", video.pk)


@csrf_exempt
@require_POST
@for_creator
def retention(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponseBase:
    """Take a retention export. Its announced size is looked at before a byte is read."""
    video = _own(creator, video_id)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + FORM_OVERHEAD:
        messages.error(
            request, _("This file is larger than a retention export is. Nothing of it was read.")
        )
        response = redirect("creators:evaluation", video_id)
        response["Connection"] = "close"
        return response
    return _take(request, creator, video)


@csrf_protect
def _take(request: HttpRequest, creator: Creator, video: Video) -> HttpResponseBase:
    form = RetentionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, creator, video, form=form)
    try:
        scoring.give_retention(
            video_id=video.pk,
            content=form.cleaned_data["file"].read(),
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except scoring.RetentionRefused as refused:
        form.add_error("file", str(refused))
        return _page(request, creator, video, form=form)
    messages.success(request, _("Got it. Where your viewers leave stands below."))
    return redirect("creators:evaluation", video.pk)


@require_safe
@for_creator
def trend(request: HttpRequest, creator: Creator) -> HttpResponse:
    """How well all of a creator's videos are made, one after the other."""
    return render(request, "creators/evaluation/trend.html", {"trend": trend_of(creator)})


def _own(creator: Creator, video_id: int) -> Video:
    return get_object_or_404(Video.objects.select_related("latest"), pk=video_id, creator=creator)


def _page(
    request: HttpRequest, creator: Creator, video: Video, *, form: RetentionForm | None = None
) -> HttpResponse:
    context = {"page": page_of(video, creator), "form": form or RetentionForm(), "wrong": form}
    status = UNPROCESSABLE if form else 200
    return render(request, "creators/evaluation/evaluation.html", context, status=status)
