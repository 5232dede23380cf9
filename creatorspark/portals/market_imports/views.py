"""Staff bring in creators and brands: upload, look at what was understood, confirm, read on."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.importers.uploads import too_large
from creatorspark.core.importers.wording import fault_sentence
from creatorspark.core.models import ImportRun
from creatorspark.portals.imports.presenters import DELIMITER_WORDS, STATE_TONES
from creatorspark.portals.imports.views import FORM_OVERHEAD, staff_only
from creatorspark.portals.market_imports.forms import OptionsForm, UploadForm
from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import BringingRefused, ImportFacts

PER_PAGE = 25


@staff_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List imports, newest first, beside the form for the next one and what can be taken out."""
    return render(
        request, "staff/market/index.html", {"page": _imports(request), "form": UploadForm()}
    )


@csrf_exempt
@staff_only
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Refuse by announced size, before a byte of the body is read; the CSRF check reads it."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > settings.IMPORT_MAX_BYTES + FORM_OVERHEAD:
        messages.error(request, fault_sentence(too_large()))
        response = redirect("market_imports:index")
        response["Connection"] = "close"
        return response
    return _take_file(request)


@csrf_protect
def _take_file(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        context = {"page": _imports(request), "form": form}
        return render(request, "staff/market/index.html", context, status=422)
    file = form.cleaned_data["file"]
    try:
        import_id = marketplace.upload_market_file(
            file=file,
            kind=form.cleaned_data["kind"],
            name=file.name,
            actor=signed_in_as(request),
            now=timezone.now(),
        )
    except BringingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("market_imports:index")
    return redirect("market_imports:detail", import_id)


@staff_only
@require_safe
def detail(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show one import as it stands: what was understood, progress, or what became of each row."""
    facts = _import(import_id)
    if facts.state == "uploaded":
        return _look(request, facts, OptionsForm(facts))
    context: dict[str, object] = {"run": facts, "tone": STATE_TONES[ImportRun.State(facts.state)]}
    if facts.state == "imported":
        odd_only = bool(request.GET.get("odd"))
        context |= {"page": _rows(request, facts, odd_only=odd_only), "odd_only": odd_only}
    return render(request, "staff/market/detail.html", context)


@staff_only
@require_POST
def columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """Read the file again with the columns and options chosen."""
    facts = _import(import_id)
    form = OptionsForm(facts, request.POST)
    if not form.is_valid():
        return _look(request, facts, form, status=422)
    chosen = form.cleaned_data
    return _act(
        request,
        import_id,
        lambda actor, now: marketplace.choose_market_columns(
            import_id=import_id,
            mapping=form.mapping(),
            delimiter=chosen["delimiter"],
            encoding=chosen["encoding"],
            platform=chosen.get("platform", ""),
            as_of=chosen.get("as_of"),
            actor=actor,
            now=now,
        ),
    )


@staff_only
@require_POST
def confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """Hand the file to a worker."""
    return _plain_act(request, import_id, marketplace.confirm_market_import)


@staff_only
@require_POST
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Delete the uploaded file."""
    return _plain_act(request, import_id, marketplace.discard_market_import)


@staff_only
@require_POST
def stop(request: HttpRequest, import_id: int) -> HttpResponse:
    """Ask the worker to stop."""
    return _plain_act(request, import_id, marketplace.stop_market_import)


@staff_only
@require_POST
def retry(request: HttpRequest, import_id: int) -> HttpResponse:
    """Let a worker try again."""
    return _plain_act(request, import_id, marketplace.retry_market_import)


@staff_only
@require_safe
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """Answer htmx with how far the job is; when it is over, tell it to load the page anew."""
    facts = _import(import_id)
    response = render(request, "staff/market/_progress.html", {"run": facts})
    if not facts.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@staff_only
@require_safe
def rows(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Download every row, as given beside as cleaned; `?odd=1` only those to look at."""
    facts = _import(import_id)
    lines = marketplace.market_rows_csv(import_id=import_id, odd_only=bool(request.GET.get("odd")))
    return _csv(lines, f"{facts.kind}-{import_id}-rows.csv")


@staff_only
@require_safe
def creators(request: HttpRequest) -> HttpResponseBase:
    """Download all creators as cleaned."""
    return _csv(marketplace.cleaned_csv(kind="creators"), "creators.csv")


@staff_only
@require_safe
def brands(request: HttpRequest) -> HttpResponseBase:
    """Download all brands as cleaned."""
    return _csv(marketplace.cleaned_csv(kind="brands"), "brands.csv")


def _csv(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain_act(request: HttpRequest, import_id: int, service: Callable[..., None]) -> HttpResponse:
    return _act(
        request, import_id, lambda actor, now: service(import_id=import_id, actor=actor, now=now)
    )


def _act(request: HttpRequest, import_id: int, do: Callable[..., None]) -> HttpResponse:
    _import(import_id)
    try:
        do(signed_in_as(request), timezone.now())
    except BringingRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("market_imports:detail", import_id)


def _look(
    request: HttpRequest, facts: ImportFacts, form: OptionsForm, *, status: int = 200
) -> HttpResponse:
    delimiter = facts.preview.delimiter if facts.preview else ""
    context = {
        "run": facts,
        "form": form,
        "delimiter": DELIMITER_WORDS.get(delimiter, delimiter),
        "size_of_rest": max(0, facts.preview.rows_seen - len(facts.preview.rows))
        if facts.preview
        else 0,
    }
    return render(request, "staff/market/preview.html", context, status=status)


def _import(import_id: int) -> ImportFacts:
    facts = marketplace.market_import(import_id=import_id)
    if facts is None:
        raise Http404(_("There is no such import."))
    return facts


class _Slices:
    """What a paginator needs of rows that come by slices: their number and any slice of them."""

    def __init__(self, fetch: Callable[[int, int], tuple[tuple[object, ...], int]]) -> None:
        self._fetch = fetch

    def __len__(self) -> int:
        return self._fetch(0, 0)[1]

    def __getitem__(self, wanted: slice) -> tuple[object, ...]:
        return self._fetch(wanted.start, wanted.stop - wanted.start)[0]


def _imports(request: HttpRequest) -> "Page[object]":
    slices = _Slices(lambda start, size: marketplace.market_imports(offset=start, limit=size))
    return _page(request, slices)


def _rows(request: HttpRequest, facts: ImportFacts, *, odd_only: bool) -> "Page[object]":
    slices = _Slices(
        lambda start, size: marketplace.market_rows(
            import_id=facts.import_id, offset=start, limit=size, odd_only=odd_only
        )
    )
    return _page(request, slices)


def _page(request: HttpRequest, slices: _Slices) -> "Page[object]":
    pages: Paginator[object] = Paginator(slices, PER_PAGE)  # type: ignore[arg-type]
    return pages.get_page(request.GET.get("page"))
