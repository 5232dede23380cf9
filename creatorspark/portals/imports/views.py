"""Staff bring in files: upload, look, correct, confirm, watch, read the result."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.importers import uploads
from creatorspark.core.importers.downloads import problems_csv
from creatorspark.core.importers.problems import FileFault
from creatorspark.core.importers.wording import fault_sentence
from creatorspark.core.models import ImportRun
from creatorspark.portals.imports.forms import OptionsForm, UploadForm
from creatorspark.portals.imports.guards import staff_only, takes_file
from creatorspark.portals.imports.presenters import page_of
from creatorspark.portals.roles import signed_in_as

RUNS_PER_PAGE = 25
PROBLEMS_PER_PAGE = 50
ACTS: Final = {
    "confirm": uploads.confirm,
    "discard": uploads.discard,
    "stop": uploads.stop,
    "retry": uploads.retry,
}


@staff_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List imports, newest first, beside the form for the next one."""
    runs = ImportRun.objects.select_related("created_by", "job").order_by("-created_at")
    page = Paginator(runs, RUNS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/imports/index.html", {"page": page, "form": UploadForm()})


@takes_file(index="imports:index")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and show what is in it."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("No file came with that. Choose one and try again."))
        return redirect("imports:index")
    file = form.cleaned_data["file"]
    try:
        run = uploads.upload(file, name=file.name, actor=signed_in_as(request), now=timezone.now())
    except FileFault as fault:
        messages.error(request, fault_sentence(fault))
        return redirect("imports:index")
    return redirect("imports:detail", run.pk)


@staff_only
@require_safe
def detail(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show one import as it stands: preview, progress or result."""
    run = _run(run_id)
    return render(request, _template(run), _context(request, run))


@staff_only
@require_POST
def columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """Read the file again with the columns and options chosen."""
    run = _run(run_id)
    form = OptionsForm(run, request.POST)
    if run.state != ImportRun.State.UPLOADED:
        return _moved_on(request, run_id)
    if not form.is_valid():
        return render(request, _template(run), _context(request, run) | {"form": form}, status=422)
    try:
        uploads.choose(
            run_id, options=form.options(), actor=signed_in_as(request), now=timezone.now()
        )
    except FileFault as fault:
        messages.error(request, fault_sentence(fault))
    except uploads.WrongState:
        return _moved_on(request, run_id)
    return redirect("imports:detail", run_id)


@staff_only
@require_POST
def act(request: HttpRequest, run_id: int, name: str) -> HttpResponse:
    """Do one of ACTS: give the file to a worker, delete it, stop the worker, or try again."""
    _run(run_id)
    try:
        ACTS[name](run_id, actor=signed_in_as(request), now=timezone.now())
    except uploads.WrongState:
        return _moved_on(request, run_id)
    return redirect("imports:detail", run_id)


@staff_only
@require_safe
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Answer htmx with how far the job is; when it is over, tell it to load the page anew."""
    run = _run(run_id)
    page = page_of(run)
    response = render(request, "staff/imports/_progress.html", {"run": run, "page": page})
    if not page.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@staff_only
@require_safe
def problems(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Download the list of problems; `?rejected=1` leaves out the notes."""
    run = _run(run_id)
    lines = problems_csv(run, rejected_only=bool(request.GET.get("rejected")))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-problems.csv"'
    return response


def _moved_on(request: HttpRequest, run_id: int) -> HttpResponse:
    messages.warning(
        request, _("This import has moved on since you opened the page. Here is how it stands.")
    )
    return redirect("imports:detail", run_id)


def _run(run_id: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.select_related("job", "created_by"), pk=run_id)


def _template(run: ImportRun) -> str:
    if run.state == ImportRun.State.UPLOADED:
        return "staff/imports/preview.html"
    return "staff/imports/detail.html"


def _context(request: HttpRequest, run: ImportRun) -> dict[str, object]:
    context: dict[str, object] = {"run": run, "page": page_of(run)}
    if run.state == ImportRun.State.UPLOADED:
        context["form"] = OptionsForm(run)
    if run.state == ImportRun.State.IMPORTED:
        found = Paginator(run.problems.order_by("line", "id"), PROBLEMS_PER_PAGE)
        context["problems"] = found.get_page(request.GET.get("page"))
    return context
