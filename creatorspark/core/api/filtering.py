"""Filters by query parameter."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request


class Filtering(DjangoFilterBackend):
    """Refuses a filter without a value: a client's empty variable must not mean "everything"."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        """Narrow the rows by the view's filters."""
        filterset = self.get_filterset_class(view, queryset)
        names = filterset.base_filters if filterset else {}
        empty = [name for name in names if request.query_params.get(name) == ""]
        if empty:
            words = _("Give it a value, or leave it out.")
            raise ValidationError(dict.fromkeys(empty, words))
        return super().filter_queryset(request, queryset, view)
