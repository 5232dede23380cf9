"""Overview, Videos and Video."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.alerts import alerts_of_video
from creatorspark.portals.creators.overview import overview_of
from creatorspark.portals.creators.video_filters import VideoFilters, columns
from creatorspark.portals.creators.video_list import video_page
from creatorspark.portals.creators.video_page import page_of
from creatorspark.portals.htmx import wants_part


@require_safe
@for_creator
def overview(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Balance, week, goals and what happened last."""
    page = overview_of(creator, now=timezone.now())
    return render(request, "creators/overview.html", {"page": page})


@require_safe
@for_creator
def videos(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Every video of the creator; htmx asks for the table alone."""
    filters = VideoFilters.read(request.GET)
    page, rows = video_page(creator, filters, page=request.GET.get("page"), now=timezone.now())
    context = {"filters": filters, "columns": columns(filters), "page": page, "rows": rows}
    part = wants_part(request)
    return render(
        request, "creators/_video_table.html" if part else "creators/videos.html", context
    )


@require_safe
@for_creator
def video(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponse:
    """One video: counts over time and its points, line by line. Others' videos don't exist."""
    own = get_object_or_404(Video.objects.select_related("latest"), pk=video_id, creator=creator)
    page = page_of(own, creator, now=timezone.now())
    context = {"page": page, "alerts": alerts_of_video(own)}
    return render(request, "creators/video.html", context)
