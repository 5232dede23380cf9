"""Staff bring in creators and brands: upload, look at what was understood, confirm, read on."""

from collections.abc import Callable, Iterator
from typing import Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from creatorspark.core.models import ImportRun
from creatorspark.portals.imports.guards import staff_only, takes_file
from creatorspark.portals.imports.presenters import DELIMITER_WORDS, STATE_TONES
from creatorspark.portals.market_imports.forms import OptionsForm, UploadForm
from creatorspark.portals.roles import signed_in_as
from marketplace import interface as marketplace
from marketplace.interface import BringingRefused, ImportFacts

PER_PAGE = 25
ACTS: Final = {
    "confirm": marketplace.confirm_market_import,
    "discard": marketplace.discard_market_import,
    "stop": marketplace.stop_market_import,
    "retry": marketplace.retry_market_import,
}


@staff_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List imports, newest first, beside the form for the next one and what can be taken out."""
    return render(
        request, "staff/market/index.html", {"page": _imports(request), "form": UploadForm()}
    )


@takes_file(index="market_imports:index")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and show what was understood."""
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
def act(request: HttpRequest, import_id: int, name: str) -> HttpResponse:
    """Do one of ACTS: give the file to a worker, delete it, stop the worker, or try again."""
    service = ACTS[name]
    return _act(
        request, import_id, lambda actor, now: service(import_id=import_id, actor=actor, now=now)
    )


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
