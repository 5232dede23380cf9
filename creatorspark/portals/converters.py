"""How an address names a row."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowConverter(IntConverter):
    """A primary key. Numbers longer than a bigint's are no address, so no query meets them."""

    regex = "[0-9]{1,18}"


register_converter(RowConverter, "row")
