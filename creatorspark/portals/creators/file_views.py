"""A video's file on its way to us: send it, watch, try again, take it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.file_access import (
    UNPROCESSABLE,
    is_too_large,
    own_submission,
    refuse_unread,
)
from creatorspark.portals.creators.file_forms import FileForm, LinkForm
from creatorspark.portals.creators.video_list import title_of
from creatorspark.portals.roles import signed_in_as
from scoring import interface as scoring


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def video_file(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponse:
    """Show where a video's file is (GET) and take one (POST)."""
    video = _own_video(creator, video_id)
    if request.method != "POST":
        return _video_page(request, video)
    if is_too_large(request):
        return refuse_unread(request, redirect("creators:video_file", video_id))
    return _take_video_file(request, video)


@csrf_protect
def _take_video_file(request: HttpRequest, video: Video) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _video_page(request, video, file_form=form)
    return _video_page_after(request, video, lambda: _send(request, form, video_id=video.pk))


@require_POST
@for_creator
def video_link(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponse:
    """Follow a link to a video."""
    video = _own_video(creator, video_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _video_page(request, video, link_form=form)
    return _video_page_after(request, video, lambda: _follow(request, form, video_id=video.pk))


@require_safe
@for_creator
def progress(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Answer htmx with how far a file is; when that is over, tell it to load the page anew."""
    sent = own_submission(creator, submission_id)
    response = render(request, "creators/_submission.html", {"sent": sent})
    if not sent.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@for_creator
def retry(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Let a worker try again."""
    return _step(request, creator, submission_id, scoring.retry_submission, stays=True)


@require_POST
@for_creator
def withdraw(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Take back what was sent."""
    return _step(request, creator, submission_id, scoring.withdraw_submission, stays=False)


def _own_video(creator: Creator, video_id: int) -> Video:
    return get_object_or_404(Video, pk=video_id, creator=creator)


def _send(request: HttpRequest, form: FileForm, **target: Any) -> scoring.SubmissionFacts:
    file = form.cleaned_data["file"]
    return scoring.send_file(
        file, name=file.name, actor=signed_in_as(request), now=timezone.now(), **target
    )


def _follow(request: HttpRequest, form: LinkForm, **target: Any) -> scoring.SubmissionFacts:
    return scoring.send_link(
        form.cleaned_data["url"], actor=signed_in_as(request), now=timezone.now(), **target
    )


def _video_page_after(request: HttpRequest, video: Video, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except scoring.SubmissionRefused as refused:
        return _video_page(request, video, refusal=str(refused))
    return redirect("creators:video_file", video.pk)


def _video_page(request: HttpRequest, video: Video, **shown: Any) -> HttpResponse:
    context = {
        "video": video,
        "title": title_of(video),
        "platform": video.get_platform_display(),
        "sent": scoring.submission_of_video(video_id=video.pk),
        "has_file": bool(video.file),
        "file_form": FileForm(),
        "link_form": LinkForm(initial={"url": video.url}),
    }
    return render(request, "creators/video_file.html", context | shown, status=_status(shown))


def _status(shown: dict[str, Any]) -> int:
    """A page that says what was wrong with what was sent isn't a success."""
    return UNPROCESSABLE if shown else 200


def _step(
    request: HttpRequest,
    creator: Creator,
    submission_id: UUID,
    service: Callable[..., scoring.SubmissionFacts],
    *,
    stays: bool,
) -> HttpResponse:
    sent = own_submission(creator, submission_id)
    try:
        service(submission_id, actor=signed_in_as(request), now=timezone.now())
    except scoring.SubmissionRefused as refused:
        messages.warning(request, str(refused))
    if sent.video_id is not None:
        return redirect("creators:video_file", sent.video_id)
    return redirect("creators:draft", sent.id) if stays else redirect("creators:drafts")
