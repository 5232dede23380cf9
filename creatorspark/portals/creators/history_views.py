"""Take a record along, bring one, look at it, remove it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from creatorspark.core.models import Creator
from creatorspark.portals.creators.access import for_creator
from creatorspark.portals.creators.history_page import BringForm, carried_page, history_page
from creatorspark.portals.roles import signed_in_as
from rewards import interface as rewards


@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def history(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Show what can be taken along and what was brought (GET), or bring a record (POST)."""
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    if request.method == "POST" and form.is_valid():
        record = _bring(request, creator, form)
        if record is not None:
            messages.success(request, record.verdict)
            return redirect("creators:carried_history", record.history_id)
    context = {"page": history_page(creator), "form": form}
    return render(request, "creators/history.html", context)


def _bring(request: HttpRequest, creator: Creator, form: BringForm) -> rewards.CarriedRecord | None:
    try:
        return rewards.bring_history(
            creator_id=creator.pk,
            file=form.bytes_of("file") or b"",
            keys_file=form.bytes_of("keys_file"),
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except rewards.HistoryRefused as refusal:
        form.add_error("file", str(refusal))
        return None


@require_safe
@for_creator
def download(request: HttpRequest, creator: Creator) -> HttpResponse:
    """Hand out the creator's signed record."""
    now = timezone.now()
    body = rewards.history_file(creator_id=creator.pk, now=now)
    response = HttpResponse(body, content_type="application/json")
    name = f"record-{now:%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@for_creator
def carried(request: HttpRequest, creator: Creator, history_id: int) -> HttpResponse:
    """One record from elsewhere, video by video. Others' records don't exist."""
    found = carried_page(creator, history_id, page=request.GET.get("page"))
    if found is None:
        raise Http404
    card, page = found
    return render(request, "creators/carried_history.html", {"card": card, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_creator
def remove(request: HttpRequest, creator: Creator, history_id: int) -> HttpResponse:
    """Ask whether a record shall be forgotten (GET), or forget it (POST)."""
    if request.method != "POST":
        found = carried_page(creator, history_id, page=None)
        if found is None:
            raise Http404
        return render(request, "creators/remove_history.html", {"card": found[0]})
    if not rewards.remove_history(
        creator_id=creator.pk, history_id=history_id, actor=signed_in_as(request)
    ):
        raise Http404
    messages.success(request, _("Removed. You can bring it again at any time."))
    return redirect("creators:history")
