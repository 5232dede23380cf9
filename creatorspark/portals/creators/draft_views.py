"""Before you post: clips that aren't posted yet, and the report on each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.draft_cards import draft_cards, drafts_of
from creatorspark.portals.creators.draft_forms import DraftFileForm, DraftLinkForm, words_form
from creatorspark.portals.creators.draft_page import draft_page, text_change
from creatorspark.portals.creators.file_access import (
    UNPROCESSABLE,
    is_too_large,
    own_submission,
    refuse_unread,
)
from creatorspark.portals.creators.pictures import send_post
from creatorspark.portals.htmx import wants_part
from creatorspark.portals.roles import signed_in_as
from scoring import interface as scoring

NOTHING_NEW = 204


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def drafts(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Show clips that aren't posted yet (GET) and take one (POST)."""
    if request.method != "POST":
        return _drafts_page(request, creator)
    if is_too_large(request):
        return refuse_unread(request, redirect("creators:drafts"))
    return _take_draft(request, creator)


@csrf_protect
def _take_draft(request: HttpRequest, creator: Creator) -> HttpResponse:
    form = DraftFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _drafts_page(request, creator, file_form=form)
    return _after(
        request,
        creator,
        lambda: send_post(
            request,
            now=timezone.now(),
            creator_id=creator.pk,
            words=form.words(),
        ),
    )


@require_POST
@for_creator
def draft_link(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Follow a link to a clip that isn't a video of the creator's here."""
    form = DraftLinkForm(request.POST)
    if not form.is_valid():
        return _drafts_page(request, creator, link_form=form)
    return _after(
        request,
        creator,
        lambda: scoring.send_link(
            form.cleaned_data["url"],
            actor=signed_in_as(request),
            now=timezone.now(),
            creator_id=creator.pk,
            words=form.words(),
        ),
    )


@require_safe
@for_creator
def draft(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Show the report on one clip."""
    return _page(request, creator, _own_draft(creator, submission_id))


@require_safe
@for_creator
def draft_report(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Answer htmx with the report as far as it is; with nothing where `seen` is what it shows."""
    sent = _own_draft(creator, submission_id)
    page = draft_page(creator, sent, now=timezone.now())
    if page.stamp == request.GET.get("seen"):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "creators/_draft_report.html", {"page": page, "is_part": True})


@require_safe
@for_creator
def draft_card(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Answer htmx with one clip of the list."""
    (card,) = draft_cards([_own_draft(creator, submission_id)])
    return render(request, "creators/_draft.html", {"draft": card})


@require_POST
@for_creator
def draft_words(request: HttpRequest, creator: Creator, submission_id: UUID) -> HttpResponse:
    """Keep what would be posted with a clip, and show what that does to its rating."""
    sent = _own_draft(creator, submission_id)
    form = words_form(sent, request.POST)
    if not form.is_valid():
        return _page(request, creator, sent, words_form=form)
    before = scoring.draft_quality(submission_id=sent.id)
    try:
        sent = scoring.rewrite_draft(
            sent.id, form.words(), actor=signed_in_as(request), now=timezone.now()
        )
    except scoring.SubmissionRefused as refused:
        if refused.code == "daily_limit":
            # What was typed stays in the form.
            form.add_error(None, str(refused))
            return _page(request, creator, sent, words_form=form)
        messages.warning(request, str(refused))
        return redirect("creators:draft", submission_id)
    change = text_change(before, scoring.draft_quality(submission_id=sent.id))
    if wants_part(request):
        page = draft_page(creator, sent, now=timezone.now())
        context = {"page": page, "words_form": words_form(sent), "change": change}
        return render(request, "creators/_draft_words_kept.html", context)
    messages.success(request, change)
    return redirect(reverse("creators:draft", args=[sent.id]) + "#ratings")


def _own_draft(creator: Creator, submission_id: UUID) -> scoring.SubmissionFacts:
    sent = own_submission(creator, submission_id)
    if sent.purpose != "draft":
        raise Http404
    return sent


def _after(
    request: HttpRequest, creator: Creator, act: Callable[[], scoring.SubmissionFacts]
) -> HttpResponse:
    try:
        sent = act()
    except scoring.SubmissionRefused as refused:
        return _drafts_page(request, creator, refusal=str(refused))
    return redirect("creators:draft", sent.id)


def _page(
    request: HttpRequest, creator: Creator, sent: scoring.SubmissionFacts, **shown: Any
) -> HttpResponse:
    context = {
        "page": draft_page(creator, sent, now=timezone.now()),
        "words_form": words_form(sent),
    }
    status = UNPROCESSABLE if shown else 200
    return render(request, "creators/draft.html", context | shown, status=status)


def _drafts_page(request: HttpRequest, creator: Creator, **shown: Any) -> HttpResponse:
    context = {
        "drafts": drafts_of(creator),
        "kept_days": scoring.draft_kept(now=timezone.now()).days,
        "file_form": DraftFileForm(),
        "link_form": DraftLinkForm(),
    }
    status = UNPROCESSABLE if shown else 200
    return render(request, "creators/drafts.html", context | shown, status=status)
