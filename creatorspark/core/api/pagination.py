"""Pages by key, not by number: rows that arrive meanwhile neither repeat nor hide others."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError as FieldError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

CURSOR, LIMIT = "cursor", "limit"
MAX_CURSOR = 400
NEWEST_FIRST = ("id",)


class KeysetPagination(BasePagination):
    """Newest first along the view's `keyset`, whose last field is unique."""

    default_limit = 50
    max_limit = 200
    cursor_description = gettext_lazy("Where the page begins; take it from `next`.")
    limit_description = gettext_lazy("Rows a page, 1 to 200. 50 when you don’t say.")

    def __init__(self) -> None:
        self._request: Request | None = None
        self._next: list[str] | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the page the request asks for."""
        keyset = tuple(getattr(view, "keyset", NEWEST_FIRST))
        limit = self.begin(request)
        cursor = read_cursor(request, size=len(keyset))
        if cursor is not None:
            queryset = _after(queryset, keyset=keyset, cursor=cursor)
        rows = list(queryset.order_by(*(f"-{name}" for name in keyset))[: limit + 1])
        return self.end(rows, key=lambda row: [getattr(row, name) for name in keyset])

    def begin(self, request: Request) -> int:
        """Remember the request and return how many rows a page of it has."""
        self._request = request
        return read_limit(request, default=self.default_limit, most=self.max_limit)

    def end(self, rows: Sequence[Any], *, key: Callable[[Any], list[Any]]) -> list[Any]:
        """Drop the row that only shows that there are more, and remember where they begin."""
        assert self._request is not None
        limit = read_limit(self._request, default=self.default_limit, most=self.max_limit)
        page = list(rows[:limit])
        if len(rows) > limit:
            self._next = [_spell(value) for value in key(page[-1])]
        return page

    def go_on(self, last_id: int | None) -> None:
        """Remember the id after which a list ordered by id goes on; None: it ends here."""
        self._next = None if last_id is None else [str(last_id)]

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with the address of the one after it."""
        return Response({"next": self.next_link(), "results": data})

    def next_link(self) -> str | None:
        """Return the address of the next page, or None on the last one."""
        if self._next is None or self._request is None:
            return None
        here = remove_query_param(self._request.build_absolute_uri(), CURSOR)
        return replace_query_param(here, CURSOR, write_cursor(self._next))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page."""
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "The address of the next page; null on the last one.",
                    "example": None,
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameters."""
        limits = {"type": "integer", "minimum": 1, "maximum": self.max_limit}
        return [
            _parameter(CURSOR, self.cursor_description, {"type": "string"}),
            _parameter(LIMIT, self.limit_description, limits),
        ]


def _parameter(name: str, description: Any, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": str(description),
        "schema": schema,
    }


def read_limit(request: Request, *, default: int, most: int) -> int:
    """Return how many rows a page has. Raises ValidationError outside 1 to `most`."""
    text = request.query_params.get(LIMIT)
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= most:
        return int(text)
    raise ValidationError({LIMIT: _("A whole number from 1 to %(n)d.") % {"n": most}})


def write_cursor(values: list[str]) -> str:
    """Spell the key of a row for an address."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(request: Request, *, size: int) -> list[str] | None:
    """Return the key after which the page begins, None for the first page.

    Raises ValidationError for a cursor that this list can't have written.
    """
    text = request.query_params.get(CURSOR)
    if text is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(text[:MAX_CURSOR] + "=" * (-len(text) % 4))
        values = json.loads(raw)
    except (ValueError, binascii.Error, RecursionError) as error:
        raise bad_cursor() from error
    if not isinstance(values, list) or len(values) != size:
        raise bad_cursor()
    if not all(isinstance(value, str) and value.isprintable() for value in values):
        raise bad_cursor()
    return values


def read_id_cursor(request: Request) -> int | None:
    """Return the id after which the page of a list ordered by id begins."""
    cursor = read_cursor(request, size=1)
    if cursor is None:
        return None
    text = cursor[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 2**63):
        raise bad_cursor()
    return int(text)


def bad_cursor() -> ValidationError:
    """The cursor is not one of ours."""
    return ValidationError({CURSOR: _("This cursor is not one of ours; begin without it.")})


def _spell(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _after(queryset: QuerySet[Any], *, keyset: tuple[str, ...], cursor: list[str]) -> QuerySet[Any]:
    values = [_value(queryset, name, text) for name, text in zip(keyset, cursor, strict=True)]
    if len(keyset) == 1:
        return queryset.filter(**{f"{keyset[0]}__lt": values[0]})
    first, last = keyset
    # (a, id) < (x, y), written so that an index on a can be used.
    return queryset.filter(**{f"{first}__lte": values[0]}).exclude(
        **{first: values[0], f"{last}__gte": values[1]}
    )


def _value(queryset: QuerySet[Any], name: str, text: str) -> Any:
    try:
        value = queryset.model._meta.get_field(name).to_python(text)
    except (FieldError, ValueError, OverflowError) as error:
        raise bad_cursor() from error
    # Only UTC is ours, and PostgreSQL doesn't know every offset that Python does.
    if isinstance(value, datetime) and value.utcoffset() != timedelta():
        raise bad_cursor()
    return value
