"""Appeals of a creator: the list, a new one, one of them, an answer, and taking it back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from creatorspark.core.appeals import filing
from creatorspark.core.appeals.errors import AppealRefused, NotYours, ProofRefused
from creatorspark.core.appeals.handlers import handler_of
from creatorspark.core.appeals.permission import can_appeal
from creatorspark.core.appeals.proofs import MOST_AT_ONCE
from creatorspark.core.models import Appeal, Creator
from creatorspark.portals.appeals.evidence import describe
from creatorspark.portals.appeals.forms import AnswerForm, AppealForm
from creatorspark.portals.appeals.pages import appeal_page, list_page
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.roles import signed_in_as

UNPROCESSABLE = 422
FORM_OVERHEAD = 64 * 1024
LONGEST_SUBJECT = 64


def takes_files(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse by announced size before a byte is read; the CSRF check, which reads, comes after."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > MOST_AT_ONCE + FORM_OVERHEAD:
            messages.error(
                request,
                _("Your files were too large together, so nothing was sent. Choose fewer."),
            )
            response = redirect(request.path.removesuffix("answer/"))
            response["Connection"] = "close"
            return response
        return checked(request, *args, **kwargs)

    return guarded


@require_safe
@for_creator
def index(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Every appeal, with its clock."""
    number = request.GET.get("page", "1")
    page, rows = list_page(creator, number=number, now=timezone.now())
    return render(request, "appeals/index.html", {"page": page, "rows": rows})


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def new(request: HttpRequest, creator: Creator, kind: str, subject_id: str) -> HttpResponse:
    """What was found, then the form; or why there is nothing to appeal."""
    handler = handler_of(kind)
    judgement = handler.judgement(subject_id[:LONGEST_SUBJECT]) if handler else None
    if handler is None or judgement is None or judgement.creator_id != creator.pk:
        raise Http404
    if request.method == "POST":
        return _file(request, kind, subject_id, AppealForm(handler.grounds(), *_sent(request)))
    return _new_page(request, kind, subject_id, AppealForm(handler.grounds()))


def _file(request: HttpRequest, kind: str, subject_id: str, form: AppealForm) -> HttpResponse:
    if form.is_valid():
        given = form.cleaned_data
        wish = filing.Wish(
            kind=kind, subject_id=subject_id, ground=given["ground"], statement=given["statement"]
        )
        try:
            appeal = filing.file_appeal(
                wish, actor=signed_in_as(request), now=timezone.now(), files=given["proofs"]
            )
        except ProofRefused as refusal:
            form.add_error("proofs", str(refusal))
        except NotYours as stranger:
            raise Http404 from stranger
        except AppealRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("We have your appeal. A person reads it."))
            return redirect("appeals:appeal", appeal.pk)
    return _new_page(request, kind, subject_id, form, status=UNPROCESSABLE)


def _new_page(
    request: HttpRequest, kind: str, subject_id: str, form: AppealForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    permission = can_appeal(kind=kind, subject_id=subject_id, now=now)
    context = {
        "description": describe(kind, subject_id),
        "permission": permission,
        "form": form,
        "earlier": _earlier(permission.answer.appeal_id),
    }
    return render(request, "appeals/new.html", context, status=status)


def _earlier(appeal_id: int | None) -> Appeal | None:
    """Return the appeal in the way, or the one a second look is about, with its decision."""
    if appeal_id is None:
        return None
    return Appeal.objects.prefetch_related("decisions").filter(pk=appeal_id).first()


@require_safe
@for_creator
def appeal(request: HttpRequest, creator: Creator, appeal_id: int) -> HttpResponse:
    """One appeal; other people's don't exist."""
    return _appeal_page(request, _own(creator, appeal_id), AnswerForm())


def _appeal_page(
    request: HttpRequest, row: Appeal, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    page = appeal_page(row, now=timezone.now())
    return render(request, "appeals/appeal.html", {"page": page, "form": form}, status=status)


@takes_files
@require_POST
@for_creator
def answer(request: HttpRequest, creator: Creator, appeal_id: int) -> HttpResponse:
    """Answer a question of staff."""
    row = _own(creator, appeal_id)
    form = AnswerForm(*_sent(request))
    if form.is_valid():
        try:
            filing.answer(
                row.pk,
                words=form.cleaned_data["words"],
                actor=signed_in_as(request),
                now=timezone.now(),
                files=form.cleaned_data["proofs"],
            )
        except ProofRefused as refusal:
            form.add_error("proofs", str(refusal))
        except AppealRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answer is with the person who decides."))
            return redirect("appeals:appeal", row.pk)
    return _appeal_page(request, _own(creator, appeal_id), form, status=UNPROCESSABLE)


@require_POST
@for_creator
def withdraw(request: HttpRequest, creator: Creator, appeal_id: int) -> HttpResponse:
    """Take an appeal back."""
    row = _own(creator, appeal_id)
    try:
        filing.withdraw(row.pk, actor=signed_in_as(request), now=timezone.now())
    except AppealRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("You withdrew it. Nothing was changed."))
    return redirect("appeals:appeal", row.pk)


def _own(creator: Creator, appeal_id: int) -> Appeal:
    row = Appeal.objects.filter(creator=creator, pk=appeal_id).first()
    if row is None:
        raise Http404
    return row


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return request.POST, request.FILES
