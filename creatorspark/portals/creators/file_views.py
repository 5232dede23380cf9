"""A video's file on its way to us: send it, watch, try again, take it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.draft_cards import draft_cards, drafts_of
from creatorspark.portals.creators.file_forms import FileForm, LinkForm
from creatorspark.portals.creators.video_list import title_of
from creatorspark.portals.roles import signed_in_as
from scoring import interface as scoring

FORM_OVERHEAD = 64 * 1024
UNPROCESSABLE = 422


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def video_file(request: HttpRequest, creator: Creator, video_id: int) -> HttpResponse:
    """Show where a video's file is (GET) and take one (POST)."""
    video = _own_video(creator, video_id)
    if request.method != "POST":
        return _video_page(request, video)
    if _is_too_large(request):
        return _refuse_unread(request, redirect("creators:video_file", video_id))
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


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def drafts(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Show clips that aren't posted yet (GET) and take one (POST)."""
    if request.method != "POST":
        return _drafts_page(request, creator)
    if _is_too_large(request):
        return _refuse_unread(request, redirect("creators:drafts"))
    return _take_draft(request, creator)


@csrf_protect
def _take_draft(request: HttpRequest, creator: Creator) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _drafts_page(request, creator, file_form=form)
    return _drafts_page_after(request, creator, lambda: _send(request, form, creator_id=creator.pk))


@require_safe
@for_creator
def draft(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Answer htmx with one clip and its result."""
    (card,) = draft_cards([_own(creator, submission_id)])
    return render(request, "creators/_draft.html", {"draft": card})


@require_POST
@for_creator
def draft_link(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Follow a link to a clip that isn't a video of the creator's here."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _drafts_page(request, creator, link_form=form)
    return _drafts_page_after(
        request, creator, lambda: _follow(request, form, creator_id=creator.pk)
    )


@require_safe
@for_creator
def progress(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Answer htmx with how far a file is; when that is over, tell it to load the page anew."""
    sent = _own(creator, submission_id)
    response = render(request, "creators/_submission.html", {"sent": sent})
    if not sent.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@for_creator
def retry(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Let a worker try again."""
    return _step(request, creator, submission_id, scoring.retry_submission)


@require_POST
@for_creator
def withdraw(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Take back what was sent."""
    return _step(request, creator, submission_id, scoring.withdraw_submission)


def _own_video(creator: Creator, video_id: int) -> Video:
    return get_object_or_404(Video, pk=video_id, creator=creator)


def _own(creator: Creator, submission_id: UUID) -> scoring.SubmissionFacts:
    found = scoring.submission_of_creator(creator_id=creator.pk, submission_id=submission_id)
    if found is None:
        raise Http404
    return found


def _is_too_large(request: HttpRequest) -> bool:
    """Look at the announced size before a byte of the body is read; the CSRF check reads it."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    return announced > settings.MEDIA.file_bytes + FORM_OVERHEAD


def _refuse_unread(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    messages.error(request, _("This file is larger than we can take. Nothing of it was read."))
    response["Connection"] = "close"
    return response


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


def _drafts_page_after(
    request: HttpRequest, creator: Creator, act: Callable[[], Any]
) -> HttpResponse:
    try:
        act()
    except scoring.SubmissionRefused as refused:
        return _drafts_page(request, creator, refusal=str(refused))
    return redirect("creators:drafts")


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


def _drafts_page(request: HttpRequest, creator: Creator, **shown: Any) -> HttpResponse:
    context = {
        "drafts": drafts_of(creator),
        "kept_days": settings.MEDIA.draft_kept.days,
        "file_form": FileForm(),
        "link_form": LinkForm(),
    }
    return render(request, "creators/drafts.html", context | shown, status=_status(shown))


def _status(shown: dict[str, Any]) -> int:
    """A page that says what was wrong with what was sent isn't a success."""
    return UNPROCESSABLE if shown else 200


def _step(
    request: HttpRequest,
    creator: Creator,
    submission_id: UUID,
    service: Callable[..., scoring.SubmissionFacts],
) -> HttpResponse:
    sent = _own(creator, submission_id)
    try:
        service(submission_id, actor=signed_in_as(request), now=timezone.now())
    except scoring.SubmissionRefused as refused:
        messages.warning(request, str(refused))
    if sent.video_id is None:
        return redirect("creators:drafts")
    return redirect("creators:video_file", sent.video_id)
